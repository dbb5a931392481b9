import type { IncomingMessage } from 'node:http';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { malformedRequests } from '../malformed-requests.js';
import { behindCaches } from './behind-caches.js';
import { rawly } from './rawly.js';
import { kindsOfCache, type KindOfCache } from './shared-cache.js';

const fronts = behindCaches();
/** The addresses that the program was asked for, in order. */
let arrived: string[] = [];
const note = ({ url = '' }: IncomingMessage) => void arrived.push(url);
beforeAll(() => {
  fronts.app.nest.getHttpServer().on('request', note);
});
beforeEach(() => {
  arrived = [];
});

const HOST = 'Host: localhost\r\n';
const LOGIN = `POST /api/v1/auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
/** What is to be read as a body, if at all, and never as a request. */
const HIDDEN = `GET /api/v1/hidden HTTP/1.1\r\n${HOST}\r\n`;
const LAST = `GET /health/live HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

const smuggling: [how: string, request: string][] = [
  [
    'a length that covers what chunks do not',
    `${LOGIN}Content-Length: ${5 + HIDDEN.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  [
    'chunks that cover what a length does not',
    `${LOGIN}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
  ],
  ...['xchunked', 'chunked, identity', 'identity, chunked', '\tchunked', 'chunked\x0b', '"chunked"', 'CHUNKED'].map(
    (coding): [string, string] => [
      `the transfer encoding ${JSON.stringify(coding)}`,
      `${LOGIN}Content-Length: ${HIDDEN.length}\r\nTransfer-Encoding: ${coding}\r\n\r\n${HIDDEN}`,
    ],
  ),
  [
    'a transfer encoding before its colon',
    `${LOGIN}Content-Length: ${HIDDEN.length}\r\nTransfer-Encoding : chunked\r\n\r\n${HIDDEN}`,
  ],
  [
    'a folded transfer encoding',
    `${LOGIN}Content-Length: ${HIDDEN.length}\r\nTransfer-Encoding:\r\n chunked\r\n\r\n${HIDDEN}`,
  ],
  ['two transfer encodings', `${LOGIN}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`],
  ...['+5', '0x5', '5, 5', '-1', '5 5', '1e1', '00000000000000000005'].map((length): [string, string] => [
    `the length ${length}`,
    `${LOGIN}Content-Length: ${length}\r\n\r\n12345`,
  ]),
  [
    'a GET whose body is a request',
    `GET /api/v1/recipes/1 HTTP/1.1\r\n${HOST}Content-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  ],
  [
    'a HEAD whose body is a request',
    `HEAD /api/v1/recipes/2 HTTP/1.1\r\n${HOST}Content-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  ],
  [
    'a chunked GET',
    `GET /api/v1/recipes/3 HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
  ],
  ['a chunk with more to say', `${LOGIN}Transfer-Encoding: chunked\r\n\r\n2;a=\r\n{}\r\n0\r\n\r\n`],
  ['a chunk longer than it says', `${LOGIN}Transfer-Encoding: chunked\r\n\r\n2\r\n{}${HIDDEN}\r\n0\r\n\r\n`],
  ['a chunk of more than all memory', `${LOGIN}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${HIDDEN}`],
];

/** Sends it, with an honest request behind it on the same connection so that nothing is waited for; the status of each answer. */
async function statusesOf(kind: KindOfCache, request: string): Promise<number[]> {
  const answers = await rawly(fronts.behind(kind).port, request + LAST);
  return [...answers.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status));
}

describe.each(kindsOfCache)('through %s', (kind) => {
  it.each([...malformedRequests, ...smuggling])(
    '%s is refused or is one request, and nobody gets its answer',
    async (_, request) => {
      const asIs = [1, 2, 3].map((id) => fronts.app.get(`/ingredients/${id}`));
      const bytes = (await Promise.all(asIs)).map((reply) => reply.bytes.toString());
      arrived = [];

      const statuses = await statusesOf(kind, request);
      expect(statuses.length).toBeLessThanOrEqual(2);
      const foreign = arrived.filter((url) => url.includes('hidden'));
      expect([arrived.length <= 2, foreign]).toEqual([true, []]);

      for (const [at, id] of [1, 2, 3].entries()) {
        const next = await fronts.nextBehind(kind).get(`/ingredients/${id}`);
        expect([next.status, next.bytes.toString()]).toEqual([200, bytes[at]]);
      }
    },
  );
});
