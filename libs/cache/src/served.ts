import type { Landing } from './landing.js';
import type { Sighting } from './scouts.js';

/** A value with how it was come by. */
export interface Served<V> {
  readonly value: V;
  readonly from: 'memory' | 'redis' | 'stale' | 'load';
  readonly ageMs: number;
  /** How long it stays fresh; negative once it is not. */
  readonly ttlMs: number;
  /** It is kept for the next reader. */
  readonly stored: boolean;
  /** It was loaded in the place of something that is past its time. */
  readonly outdated: boolean;
}

/** What was sought in the far tier and nowhere else; or what was seen there instead. */
export type Sought<V> = { readonly served: Served<V> } | { readonly sighting: Sighting };

/** Throws where it is a remembered failure that was brought. */
export function valueOf(landing: Landing): unknown {
  return 'entry' in landing ? landing.entry.value : landing.value;
}

/** `now` is by `Clock.elapsed()`. */
export function servedOf<V>(landing: Landing, now: number): Served<V> {
  const value = valueOf(landing) as V;
  const outdated = landing.outdated ?? false;
  if (!('entry' in landing)) return { value, from: 'load', ageMs: 0, ttlMs: 0, stored: false, outdated };
  const { entry, from, stored } = landing;
  const ageMs = now - entry.madeAt;
  return { value, from, ageMs, ttlMs: entry.freshMs - ageMs, stored, outdated };
}
