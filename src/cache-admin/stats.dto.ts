import { IsIn, IsOptional } from 'class-validator';

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

/** What the cache did since `since`: in this process, or in all that run. */
export class CacheStats {
  /** Of all, the earliest. */
  since!: string;
  /** `cluster` for all. */
  instance!: string;
  /** Whose figures these are. */
  instances!: string[];
  tiers!: TierStats;
  totals!: TotalStats;
  regions!: Record<string, RegionStats>;
}

export const statsScopes = ['instance', 'cluster'] as const;

export class StatsQuery {
  /** `cluster`: all instances that run, each as it told last, at most 15 seconds ago; the one that is asked as it is now. */
  @IsOptional()
  @IsIn(statsScopes)
  scope: (typeof statsScopes)[number] = 'instance';
}
