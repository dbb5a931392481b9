import type { FastifyRequest } from 'fastify';

const SHAPE = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/**
 * The token of a request that sends exactly one. Node keeps the first of two `Authorization` headers and drops the rest; who
 * sends two leaves open who asks, so neither counts.
 */
export function bearerOf({ raw }: FastifyRequest): string | undefined {
  const sent = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization');
  if (sent.length !== 1) return undefined;
  return SHAPE.exec(raw.headers.authorization ?? '')?.[1];
}
