const host = 'Host: localhost\r\n';

/** What is no HTTP, or might be read in two ways by two servers one behind the other: every server is to refuse it. */
export const malformedRequests: readonly [what: string, request: string][] = [
  ['two hosts', `GET /health/live HTTP/1.1\r\n${host}Host: elsewhere\r\n\r\n`],
  ['no host', 'GET /health/live HTTP/1.1\r\n\r\n'],
  ['another host in the address', `GET http://elsewhere/health/live HTTP/1.1\r\n${host}\r\n`],
  [
    'a length and chunks',
    `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['two lengths', `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `],
  ['a space before the colon', `GET /health/live HTTP/1.1\r\n${host}X-A : 1\r\n\r\n`],
  ['a NUL', `GET /health/live HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`],
  ['a folded header', `GET /health/live HTTP/1.1\r\n${host}X-A: 1\r\n 2\r\n\r\n`],
  ['a line that ends in a bare LF', `GET /health/live HTTP/1.1\n${host}\r\n`],
  ['a header that ends in a bare LF', 'GET /health/live HTTP/1.1\r\nHost: localhost\nX-A: 1\r\n\r\n'],
  ['a bare CR', 'GET /health/live HTTP/1.1\r\nHost: localhost\rX-A: 1\r\n\r\n'],
  ['a host that is none', 'GET /health/live HTTP/1.1\r\nHost: a b<c>\r\n\r\n'],
  [
    'a transfer encoding that is not chunked',
    `POST /api/v1/auth/login HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n`,
  ],
  ['chunks in HTTP/1.0', `POST /api/v1/auth/login HTTP/1.0\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
];
