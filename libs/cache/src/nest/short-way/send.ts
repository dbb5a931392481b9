import type { ServerResponse } from 'node:http';
import { StreamableFile } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { ReadyReply } from '../../http/ready-replies.js';

/** As much of a reply of Fastify's as is needed here. */
interface FastifyLike {
  code(status: number): FastifyLike;
  header(name: string, value: string): FastifyLike;
  send(body: Buffer | undefined): void;
}

/** The bytes as what an interceptor may return of them: only Fastify takes bytes for bytes. */
export function bodyFor(adapter: AbstractHttpAdapter, body: Buffer): Buffer | StreamableFile {
  return adapter.getType() === 'fastify' ? body : new StreamableFile(body, { length: body.length });
}

/**
 * Sends the bytes as they are. With Fastify its own hooks run, as for any answer; elsewhere the response is Node's, and Express, left to itself,
 * would make JSON of bytes.
 */
export function send(adapter: AbstractHttpAdapter, response: unknown, ready: ReadyReply): void {
  const { status, lasting, passing, body } = ready;
  if (adapter.getType() === 'fastify') {
    const reply = (response as FastifyLike).code(status);
    for (const [name, value] of lasting) reply.header(name, value);
    for (const [name, value] of passing) reply.header(name, value);
    reply.send(body);
    return;
  }
  const raw = response as ServerResponse;
  raw.statusCode = status;
  for (const [name, value] of lasting) raw.setHeader(name, value);
  for (const [name, value] of passing) raw.setHeader(name, value);
  if (body) raw.setHeader('content-length', body.length);
  raw.end(body);
}

/**
 * Neither Nest's guards nor Fastify's promises have a word for "it is done": `false` is 403, an exception would pass through filters and cost as much as a third
 * of a hit, and nothing at all is sent as such. A request that was answered and is never decided on goes no further, and is collected with all that waits for it.
 */
export function neverDecided<T>(): Promise<T> {
  return new Promise(() => undefined);
}
