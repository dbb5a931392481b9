import { SetMetadata } from '@nestjs/common';
import { CacheError } from '../cache.error.js';
import { msOf, type DurationLike } from '../duration.js';
import type { AnswerPolicy } from '../http/answer-headers.js';
import type { AnyRegion } from '../region.js';

export interface CachedResponseOptions<B> {
  /**
   * `private` for what belongs to one user; its region must have an identity. `mixed` where the region's identity decides:
   * private for a query that asks for somebody, public for one that asks for nobody in particular.
   */
  readonly scope: 'private' | 'public' | 'mixed';
  /** How long a client may go without asking again. Default: as long as the region is fresh. Private answers: as the settings say. */
  readonly maxAge?: DurationLike;
  /** Sends `Expires` as well. */
  readonly expires?: boolean;
  /** Public names of what the answer depends on. */
  readonly groups?: readonly string[];
  /** When the data behind the body changed last. */
  readonly lastModified?: (body: B) => Date | undefined;
  /** False for an answer that is sent but not kept. Default: every 200 is kept. */
  readonly keeps?: (body: B) => boolean;
  /** Default `application/json; charset=utf-8`. */
  readonly contentType?: string;
}

/** How a handler's answers are cached, as its interceptor reads it. */
export interface ResponsePolicy {
  readonly region: AnyRegion;
  /** What is told to clients of the answer to this query. */
  readonly tells: (query: unknown, clientMaxAgeMs: number) => AnswerPolicy;
  readonly contentType: string;
  readonly keeps: (body: unknown) => boolean;
  readonly lastModified: (body: unknown) => Date | undefined;
}

export const RESPONSE_POLICY = Symbol('response policy');

/**
 * Names the region and the rules by which a handler's answers are kept. A decorator is data: the feature's interceptor, which
 * extends `ResponseCacheInterceptor`, does the work. Throws `POLICY_INVALID`, so that the program does not start, when answers
 * that belong to one user would lie under a key without that user.
 */
export function CachedResponse<B>(region: AnyRegion, options: CachedResponseOptions<B>): MethodDecorator {
  if (options.scope !== 'public' && region.options.identity === undefined) {
    throw new CacheError('POLICY_INVALID', `Region "${region.name}" keeps private answers: give it an identity`);
  }
  if (options.scope === 'public' && region.options.identity !== undefined) {
    throw new CacheError('POLICY_INVALID', `Region "${region.name}" has an identity: its answers can't be public`);
  }
  const policy: ResponsePolicy = {
    region,
    tells: (query, clientMaxAgeMs) => told(region, options, query, clientMaxAgeMs),
    contentType: options.contentType ?? 'application/json; charset=utf-8',
    keeps: (options.keeps ?? (() => true)) as ResponsePolicy['keeps'],
    lastModified: (options.lastModified ?? (() => undefined)) as ResponsePolicy['lastModified'],
  };
  return SetMetadata(RESPONSE_POLICY, policy);
}

function told<B>(
  region: AnyRegion,
  { maxAge, expires = false, groups = [] }: CachedResponseOptions<B>,
  query: unknown,
  clientMaxAgeMs: number,
): AnswerPolicy {
  const isPrivate = region.identityOf(query) !== undefined;
  const byDefault = isPrivate ? clientMaxAgeMs : region.freshMs;
  return {
    scope: isPrivate ? 'private' : 'public',
    maxAgeMs: maxAge === undefined || isPrivate ? byDefault : msOf(maxAge),
    staleWhileRevalidateMs: region.staleMs,
    staleIfErrorMs: region.staleIfErrorMs,
    expires,
    groups,
  };
}
