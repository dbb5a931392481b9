import { Histogram, LONG } from './histogram.js';
import { MissCounts } from './telemetry/miss-counts.js';
import type { ShadowVerdict } from './telemetry/shadow-verdict.js';

const TIMED_HITS = 64;

/** Hits among all reads: a ratio 0..1, everywhere; 0 where nothing was read yet. */
export function hitRateOf(hits: number, misses: number): number {
  const reads = hits + misses;
  return reads === 0 ? 0 : hits / reads;
}

/** What happened to one region since the process started. */
export class RegionCounts {
  memoryHits = 0;
  farHits = 0;
  staleHits = 0;
  misses = 0;
  loads = 0;
  loadErrors = 0;
  coalesced = 0;
  refreshes = 0;
  evictions = 0;
  /** Changes announced, here or elsewhere, of something that this region depends on. */
  invalidations = 0;
  /** Entries in the far tier that were damaged, foreign or of another shape. */
  corrupt = 0;
  /** Values that were answered but could not be stored. */
  notStored = 0;
  /** What came of comparing hits with their source, where that is asked for. */
  readonly shadow: Record<ShadowVerdict, number> = { equal: 0, different: 0, unsettled: 0, failed: 0 };
  entries = 0;
  bytes = 0;
  /** What its loads were for, but for refreshes and reads past the cache. */
  readonly missedFor = new MissCounts();
  readonly hitTimes = new Histogram();
  readonly loadTimes = new Histogram();
  /** How old the values were that hits served. */
  readonly hitAges = new Histogram(LONG);

  /** A read was answered from there. */
  served(from: 'memory' | 'redis' | 'stale' | 'load'): void {
    if (from === 'memory') this.memoryHits += 1;
    else if (from === 'redis') this.farHits += 1;
    else if (from === 'stale') this.staleHits += 1;
    else this.misses += 1;
  }

  /**
   * How many hits the one just served stands for when it is timed; 0: it is not. Reading the clock costs about as much as a near
   * hit: of these the first is timed, and one of so many after it.
   */
  timedAs(from: 'memory' | 'redis' | 'stale' | 'load'): number {
    if (from === 'load') return 0;
    if (from !== 'memory' || this.memoryHits === 1) return 1;
    return this.memoryHits % TIMED_HITS === 1 ? TIMED_HITS : 0;
  }

  /** A hit took so long and served what was so old; it stands for so many. */
  timed(tookMs: number, ageMs: number, hits: number): void {
    this.hitTimes.record(tookMs, hits);
    this.hitAges.record(ageMs, hits);
  }

  get hits(): number {
    return this.memoryHits + this.farHits + this.staleHits;
  }

  get hitRate(): number {
    return hitRateOf(this.hits, this.misses);
  }
}
