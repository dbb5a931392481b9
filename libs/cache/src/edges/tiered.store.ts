import type { KeyvStoreAdapter, StoredData } from 'keyv';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import { namespaceTag, untilOf, type StockQuery, type StockRegion } from './stock.region.js';
import { dataOf, textOf } from './stock-text.js';

/**
 * A Keyv store whose entries lie in our tiers: `new Keyv({ store: new TieredStore(cache, clock, region) })`. It raises no events: an
 * outage of the far tier is a miss. It cannot be iterated, for no tier is ever scanned.
 */
export class TieredStore implements KeyvStoreAdapter {
  opts: unknown = {};
  namespace?: string;

  constructor(
    private readonly cache: Cache,
    private readonly clock: Clock,
    private readonly region: StockRegion,
  ) {
    cache.register(region);
  }

  on(): this {
    return this;
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const held = await this.cache.peek(this.region, this.#query(key));
    return held && (dataOf(held.value.text) as StoredData<Value>);
  }

  /**
   * Throws `DURATION_INVALID` for a lifetime that would end at once or is no number, `VALUE_NOT_STORABLE` with the place where it stands
   * for a value that can't be kept. What is larger than the region takes is not kept, counted, and told by the cache's `notStored`.
   */
  async set(key: string, data: unknown, ttlMs?: number): Promise<boolean> {
    const until = untilOf(ttlMs, this.clock.now(), key);
    const text = textOf(data, key);
    await this.cache.replace(this.region, this.#query(key), until === undefined ? { text } : { text, until });
    return true;
  }

  async has(key: string): Promise<boolean> {
    return (await this.cache.peek(this.region, this.#query(key))) !== undefined;
  }

  /** True when there was something. */
  async delete(key: string): Promise<boolean> {
    const held = await this.has(key);
    await this.cache.forget(this.region, this.#query(key));
    return held;
  }

  /** Of its namespace, where it has one; else of its region. */
  async clear(): Promise<void> {
    if (this.namespace === undefined) await this.cache.clear(this.region);
    else await this.cache.invalidate(namespaceTag(this.region.name, this.namespace));
  }

  #query(key: string): StockQuery {
    return { key, namespace: this.namespace };
  }
}
