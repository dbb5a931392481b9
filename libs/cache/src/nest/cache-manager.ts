import { createCache, type Cache as CacheManager } from 'cache-manager';
import { Keyv, type KeyvStoreAdapter, type StoredData } from 'keyv';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import { days } from '../duration.js';
import { defineRegion } from '../region.js';

/** What Keyv stores: its own text, and until when. */
interface KeyvEntry {
  readonly data: unknown;
  readonly until: number | undefined;
}

/** Where the users of `CACHE_MANAGER` keep their things; their own lifetimes cut this one. */
export const cacheManagerRegion = defineRegion<string, KeyvEntry>({
  name: 'cache-manager',
  version: 1,
  freshFor: days(24),
  key: (key) => [key],
  goodUntil: ({ until }) => until,
});

/** The stock cache manager on our tiers, for libraries that ask for it. */
export function cacheManagerOn(cache: Cache, clock: Clock): CacheManager {
  cache.register(cacheManagerRegion);
  return createCache({ stores: [new Keyv({ store: new TieredStore(cache, clock), useKeyPrefix: false })] });
}

/** A Keyv store whose entries lie in our tiers. */
export class TieredStore implements KeyvStoreAdapter {
  opts: unknown = {};
  namespace?: string;

  constructor(
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** We raise no events: an outage of the far tier is a miss. */
  on(): this {
    return this;
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return (await this.cache.peek(cacheManagerRegion, key))?.value.data as StoredData<Value> | undefined;
  }

  async set(key: string, data: unknown, ttlMs?: number): Promise<boolean> {
    const until = ttlMs === undefined || ttlMs === 0 ? undefined : this.clock.now() + ttlMs;
    await this.cache.put(cacheManagerRegion, key, { data, until });
    return true;
  }

  async has(key: string): Promise<boolean> {
    return (await this.cache.peek(cacheManagerRegion, key)) !== undefined;
  }

  async delete(key: string): Promise<boolean> {
    const held = await this.has(key);
    await this.cache.forget(cacheManagerRegion, key);
    return held;
  }

  async clear(): Promise<void> {
    await this.cache.clear(cacheManagerRegion);
  }
}
