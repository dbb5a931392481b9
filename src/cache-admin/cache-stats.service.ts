import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Cache, Clock, type AnyRegion, type RegionCounts } from '#cache';
import { latencyOf, totalsOf, type InstanceTold } from './fleet.js';
import type { CacheStats, RedisTierStats, RegionStats } from './stats.dto.js';

/** The cache's counts in the words of the operators. */
@Injectable()
export class CacheStatsService {
  /** When this process began to count. */
  readonly since: string;
  readonly instance = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

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
      instance: this.instance,
      instances: [this.instance],
      tiers: { memory: this.cache.memory, redis: await this.#redis() },
      totals: totalsOf(regions.map(([, stats]) => stats)),
      regions: Object.fromEntries(regions),
    };
  }

  /** With what several instances' figures are added up from. */
  async told(): Promise<InstanceTold> {
    const times = [...this.cache.counts].map(
      ([name, { hitTimes, loadTimes }]) => [name, { hits: [...hitTimes], loads: [...loadTimes] }] as const,
    );
    return { stats: await this.stats(), times: Object.fromEntries(times) };
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
      latency: latencyOf(counts.hitTimes, counts.loadTimes),
      entries: counts.entries,
      bytes: counts.bytes,
      ttlSeconds: region.freshMs / 1000,
    };
  }
}
