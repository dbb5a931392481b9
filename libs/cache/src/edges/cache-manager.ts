import { createCache, type Cache as CacheManager } from 'cache-manager';
import { Keyv } from 'keyv';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import { StockRegion } from './stock.region.js';
import { TieredStore } from './tiered.store.js';
import { optionsOf, type StockDefaults, type WrapOptions } from './wrap.options.js';
import { Wrapping } from './wrapping.js';

/** What the stock manager is made with, in its own words. */
export interface CacheManagerOptions extends StockDefaults {
  readonly cacheId?: string;
}

/** Where the users of `CACHE_MANAGER` keep their things. */
export const cacheManagerRegion = new StockRegion('cache-manager');

const nobody = () => undefined;

/**
 * The stock cache manager on our tiers, for libraries that ask for it, with a `wrap` that no deletion is overtaken by. Keyv's own prefix and
 * text are not used: with them a key that begins with the prefix meets another one, maps and sets come back empty, and NaN as null.
 *
 * Throws `DURATION_INVALID` for a `ttl` or `refreshThreshold` that is none.
 */
export function cacheManagerOn(cache: Cache, clock: Clock, options: CacheManagerOptions = {}): CacheManager {
  const { ttl, refreshThreshold, cacheId } = options;
  optionsOf('CACHE_MANAGER', ttl, refreshThreshold);
  const keyv = new Keyv({
    store: new TieredStore(cache, clock, cacheManagerRegion),
    namespace: undefined,
    useKeyPrefix: false,
    throwOnErrors: true,
  });
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  const stock = createCache({ stores: [keyv], ttl, refreshThreshold, cacheId });
  // Its emitter is only to be had by listening, or by ceasing to.
  const events = stock.off('set', nobody);
  const wrapping = new Wrapping({
    cache,
    clock,
    region: cacheManagerRegion,
    events,
    defaults: { ttl, refreshThreshold },
  });
  return { ...stock, wrap: wrapOf(wrapping) };
}

function wrapOf(wrapping: Wrapping): CacheManager['wrap'] {
  return async <T>(
    key: string,
    make: () => T | Promise<T>,
    given?: WrapOptions<T>['ttl'] | WrapOptions<T>,
    refreshThreshold?: WrapOptions<T>['refreshThreshold'],
  ) => {
    const options = optionsOf(key, given, refreshThreshold);
    const data = await wrapping.wrap({ key, make, options });
    return options.raw ? data : data.value;
  };
}
