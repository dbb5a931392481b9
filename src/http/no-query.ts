import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidFields, pointerTo } from './problem.js';

/** Refuses a request with query parameters where a route takes none, as others refuse those they do not know. */
export function noQuery(context: ExecutionContext): void {
  const { query } = context.switchToHttp().getRequest<FastifyRequest>();
  const strays = Object.keys(query as object);
  if (strays.length === 0) return;
  throw invalidFields(strays.map((name) => ({ pointer: pointerTo(name), detail: 'should not exist' })));
}
