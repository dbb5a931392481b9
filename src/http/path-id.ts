import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseId } from './id.pipe.js';

/** The id that a request's path names, or undefined where there is none or it is not canonical; for interceptors. */
export function pathId(context: ExecutionContext, name: string): number | undefined {
  const params = context.switchToHttp().getRequest<FastifyRequest>().params as Readonly<Record<string, string>>;
  return parseId(params[name]);
}
