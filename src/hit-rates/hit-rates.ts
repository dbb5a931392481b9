import { Injectable } from '@nestjs/common';
import { Cache } from '#cache';

/** Hits among all reads: a ratio 0..1 here and everywhere. */
@Injectable()
export class HitRates {
  constructor(private readonly cache: Cache) {}

  /** Over all regions; 0 before the first read. */
  get overall(): number {
    const all = [...this.cache.counts.values()];
    const hits = all.reduce((sum, counts) => sum + counts.hits, 0);
    const reads = all.reduce((sum, counts) => sum + counts.hits + counts.misses, 0);
    return reads === 0 ? 0 : hits / reads;
  }

  /** By region, for those that were read. */
  get byRegion(): Record<string, number> {
    const read = [...this.cache.counts].filter(([, { hits, misses }]) => hits + misses > 0);
    return Object.fromEntries(read.map(([name, { hitRate }]) => [name, hitRate]));
  }
}
