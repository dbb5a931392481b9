import type { Served } from '../served.js';
import type { ReadMode } from '../reading.js';
import type { Answer } from './answer.js';

/** What clients and caches on the way may do with the answers of a handler. */
export interface AnswerPolicy {
  readonly scope: 'private' | 'public';
  /** How long a client may go without asking again; 0: it asks each time. */
  readonly maxAgeMs: number;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
  readonly expires: boolean;
  /** Public names of what the answer depends on (RFC 9875). */
  readonly groups: readonly string[];
}

const wholeSeconds = (ms: number) => Math.floor(ms / 1000);

/** Never `public` or bare `must-revalidate` for one user's answer: either would let a shared cache keep it (RFC 9111 3.5). */
export function cacheControlOf(policy: AnswerPolicy, answer: Answer): string {
  const lifeMs = answer.goodUntil === undefined ? Infinity : Math.max(0, answer.goodUntil - answer.madeAt);
  const maxAge = wholeSeconds(Math.min(policy.maxAgeMs, lifeMs));
  if (maxAge === 0) return `${policy.scope}, no-cache`;

  const windows = [
    policy.staleWhileRevalidateMs > 0 && `stale-while-revalidate=${wholeSeconds(policy.staleWhileRevalidateMs)}`,
    policy.staleIfErrorMs > 0 && `stale-if-error=${wholeSeconds(policy.staleIfErrorMs)}`,
  ].filter((window) => window !== false);
  return [policy.scope, `max-age=${maxAge}`, ...(policy.scope === 'public' ? windows : [])].join(', ');
}

/** One member of `Cache-Status` (RFC 9211). */
export function cacheStatusOf(name: string, { from, ttlMs, stored }: Served<unknown>, mode: ReadMode): string {
  if (from !== 'load') return `${name}; hit; ttl=${wholeSeconds(ttlMs)}; detail=${from}`;
  const forwarded = mode === 'use' ? 'miss' : mode === 'refresh' ? 'request' : 'bypass';
  return `${name}; fwd=${forwarded}${stored ? '; stored' : ''}`;
}

/** The headers that say what an answer is and how long it may be kept; the same on 200, 304 and HEAD. */
export function answerHeaders(policy: AnswerPolicy, answer: Answer, ageMs: number): [name: string, value: string][] {
  const { scope, expires, groups, maxAgeMs } = policy;
  const headers: [string, string][] = [
    ['cache-control', cacheControlOf(policy, answer)],
    ['etag', answer.etag],
    ['age', String(wholeSeconds(ageMs))],
  ];
  if (scope === 'private') headers.push(['vary', 'Authorization']);
  if (answer.lastModified !== undefined) {
    headers.push(['last-modified', new Date(Math.min(answer.lastModified, answer.madeAt)).toUTCString()]);
  }
  if (expires) headers.push(['expires', new Date(answer.madeAt + maxAgeMs).toUTCString()]);
  if (groups.length > 0) headers.push(['cache-groups', groups.map((group) => `"${group}"`).join(', ')]);
  return headers;
}
