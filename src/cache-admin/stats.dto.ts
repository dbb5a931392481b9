export class MemoryTierStats {
  entries!: number;
  bytes!: number;
  maxBytes!: number;
  evictions!: number;
}

export class RedisTierStats {
  state!: 'up' | 'down' | 'off';
  breaker!: 'closed' | 'open' | 'half-open';
  usedMemory!: number | null;
  keyspaceHits!: number | null;
  keyspaceMisses!: number | null;
}

export class TierStats {
  memory!: MemoryTierStats;
  redis!: RedisTierStats;
}

export class HitStats {
  memory!: number;
  redis!: number;
  stale!: number;
}

/** Milliseconds; null before anything was measured. */
export class LatencyStats {
  hitP50Ms!: number | null;
  hitP99Ms!: number | null;
  loadP50Ms!: number | null;
  loadP99Ms!: number | null;
}

export class TotalStats {
  hits!: HitStats;
  misses!: number;
  loads!: number;
  loadErrors!: number;
  coalesced!: number;
  refreshes!: number;
  /** Entries of Redis that were damaged or foreign, and values too large to be kept. */
  errors!: number;
  /** Hits among all reads, 0..1. */
  hitRate!: number;
}

export class RegionStats extends TotalStats {
  latency!: LatencyStats;
  /** In this process. */
  entries!: number;
  bytes!: number;
  ttlSeconds!: number;
}

/** What the cache did since `since` in this process. */
export class CacheStats {
  since!: string;
  instance!: string;
  tiers!: TierStats;
  totals!: TotalStats;
  regions!: Record<string, RegionStats>;
}
