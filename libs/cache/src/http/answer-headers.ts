import type { Answer } from './answer.js';

/** What clients and caches on the way may do with the answers of a handler. */
export interface AnswerPolicy {
  readonly scope: 'private' | 'public';
  /** How long a client may go without asking again; 0: it asks each time. */
  readonly maxAgeMs: number;
  /** What stands under the address never changes while it is fresh: nobody asks meanwhile, not even on a reload (RFC 8246). */
  readonly immutable?: boolean;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
  readonly expires: boolean;
  /** Public names of what the answer depends on (RFC 9875). */
  readonly groups: readonly string[];
  /** Request headers, beside the proof of who asks, that tell answers apart. */
  readonly vary: readonly string[];
}

const wholeSeconds = (ms: number) => Math.floor(ms / 1000);

/** Never `public` or bare `must-revalidate` for one user's answer: either would let a shared cache keep it (RFC 9111 3.5). */
export function cacheControlOf(policy: AnswerPolicy, answer: Answer): string {
  const lifeMs = lifeMsOf(answer);
  const maxAgeMs = Math.min(policy.maxAgeMs, lifeMs);
  if (wholeSeconds(maxAgeMs) === 0) return `${policy.scope}, no-cache`;

  const window = (name: string, ms: number) => {
    const seconds = wholeSeconds(Math.min(ms, lifeMs - maxAgeMs));
    return seconds > 0 ? [`${name}=${seconds}`] : [];
  };
  const windows = [
    ...window('stale-while-revalidate', policy.staleWhileRevalidateMs),
    ...window('stale-if-error', policy.staleIfErrorMs),
  ];
  const freshness = [`max-age=${wholeSeconds(maxAgeMs)}`, ...(policy.immutable === true ? ['immutable'] : [])];
  return [policy.scope, ...freshness, ...(policy.scope === 'public' ? windows : [])].join(', ');
}

/** From when it was made to when it is wrong; no window reaches beyond that. */
function lifeMsOf({ goodUntil, madeAt }: Answer): number {
  return goodUntil === undefined ? Infinity : Math.max(0, goodUntil - madeAt);
}

/** The headers that say what an answer is and how long it may be kept; the same on 200, 304 and HEAD. */
export function answerHeaders(policy: AnswerPolicy, answer: Answer, ageMs: number): [name: string, value: string][] {
  const { scope, expires, groups, vary } = policy;
  const headers: [string, string][] = [
    ['cache-control', cacheControlOf(policy, answer)],
    ['etag', answer.etag],
    ['age', String(wholeSeconds(ageMs))],
  ];
  const told = scope === 'private' ? ['Authorization', ...vary] : vary;
  if (told.length > 0) headers.push(['vary', told.join(', ')]);
  if (answer.lastModified !== undefined) {
    headers.push(['last-modified', new Date(Math.min(answer.lastModified, answer.madeAt)).toUTCString()]);
  }
  if (expires) headers.push(...lifeByTheClock(policy, answer));
  if (groups.length > 0) headers.push(['cache-groups', groupsIn(groups)]);
  return headers;
}

/**
 * `Expires` and the `Date` that it is counted from: when the answer was made, on a hit as well. A cache that knows no `max-age` takes the
 * difference of the two for its life; with the moment of sending it would take off the age once more.
 */
function lifeByTheClock({ maxAgeMs }: AnswerPolicy, answer: Answer): [name: string, value: string][] {
  const madeAt = wholeSeconds(answer.madeAt) * 1000;
  const lifeMs = wholeSeconds(Math.min(maxAgeMs, lifeMsOf(answer))) * 1000;
  return [
    ['date', new Date(madeAt).toUTCString()],
    ['expires', new Date(madeAt + lifeMs).toUTCString()],
  ];
}

/** A list of strings (RFC 9875 2). */
export function groupsIn(groups: readonly string[]): string {
  return groups.map((group) => `"${group}"`).join(', ');
}
