import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { badInput, Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';
import { PROTECTING } from './security-headers.js';

/** All that stands before the body may have, in bytes. */
export const HEADERS_BYTES = 16_384;

/** An address that no route can be looked up by: it is encoded wrongly, or a part of it is too long. */
export function refuseAddress(error: { readonly statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  // Before any hook that sees to it elsewhere.
  void reply.headers(PROTECTING);
  sendProblem(reply, request, error.statusCode === 414 ? tooLong() : badInput('The address cannot be read'));
}

/** A connection as Node's server has it: with the answer that is under way on it. */
type Connection = Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null };

/**
 * What is no HTTP, or came too slowly, has no request to answer: the answer goes straight to the socket. But what could be read of it as far as its
 * headers may have been answered already, and nobody gets two answers to one request.
 */
export function refuseConnection(error: UnreadableError, socket: Connection): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Node has no public name for it.
  // oxlint-disable-next-line no-underscore-dangle
  const isAnswered = socket._httpMessage?.headersSent === true;
  if (socket.writable && !isAnswered) socket.write(answerOf(problemIn(error)));
  socket.destroy();
}

/** `CONNECT` asks for a tunnel, and Node would hang up without a word. */
export function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  const problem = new Problem(405, 'method-not-allowed', 'Method not allowed', 'There are no tunnels here', {
    headers: { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE' },
  });
  socket.end(answerOf(problem));
}

interface UnreadableError extends Error {
  readonly code?: string;
  /** The bytes that could not be read. */
  readonly rawPacket?: unknown;
}

function problemIn({ code, rawPacket }: UnreadableError): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem(408, 'request-timeout', 'Too slow', 'The request did not arrive in time');
  if (code === 'HPE_INVALID_METHOD')
    return new Problem(501, 'not-implemented', 'Not implemented', 'No address here knows that method');
  if (code === 'HPE_HEADER_OVERFLOW') return isAllAddress(rawPacket) ? tooLong() : headersTooLarge();
  return badInput('The request is no HTTP that can be read');
}

/** The first line alone is over the limit. */
function isAllAddress(packet: unknown): boolean {
  return Buffer.isBuffer(packet) && /^[A-Z]+ \/[^\r\n]*$/.test(packet.subarray(0, HEADERS_BYTES).toString('latin1'));
}

const headersTooLarge = () =>
  new Problem(431, 'headers-too-large', 'Headers too large', 'All headers together may have 16 KiB');

const tooLong = () => new Problem(414, 'uri-too-long', 'Address too long', 'A part of the path is too long');

function answerOf(problem: Problem): string {
  const body = problem.told();
  const headers = {
    ...PROTECTING,
    ...problem.headers,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines, '', body].join('\r\n');
}
