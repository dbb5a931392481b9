import type { RegionCounts } from '../../counts.js';
import type { Within } from '../../histogram.js';
import type { AnyRegion } from '../../region.js';
import type { MissCause } from '../departures.js';

/** What loads were for, and when entries went. */
export interface LoadCauses extends Readonly<Record<MissCause, number>> {
  /** How long past their time the expired ones were when they were asked for. */
  readonly lateness: Iterable<Within>;
  /** From the making of an entry until it was missed, ms, summed; by what became of it. */
  readonly expiredCyclesMs: number;
  readonly invalidatedCyclesMs: number;
}

/** What was seen of a region over some time. */
export interface RegionWindow {
  readonly overMs: number;
  readonly hits: number;
  readonly misses: number;
  readonly refreshes: number;
  readonly loadedFor: LoadCauses;
  /** How old the values were that hits served. */
  readonly hitAges: Iterable<Within>;
  /** Null before anything was timed. */
  readonly meanHitMs: number | null;
  readonly meanLoadMs: number | null;
  /** Hits that were compared with their source and differed, though no change was announced. */
  readonly different: number;
}

/** What a region says of itself, as far as advice depends on it. */
export interface RegionSettings {
  readonly freshMs: number;
  readonly staleMs: number;
  /** Its values are made under tags: changes of them can be announced. */
  readonly isAnnounced: boolean;
  readonly tiers: 'near' | 'far' | 'both';
  /** There is a far tier. */
  readonly isShared: boolean;
}

/** All that was counted since the start, `overMs` ago. */
export function seenOf(counts: RegionCounts, overMs: number): RegionWindow {
  const { hits, misses, refreshes, missedFor: loadedFor, hitAges, hitTimes, loadTimes, shadow } = counts;
  const { different } = shadow;
  const times = { meanHitMs: hitTimes.meanMs, meanLoadMs: loadTimes.meanMs };
  return { overMs, hits, misses, refreshes, loadedFor, hitAges, ...times, different };
}

export function settingsOf({ freshMs, staleMs, options }: AnyRegion, isShared: boolean): RegionSettings {
  return { freshMs, staleMs, isAnnounced: options.tags !== undefined, tiers: options.tiers ?? 'both', isShared };
}
