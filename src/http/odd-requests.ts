import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { badInput, Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';

const QUERY_LIMIT = 4096;
const HEADERS_LIMIT = 100;
/** What a host with its port is written with (RFC 3986 3.2.2). */
const HOST = /^[\w.~!$&'()*+,;=:%[\]-]*$/;
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** Refuses what no honest client sends before any route looks at it. */
export function refuseOddRequests(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const problem = oddityOf(request.raw);
    if (problem) sendProblem(reply, request, problem);
    else done();
  });
}

interface Addressed {
  readonly url?: string | undefined;
  readonly headers: { readonly host?: string | undefined };
}

/** The path of an address that names its host too, where that is the host asked for (RFC 9112 3.2.2); any other is left as it is. */
export function pathOf({ url = '', headers }: Addressed): string {
  if (url.startsWith('/')) return url;
  const [whole, authority] = ABSOLUTE.exec(url) ?? [];
  if (whole === undefined || authority?.toLowerCase() !== headers.host?.toLowerCase()) return url;
  const rest = url.slice(whole.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function oddityOf(raw: IncomingMessage): Problem | undefined {
  const { url = '', httpVersion } = raw;
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return new Problem(505, 'version', 'HTTP version not supported', 'HTTP/1.1 is spoken here');
  const query = url.indexOf('?');
  if (query >= 0 && url.length - query > QUERY_LIMIT)
    return new Problem(414, 'uri-too-long', 'Address too long', 'The query is over 4 KiB');
  if (url === '*') return wholeServer();
  if (!url.startsWith('/')) return badInput('The request target must be a path');
  // A router may take what follows for the query, and who looks for a `?` takes it for none.
  if (url.includes('#')) return badInput('The request target has no fragment');
  return oddHeaders(raw) ?? oddBody(raw);
}

function oddHeaders({ rawHeaders, httpVersion, headers }: IncomingMessage): Problem | undefined {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.length > HEADERS_LIMIT)
    return new Problem(431, 'too-many-headers', 'Too many headers', 'At most 100 headers are taken');
  const hosts = names.filter((name) => name.toLowerCase() === 'host').length;
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) return badInput('There must be one Host header');
  return HOST.test(headers.host ?? '') ? undefined : badInput('The Host header names no host');
}

/** How a body comes: nothing here is inflated, so that none is larger than it looks. */
function oddBody({ method, headers, httpVersion }: IncomingMessage): Problem | undefined {
  const { 'transfer-encoding': transfer, 'content-length': length = '0' } = headers;
  if ((method === 'GET' || method === 'HEAD') && (transfer !== undefined || Number(length) > 0))
    return badInput(`A body says nothing with ${method}`);
  if (transfer !== undefined && (transfer.toLowerCase() !== 'chunked' || httpVersion === '1.0'))
    return badInput('The only transfer encoding taken is chunked');
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity') return undefined;
  return new Problem(415, 'unsupported-media-type', 'Unsupported Media Type', 'Send the body uncompressed', {
    headers: { 'accept-encoding': 'identity' },
  });
}

/** `OPTIONS *` asks about no resource. */
const wholeServer = () =>
  new Problem(405, 'method-not-allowed', 'Method not allowed', 'Ask about one address', {
    headers: { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE' },
  });
