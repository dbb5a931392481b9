import type { Reply } from '../harness/app.js';

/** Of the moment, of the connection, or of the cache on the way. */
const PASSING =
  /^(age|date|cache-status|connection|keep-alive|content-length|transfer-encoding|ratelimit.*|server|via|x-cache|x-varnish|accept-ranges)$/;

/** What is told of the answer itself: whoever asks has to be told the same. */
export function toldIn(reply: Reply) {
  const lasting = Object.entries(reply.headers).filter(([name]) => !PASSING.test(name));
  const headers = { ...Object.fromEntries(lasting), etag: tagIn(reply) };
  return { status: reply.status, headers, bytes: reply.bytes.toString('base64') };
}

/** The tag of the plain bytes: who was given a compressed form and unpacks it tells the tag of that form, and calls it weak. */
export function tagIn({ headers }: Reply): string | undefined {
  return headers.etag?.replace(/^W\//, '').replace(/\.(?:gzip|br)"$/, '"');
}

/** True where the cache on the way had kept it: nobody asked the program. */
export function wasKept({ headers }: Reply): boolean {
  return headers['x-cache'] === 'HIT';
}
