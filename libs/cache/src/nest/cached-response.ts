import { SetMetadata, type Type } from '@nestjs/common';
import { CacheError } from '../cache.error.js';
import { msOf, type DurationLike } from '../duration.js';
import type { AnswerPolicy } from '../http/answer-headers.js';
import type { AnyRegion } from '../region.js';
import { takeShortWay } from './short-way/take-short-way.js';

export interface CachedResponseOptions<B> {
  /**
   * `private` for what belongs to one user; its region must have an identity. `mixed` where the region's identity decides:
   * private for a query that asks for somebody, public for one that asks for nobody in particular.
   */
  readonly scope: 'private' | 'public' | 'mixed';
  /** How long a client may go without asking again. Default: as long as the region is fresh. Private answers: as the settings say. */
  readonly maxAge?: DurationLike;
  /** True for a query whose answer can never be another: its address names the very bytes, by a hash or a version. */
  readonly immutable?: (query: never) => boolean;
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
  /** Request headers that the handler takes; `trackBy` must put them into the key. They stand in `Vary`. */
  readonly vary?: readonly string[];
  /** Parameters that say how to answer, not what: `useCache`. The key need not hold them. */
  readonly steeredBy?: readonly string[];
  /** Parameters that the key holds under another name than their own. */
  readonly keyHolds?: readonly string[];
}

/** How a handler's answers are cached, as its interceptor reads it. */
export interface ResponsePolicy {
  readonly region: AnyRegion;
  /** What is told to clients of the answer to this query. */
  readonly tells: (query: unknown, clientMaxAgeMs: number) => AnswerPolicy;
  readonly contentType: string;
  readonly keeps: (body: unknown) => boolean;
  readonly lastModified: (body: unknown) => Date | undefined;
  readonly inputs: DeclaredInputs;
  /** Whose it is. */
  readonly controller: Type<unknown>;
  readonly method: string;
}

/** What is said of a handler's inputs beside what its parameters say. */
export interface DeclaredInputs {
  /** In lower case. */
  readonly vary: ReadonlySet<string>;
  readonly steeredBy: ReadonlySet<string>;
  readonly keyHolds: ReadonlySet<string>;
}

export const RESPONSE_POLICY = Symbol('response policy');

/**
 * Names the region and the rules by which a handler's answers are kept. A decorator is data: the feature's interceptor, which
 * extends `ResponseCacheInterceptor`, does the work. Throws `POLICY_INVALID`, so that the program does not start, when answers
 * that belong to one user would lie under a key without that user, and `DURATION_INVALID` for a `maxAge` that is none; `CachedHandlers` looks
 * at the handler itself.
 */
export function CachedResponse<B>(region: AnyRegion, options: CachedResponseOptions<B>): MethodDecorator {
  const { contentType = 'application/json; charset=utf-8', vary = [], steeredBy = [], keyHolds = [] } = options;
  const policy: Omit<ResponsePolicy, 'controller' | 'method'> = {
    region,
    tells: (query, clientMaxAgeMs) => told(region, options, query, clientMaxAgeMs),
    contentType,
    keeps: (options.keeps ?? (() => true)) as ResponsePolicy['keeps'],
    lastModified: (options.lastModified ?? (() => undefined)) as ResponsePolicy['lastModified'],
    inputs: {
      vary: new Set(vary.map((name) => name.toLowerCase())),
      steeredBy: new Set(steeredBy),
      keyHolds: new Set(keyHolds),
    },
  };
  return (prototype, name, descriptor) => {
    const controller = prototype.constructor as Type<unknown>;
    const method = String(name);
    // At the start, not at the first request.
    if (options.maxAge !== undefined) msOf(options.maxAge, `${controller.name}.${method}: maxAge`);
    const fault = faultOf(region, options);
    if (fault) throw new CacheError('POLICY_INVALID', `${controller.name}.${method}: ${fault}`);
    SetMetadata(RESPONSE_POLICY, { ...policy, controller, method })(prototype, name, descriptor);
    takeShortWay(prototype, name, descriptor);
  };
}

/** As many, and as long, as every cache on the way has to cope with (RFC 9875 2). */
const MOST_GROUPS = 32;
const GROUP = /^[\w.:-]{1,32}$/;

function faultOf(region: AnyRegion, { scope, groups = [] }: CachedResponseOptions<never>): string | undefined {
  const { name } = region;
  if (scope !== 'public' && region.options.identity === undefined)
    return `region "${name}" keeps private answers: give it an identity`;
  if (scope === 'public' && region.options.identity !== undefined)
    return `region "${name}" has an identity: its answers can't be public`;
  if (groups.length > MOST_GROUPS) return `an answer is in at most ${MOST_GROUPS} groups`;
  const odd = groups.find((group) => !GROUP.test(group));
  return odd === undefined
    ? undefined
    : `the group ${JSON.stringify(odd)} must be 1 to 32 letters, digits, ".", ":", "-"`;
}

function told<B>(
  region: AnyRegion,
  { maxAge, immutable, expires = false, groups = [], vary = [] }: CachedResponseOptions<B>,
  query: unknown,
  clientMaxAgeMs: number,
): AnswerPolicy {
  const isPrivate = region.identityOf(query) !== undefined;
  const byDefault = isPrivate ? clientMaxAgeMs : region.freshMs;
  return {
    scope: isPrivate ? 'private' : 'public',
    maxAgeMs: maxAge === undefined || isPrivate ? byDefault : msOf(maxAge),
    immutable: immutable?.(query as never) ?? false,
    staleWhileRevalidateMs: region.staleMs,
    staleIfErrorMs: region.staleIfErrorMs,
    expires,
    groups,
    vary,
  };
}
