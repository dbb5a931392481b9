import type { ReadMode } from '../reading.js';
import { deltaMs, directivesIn } from './directives.js';

/** What a request's `Cache-Control` asks for, as far as it concerns us. */
export interface RequestDirectives {
  readonly mode: ReadMode;
  readonly onlyIfCached: boolean;
  /** What is held has to be so young and so far from its end; undefined where the request sets no such limit. */
  readonly wants: Wants | undefined;
}

interface Wants {
  readonly maxAgeMs: number;
  readonly minFreshMs: number;
}

const NOTHING_ASKED: RequestDirectives = Object.freeze({ mode: 'use', onlyIfCached: false, wants: undefined });

/** Unknown and malformed directives are ignored, as RFC 9111 5.2 has it. `max-age=0`, what a browser's reload sends, is `no-cache`. */
export function requestDirectives(cacheControl: string | undefined): RequestDirectives {
  if (cacheControl === undefined) return NOTHING_ASKED;
  const directives = directivesIn(cacheControl);
  const maxAgeMs = deltaMs(directives.get('max-age'));
  const refreshes = directives.has('no-cache') || maxAgeMs === 0;
  return {
    mode: directives.has('no-store') ? 'bypass' : refreshes ? 'refresh' : 'use',
    onlyIfCached: directives.has('only-if-cached'),
    wants: wantsOf(directives, maxAgeMs),
  };
}

/**
 * Without any of the three the region's own windows say what may be served. With a limit what is past its time is not wanted, unless
 * `max-stale` allows it (RFC 9111 5.2.1.1 to 5.2.1.3).
 */
function wantsOf(directives: ReadonlyMap<string, string | undefined>, maxAgeMs: number | undefined): Wants | undefined {
  const minFreshMs = deltaMs(directives.get('min-fresh'));
  const maxStaleMs = maxStaleIn(directives);
  if (maxAgeMs === undefined && minFreshMs === undefined && maxStaleMs === undefined) return undefined;
  return { maxAgeMs: maxAgeMs ?? Infinity, minFreshMs: minFreshMs ?? -(maxStaleMs ?? 0) };
}

/** Bare it means however old. */
function maxStaleIn(directives: ReadonlyMap<string, string | undefined>): number | undefined {
  if (!directives.has('max-stale')) return undefined;
  const value = directives.get('max-stale');
  return value === undefined ? Infinity : deltaMs(value);
}

/** True when an answer of this age, with so much of its life left (less than nothing once it is stale), is what the request wants. */
export function suits({ wants }: RequestDirectives, { ageMs, ttlMs }: { ageMs: number; ttlMs: number }): boolean {
  if (wants === undefined) return true;
  return ageMs <= wants.maxAgeMs && ttlMs >= wants.minFreshMs;
}
