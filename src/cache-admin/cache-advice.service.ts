import { Injectable } from '@nestjs/common';
import { Cache, type Advice, type AnyRegion, type RegionCounts } from '#cache';
import type { CacheAdvice, RegionAdvice, RegionFigures } from './advice.dto.js';
import { CacheStatsService } from './cache-stats.service.js';

const HOT_KEYS = 20;

/** The cache's advice with the figures it rests on. */
@Injectable()
export class CacheAdviceService {
  constructor(
    private readonly cache: Cache,
    private readonly stats: CacheStatsService,
  ) {}

  advice(): CacheAdvice {
    const given = [...this.cache.advice].map(([name, advice]) => this.#adviceOn(name, advice));
    return { since: this.stats.since, regions: given, hotKeys: this.cache.hotKeys(HOT_KEYS) };
  }

  #adviceOn(name: string, { advice, suggestedMs, expectedHitRate, reasons }: Advice): RegionAdvice {
    const { freshMs } = this.cache.regions.get(name) as AnyRegion;
    const counts = this.cache.counts.get(name) as RegionCounts;
    return {
      region: name,
      advice,
      ttlSeconds: freshMs / 1000,
      suggestedTtlSeconds: suggestedMs === undefined ? null : suggestedMs / 1000,
      hitRate: counts.hitRate,
      expectedHitRate: expectedHitRate ?? null,
      reasons: [...reasons],
      figures: figuresOf(counts),
    };
  }
}

function figuresOf(counts: RegionCounts): RegionFigures {
  const { hits, misses, loads, refreshes, invalidations, evictions, missedFor, shadow, entries, bytes } = counts;
  const { expired, invalidated, evicted, unproven, first } = missedFor;
  return {
    hits,
    misses,
    loads,
    refreshes,
    invalidations,
    evictions,
    loadedFor: { expired, invalidated, evicted, unproven, first },
    shadow: { ...shadow },
    meanLoadMs: counts.loadTimes.meanMs,
    meanBytes: entries === 0 ? null : bytes / entries,
  };
}
