import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerWrongMethods } from './allowed-methods.js';
import { depthOf } from './json-depth.js';
import { badInput, Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';
import { refuseAddress, refuseConnection } from './unreadable.js';

const BODY_LIMIT = 1024 * 1024;
const QUERY_LIMIT = 4096;
const HEADERS_LIMIT = 100;
const JSON_DEPTH = 32;

/** Fastify with limits on everything a client decides: body, depth, query, headers and the time each may take. */
export function limitedFastify(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 15_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    // Who is connected when the program stops is still answered.
    return503OnClosing: false,
    http: {
      headersTimeout: 5000,
      connectionsCheckingInterval: 500,
      maxHeaderSize: 16_384,
      // Looked at below, to be answered like everything else.
      requireHostHeader: false,
    },
    // A key of the cache, the longest there is, has 200 signs, each of which may stand in an address as three.
    routerOptions: { maxParamLength: 700 },
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
  });
  parseBodies(adapter.getInstance());
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

function refuseOddRequests(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const problem = oddityOf(request);
    if (problem) sendProblem(reply, request, problem);
    else done();
  });
}

function oddityOf({ raw }: FastifyRequest): Problem | undefined {
  const url = raw.url ?? '';
  const query = url.indexOf('?');
  if (query >= 0 && url.length - query > QUERY_LIMIT)
    return new Problem(414, 'uri-too-long', 'Address too long', 'The query is over 4 KiB');
  if (!url.startsWith('/')) return badInput('The request target must be a path');

  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.length > HEADERS_LIMIT)
    return new Problem(431, 'too-many-headers', 'Too many headers', 'At most 100 headers are taken');
  const hosts = names.filter((name) => name.toLowerCase() === 'host').length;
  if (hosts > 1 || (hosts === 0 && raw.httpVersion !== '1.0')) return badInput('There must be one Host header');
  return undefined;
}

/** JSON to a bounded depth, without members that would set a prototype; NDJSON as text. Everything else is 415. */
function parseBodies(instance: FastifyInstance): void {
  const parseJson = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser(
    ['application/json', 'application/ld+json'],
    { parseAs: 'string' },
    (request, body, done) => {
      if (depthOf(body.toString()) > JSON_DEPTH) done(badInput(`JSON may be nested ${JSON_DEPTH} deep`));
      else void parseJson(request, body.toString(), done);
    },
  );
  instance.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
}
