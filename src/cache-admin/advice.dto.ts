/** What loads were for: what had become of the entry that would have answered. */
export class LoadCausesStats {
  expired!: number;
  invalidated!: number;
  evicted!: number;
  /** The far tier could not be asked whether the entry still stood. */
  unproven!: number;
  first!: number;
}

/** What came of comparing hits with their source, where the settings ask for that. */
export class ShadowStats {
  equal!: number;
  different!: number;
  /** They differed, but a change was announced meanwhile. */
  unsettled!: number;
  failed!: number;
}

/** The figures that advice rests on, since the start of this process. */
export class RegionFigures {
  hits!: number;
  misses!: number;
  loads!: number;
  refreshes!: number;
  /** Announced changes of what the region depends on. */
  invalidations!: number;
  evictions!: number;
  loadedFor!: LoadCausesStats;
  shadow!: ShadowStats;
  /** Milliseconds; null before the first load. */
  meanLoadMs!: number | null;
  /** Of one entry in memory; null while there is none. */
  meanBytes!: number | null;
}

export class RegionAdvice {
  region!: string;
  advice!: 'keep' | 'longer' | 'shorter' | 'notWorthCaching' | 'tooLittleSeen';
  ttlSeconds!: number;
  /** Null where it may stay as it is. */
  suggestedTtlSeconds!: number | null;
  hitRate!: number;
  /** With the suggested lifetime: about, for a longer one; at least, for a shorter one. */
  expectedHitRate!: number | null;
  reasons!: string[];
  figures!: RegionFigures;
}

/** A key that is read more than most; it may name a person. */
export class HotKeyStats {
  region!: string;
  key!: string;
  /** Of all reads, 0..1, right to `error`. */
  share!: number;
  error!: number;
}

/** What the figures of this process say of each region's lifetime. */
export class CacheAdvice {
  since!: string;
  regions!: RegionAdvice[];
  hotKeys!: HotKeyStats[];
}
