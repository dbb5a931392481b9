import { Histogram, hitRateOf, type Within } from '#cache';
import type { CacheStats, HitStats, LatencyStats, RegionStats, TotalStats } from './stats.dto.js';

/** How long the hits and the loads of one region took: how many stayed within which bound. */
export interface RegionTimes {
  readonly hits: readonly Within[];
  readonly loads: readonly Within[];
}

/** What one instance tells the others of its cache. */
export interface InstanceTold {
  readonly stats: CacheStats;
  readonly times: Readonly<Record<string, RegionTimes>>;
}

/**
 * The statistics of several instances as if they were one: counts are added up, hit rates and latencies worked out anew from what is
 * beneath them. Redis is what the first of them sees of it, for all see the same one.
 */
export function sumOf(told: readonly [InstanceTold, ...InstanceTold[]]): CacheStats {
  const all = told.map(({ stats }) => stats);
  const names = new Set(all.flatMap(({ regions }) => Object.keys(regions)));
  const memory = all.map(({ tiers }) => tiers.memory);
  const add = (name: keyof (typeof memory)[number]) => memory.reduce((total, each) => total + each[name], 0);
  return {
    since: all.map(({ since }) => since).toSorted()[0] as string,
    instance: 'cluster',
    instances: all.map(({ instance }) => instance),
    tiers: {
      memory: { entries: add('entries'), bytes: add('bytes'), maxBytes: add('maxBytes'), evictions: add('evictions') },
      redis: told[0].stats.tiers.redis,
    },
    totals: totalsOf(all.map(({ totals }) => totals)),
    regions: Object.fromEntries([...names].map((name) => [name, regionOf(name, told)])),
  };
}

/** Counts added up, and the hit rate of them all. */
export function totalsOf(parts: readonly TotalStats[]): TotalStats {
  const add = (count: (stats: TotalStats) => number) => parts.reduce((total, stats) => total + count(stats), 0);
  const hits: HitStats = {
    memory: add((stats) => stats.hits.memory),
    redis: add((stats) => stats.hits.redis),
    stale: add((stats) => stats.hits.stale),
  };
  const misses = add((stats) => stats.misses);
  return {
    hits,
    misses,
    loads: add((stats) => stats.loads),
    loadErrors: add((stats) => stats.loadErrors),
    coalesced: add((stats) => stats.coalesced),
    refreshes: add((stats) => stats.refreshes),
    errors: add((stats) => stats.errors),
    hitRate: hitRateOf(hits.memory + hits.redis + hits.stale, misses),
  };
}

function regionOf(name: string, told: readonly InstanceTold[]): RegionStats {
  const knowing = told.filter(({ stats }) => name in stats.regions);
  const parts = knowing.map(({ stats }) => stats.regions[name] as RegionStats);
  const times = knowing.map((each) => each.times[name] ?? { hits: [], loads: [] });
  return Object.assign(totalsOf(parts), {
    latency: latencyOf(merged(times.map(({ hits }) => hits)), merged(times.map(({ loads }) => loads))),
    entries: parts.reduce((total, { entries }) => total + entries, 0),
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
    ttlSeconds: parts[0]?.ttlSeconds ?? 0,
  });
}

export function latencyOf(hits: Histogram, loads: Histogram): LatencyStats {
  return {
    hitP50Ms: hits.quantile(0.5),
    hitP99Ms: hits.quantile(0.99),
    loadP50Ms: loads.quantile(0.5),
    loadP99Ms: loads.quantile(0.99),
  };
}

function merged(times: readonly (readonly Within[])[]): Histogram {
  const whole = new Histogram();
  // A little below the bound, so that it falls into the bucket that it comes from, however the bound was rounded.
  for (const { ms, count } of times.flat()) whole.record(ms * 0.99, count);
  return whole;
}
