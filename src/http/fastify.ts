import { isUtf8 } from 'node:buffer';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { answerWrongMethods } from './allowed-methods.js';
import { answerInTurn } from './in-turn.js';
import { depthOf } from './json-depth.js';
import { pathOf, refuseOddRequests } from './odd-requests.js';
import { badInput, Problem } from './problem.js';
import { passPicturesOn } from './streamed-body.js';
import { HEADERS_BYTES, refuseAddress, refuseConnection, refuseTunnel } from './unreadable.js';

const BODY_LIMIT = 1024 * 1024;
const JSON_DEPTH = 32;

/**
 * Fastify with limits on everything a client decides: body, depth, query, headers and the time each may take. Where a request comes from is what
 * the connection says, and behind trusted proxies what they say.
 */
export function limitedFastify(trustedProxies?: string): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: trustedProxies ?? false,
    bodyLimit: BODY_LIMIT,
    // Looked at twice a second, so that nobody takes 15 s.
    requestTimeout: 14_000,
    keepAliveTimeout: 10_000,
    // Who reads nothing of an answer for so long is cut off.
    connectionTimeout: 30_000,
    forceCloseConnections: 'idle',
    // Who is connected when the program stops is still answered.
    return503OnClosing: false,
    http: {
      headersTimeout: 5000,
      connectionsCheckingInterval: 500,
      maxHeaderSize: HEADERS_BYTES,
      // Looked at below, to be answered like everything else.
      requireHostHeader: false,
    },
    // A key of the cache, the longest there is, has 200 signs, each of which may stand in an address as three.
    routerOptions: { maxParamLength: 700 },
    rewriteUrl: pathOf,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
  });
  adapter.getInstance().server.on('connect', refuseTunnel);
  answerInTurn(adapter.getInstance());
  parseBodies(adapter.getInstance());
  passPicturesOn(adapter.getInstance());
  closeBehindLastAnswers(adapter.getInstance());
  return adapter;
}

/** Once the program is stopping each answer is the last of its connection: one that stayed open would hold up the end. */
function closeBehindLastAnswers(instance: FastifyInstance): void {
  let isStopping = false;
  instance.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (isStopping) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/**
 * What no honest client sends is answered before any route looks at it. To be called when the hooks that set headers for every
 * answer are there, and the routes are not yet.
 */
export function guardDoor(instance: FastifyInstance): void {
  refuseOddRequests(instance);
  answerWrongMethods(instance);
}

/** JSON to a bounded depth, without members that would set a prototype; NDJSON as text. Pictures have a way of their own, everything else is 415. */
function parseBodies(instance: FastifyInstance): void {
  const parseJson = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<Buffer>(
    ['application/json', 'application/ld+json'],
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      const body = bytes.toString();
      if (!saysUtf8(request.headers['content-type'])) done(saysOther());
      else if (!isUtf8(bytes)) done(notUtf8());
      else if (body.length === 0) done(badInput('The body is empty, though its Content-Type says that it is JSON'));
      else if (depthOf(body) > JSON_DEPTH) done(badInput(`JSON may be nested ${JSON_DEPTH} deep`));
      else void parseJson(request, body, done);
    },
  );
  instance.addContentTypeParser<Buffer>('application/x-ndjson', { parseAs: 'buffer' }, (_request, bytes, done) =>
    isUtf8(bytes) ? done(null, bytes.toString()) : done(notUtf8()),
  );
}

/** JSON between systems is UTF-8 (RFC 8259 8.1); another charset would be read as something that nobody sent. */
function saysUtf8(contentType = ''): boolean {
  const charset = /;\s*charset="?([^\s;"]*)/i.exec(contentType)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

const notUtf8 = () => badInput('The body is no UTF-8');
const saysOther = () => new Problem(415, 'unsupported-media-type', 'Unsupported Media Type', 'JSON is taken in UTF-8');
