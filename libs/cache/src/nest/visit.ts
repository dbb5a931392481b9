import type { ExecutionContext } from '@nestjs/common';
import type { Answer } from '../http/answer.js';
import type { ConditionalHeaders } from '../http/conditional.js';
import type { RequestDirectives } from '../http/request-directives.js';
import type { ReadMode } from '../reading.js';
import type { Served } from '../served.js';
import type { ResponsePolicy } from './cached-response.js';
import type { ForOne } from './handler-run.js';

type SentHeaders = ConditionalHeaders & { readonly 'cache-control'?: string; readonly 'accept-encoding'?: string };

export interface CacheableRequest {
  readonly method: string;
  readonly headers: SentHeaders;
  readonly query: Record<string, unknown>;
}

/** From when until when, ms since 1970; open where undefined. */
export interface Period {
  readonly from?: number;
  readonly until?: number;
}

/** What a feature says of its requests; see `ResponseCacheInterceptor`. */
export interface Feature {
  /** The region's query for this request; undefined: it is not to be cached. */
  queryOf(policy: ResponsePolicy, context: ExecutionContext): unknown;
  periodOf(query: unknown, at: number): Period | Promise<Period>;
  asksFor(context: ExecutionContext): ReadMode | Promise<ReadMode>;
  admitFresh(context: ExecutionContext): void | Promise<void>;
}

/** One request on its way to an answer. */
export interface Visit {
  readonly policy: ResponsePolicy;
  readonly context: ExecutionContext;
  readonly query: never;
  readonly directives: RequestDirectives;
  /** Its address itself says that nothing held is wanted: not what others hold under that address either. */
  readonly isPastCaches: boolean;
  /** As they were sent; the request itself shows fewer while its handler runs. */
  readonly headers: SentHeaders;
  readonly handle: () => Promise<unknown>;
}

/** How an answer was come by, and in which mode that was. */
export interface Found {
  readonly served: Served<Answer | ForOne>;
  readonly mode: ReadMode;
}

/** It asks for nothing but the answer, however old, so that what is held will do. */
export function isPlain({ headers, query }: CacheableRequest): boolean {
  return headers['cache-control'] === undefined && query['fresh'] === undefined;
}

/** True for `?fresh=true`, which asks as `no-cache` does; it is taken out here, so that no handler has to declare it. */
export function takeFresh({ query }: CacheableRequest): boolean {
  const { fresh } = query;
  if (fresh === 'true' || fresh === 'false') delete query['fresh'];
  return fresh === 'true';
}
