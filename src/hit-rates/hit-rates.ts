import { Injectable } from '@nestjs/common';
import { Cache, hitRateOf, type RegionCounts } from '#cache';

/** Hits among all reads: a ratio 0..1 here and everywhere. */
@Injectable()
export class HitRates {
  constructor(private readonly cache: Cache) {}

  /** Over all regions; 0 before the first read. */
  get overall(): number {
    const all = [...this.cache.counts.values()];
    const sum = (of: (counts: RegionCounts) => number) => all.reduce((total, counts) => total + of(counts), 0);
    return hitRateOf(
      sum(({ hits }) => hits),
      sum(({ misses }) => misses),
    );
  }

  /** By region, for those that were read. */
  get byRegion(): Record<string, number> {
    const read = [...this.cache.counts].filter(([, { hits, misses }]) => hits + misses > 0);
    return Object.fromEntries(read.map(([name, { hitRate }]) => [name, hitRate]));
  }
}
