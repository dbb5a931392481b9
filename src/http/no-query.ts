import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { badInput } from './problem.js';

/** Refuses a request with query parameters where a route takes none, as others refuse those they do not know. */
export function noQuery(context: ExecutionContext): void {
  const { query } = context.switchToHttp().getRequest<FastifyRequest>();
  const strays = Object.keys(query as object);
  if (strays.length === 0) return;
  throw badInput(
    'Some fields are not valid',
    strays.map((name) => ({
      pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: 'should not exist',
    })),
  );
}
