import type { ExecutionContext, Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { validation } from './validation.js';

const MOST_KEPT = 2000;
const pipe = validation();
const kept = new Map<Type<unknown>, Map<string, unknown>>();

/**
 * The query of a request as its class says it, checked by the same rules as the handler's own: for interceptors, which run before
 * the pipes. What one address means does not change, so answers are kept, up to a bound.
 */
export async function queryOf<T extends object>(context: ExecutionContext, type: Type<T>): Promise<T> {
  const { url, query } = context.switchToHttp().getRequest<FastifyRequest>();
  const known = kept.get(type) ?? new Map<string, unknown>();
  kept.set(type, known);

  const address = url.slice(url.indexOf('?') + 1 || url.length);
  const found = known.get(address);
  if (found) return found as T;

  const checked = (await pipe.transform({ ...(query as object) }, { type: 'query', metatype: type })) as T;
  if (known.size >= MOST_KEPT) known.clear();
  known.set(address, Object.freeze(checked));
  return checked;
}
