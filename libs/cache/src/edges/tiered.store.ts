import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { CacheError } from '../cache.error.js';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import { days } from '../duration.js';
import { Region } from '../region.js';
import { defineTag } from '../tag.js';
import { dataOf, textOf } from './stock-text.js';

/** What Keyv hands over, as text, and until when it is good. */
interface StockEntry {
  readonly text: string;
  readonly until?: number;
}

interface StockQuery {
  readonly key: string;
  readonly namespace?: string;
}

const namespaceTag = defineTag<[region: string, namespace: string]>('keyv');

/** No timer hangs on it, so that the longest `Duration` is no bound: what was set without an end lives as long as a server does. */
const FOR_EVER_MS = 3650 * days(1).ms;

/** What one Keyv store keeps; each entry's own lifetime cuts this one. */
export class StockRegion extends Region<StockQuery, StockEntry> {
  override readonly freshMs = FOR_EVER_MS;

  constructor(name: string) {
    super({
      name,
      version: 2,
      freshFor: days(24),
      key: ({ key }) => [key],
      tags: ({ namespace }) => (namespace === undefined ? [] : [namespaceTag(name, namespace)]),
      value: isStockEntry,
      goodUntil: ({ until }) => until,
    });
  }
}

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
    const ends = ttlMs === undefined || ttlMs === 0 ? {} : { until: this.clock.now() + checked(ttlMs, key) };
    await this.cache.replace(this.region, this.#query(key), { text: textOf(data, key), ...ends });
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

function checked(ttlMs: unknown, key: string): number {
  if (typeof ttlMs === 'number' && ttlMs >= 1 && Number.isFinite(ttlMs)) return ttlMs;
  throw new CacheError(
    'DURATION_INVALID',
    `${key}: a lifetime of ${String(ttlMs)} is none: give milliseconds from 1, or 0 for no end`,
  );
}

function isStockEntry(value: unknown): value is StockEntry {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
