import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Cache, Clock, hitRateOf, type AnyRegion, type RegionCounts } from '#cache';
import type { CacheStats, RedisTierStats, RegionStats, TotalStats } from './stats.dto.js';

/** The cache's counts in the words of the operators. */
@Injectable()
export class CacheStatsService {
  /** When this process began to count. */
  readonly since: string;
  readonly #instance = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

  constructor(
    private readonly cache: Cache,
    clock: Clock,
  ) {
    this.since = new Date(clock.now()).toISOString();
  }

  async stats(): Promise<CacheStats> {
    const regions = [...this.cache.regions.values()].map((region) => [region.name, this.#statsOf(region)] as const);
    return {
      since: this.since,
      instance: this.#instance,
      tiers: { memory: this.cache.memory, redis: await this.#redis() },
      totals: totalsOf(regions.map(([, stats]) => stats)),
      regions: Object.fromEntries(regions),
    };
  }

  async #redis(): Promise<RedisTierStats> {
    const { far } = this.cache;
    const nothing = { usedMemory: null, keyspaceHits: null, keyspaceMisses: null };
    if (!far) return { state: 'off', breaker: 'closed', ...nothing };
    const report = await this.cache.farReport();
    return { state: report ? 'up' : 'down', breaker: far.breaker, ...(report ?? nothing) };
  }

  #statsOf(region: AnyRegion): RegionStats {
    const counts = this.cache.counts.get(region.name) as RegionCounts;
    return {
      hits: { memory: counts.memoryHits, redis: counts.farHits, stale: counts.staleHits },
      misses: counts.misses,
      loads: counts.loads,
      loadErrors: counts.loadErrors,
      coalesced: counts.coalesced,
      refreshes: counts.refreshes,
      errors: counts.corrupt + counts.notStored,
      hitRate: counts.hitRate,
      latency: {
        hitP50Ms: counts.hitTimes.quantile(0.5),
        hitP99Ms: counts.hitTimes.quantile(0.99),
        loadP50Ms: counts.loadTimes.quantile(0.5),
        loadP99Ms: counts.loadTimes.quantile(0.99),
      },
      entries: counts.entries,
      bytes: counts.bytes,
      ttlSeconds: region.freshMs / 1000,
    };
  }
}

function totalsOf(regions: readonly RegionStats[]): TotalStats {
  const sum = (count: (stats: RegionStats) => number) => regions.reduce((total, stats) => total + count(stats), 0);
  const hits = {
    memory: sum((stats) => stats.hits.memory),
    redis: sum((stats) => stats.hits.redis),
    stale: sum((stats) => stats.hits.stale),
  };
  const misses = sum((stats) => stats.misses);
  const served = hits.memory + hits.redis + hits.stale;
  return {
    hits,
    misses,
    loads: sum((stats) => stats.loads),
    loadErrors: sum((stats) => stats.loadErrors),
    coalesced: sum((stats) => stats.coalesced),
    refreshes: sum((stats) => stats.refreshes),
    errors: sum((stats) => stats.errors),
    hitRate: hitRateOf(served, misses),
  };
}
