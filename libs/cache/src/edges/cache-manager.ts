import { createCache, type Cache as CacheManager } from 'cache-manager';
import { Keyv } from 'keyv';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import { StockRegion, TieredStore } from './tiered.store.js';

/** Where the users of `CACHE_MANAGER` keep their things. */
export const cacheManagerRegion = new StockRegion('cache-manager');

/**
 * The stock cache manager on our tiers, for libraries that ask for it. Keyv's own prefix and text are not used: with them a key that
 * begins with the prefix meets another one, maps and sets come back empty, and NaN as null.
 */
export function cacheManagerOn(cache: Cache, clock: Clock): CacheManager {
  const keyv = new Keyv({
    store: new TieredStore(cache, clock, cacheManagerRegion),
    namespace: undefined,
    useKeyPrefix: false,
    throwOnErrors: true,
  });
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return createCache({ stores: [keyv] });
}
