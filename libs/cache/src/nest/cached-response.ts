import { SetMetadata } from '@nestjs/common';
import { msOf, type DurationLike } from '../duration.js';
import type { AnswerPolicy } from '../http/answer-headers.js';
import type { AnyRegion } from '../region.js';

export interface CachedResponseOptions<B> {
  /** `private` for what belongs to one user. */
  readonly scope: 'private' | 'public';
  /** How long a client may go without asking again. Public: as fresh as the region by default. Private: each time. */
  readonly maxAge?: DurationLike;
  /** Sends `Expires` as well. */
  readonly expires?: boolean;
  /** Public names of what the answer depends on. */
  readonly groups?: readonly string[];
  /** When the data behind the body changed last. */
  readonly lastModified?: (body: B) => Date | undefined;
  /** The instant (ms since 1970) after which the body is wrong. */
  readonly goodUntil?: (body: B) => number | undefined;
  /** Default `application/json; charset=utf-8`. */
  readonly contentType?: string;
}

/** How a handler's answers are cached, as its interceptor reads it. */
export interface ResponsePolicy extends AnswerPolicy {
  readonly region: AnyRegion;
  readonly contentType: string;
  readonly lastModified: (body: unknown) => Date | undefined;
  readonly goodUntil: (body: unknown) => number | undefined;
}

export const RESPONSE_POLICY = Symbol('response policy');

/**
 * Names the region and the rules by which a handler's answers are kept. A decorator is data: the feature's interceptor, which
 * extends `ResponseCacheInterceptor`, does the work.
 */
export function CachedResponse<B>(region: AnyRegion, options: CachedResponseOptions<B>): MethodDecorator {
  const maxAge = options.maxAge === undefined ? undefined : msOf(options.maxAge);
  const policy: ResponsePolicy = {
    region,
    scope: options.scope,
    maxAgeMs: maxAge ?? (options.scope === 'public' ? region.freshMs : 0),
    staleWhileRevalidateMs: region.staleMs,
    staleIfErrorMs: region.staleIfErrorMs,
    expires: options.expires ?? false,
    groups: options.groups ?? [],
    contentType: options.contentType ?? 'application/json; charset=utf-8',
    lastModified: (options.lastModified ?? (() => undefined)) as ResponsePolicy['lastModified'],
    goodUntil: (options.goodUntil ?? (() => undefined)) as ResponsePolicy['goodUntil'],
  };
  return SetMetadata(RESPONSE_POLICY, policy);
}
