import type EventEmitter from 'node:events';
import type { StoredDataRaw } from 'keyv';
import type { Cache } from '../cache.js';
import type { Clock } from '../clock.js';
import { Unstored } from '../landing.js';
import { untilOf, type StockEntry, type StockQuery, type StockRegion } from './stock.region.js';
import { dataOf, textOf } from './stock-text.js';
import { ofValue, thresholdOf, type StockDefaults, type WrapOptions } from './wrap.options.js';

interface Surroundings {
  readonly cache: Cache;
  readonly clock: Clock;
  readonly region: StockRegion;
  /** Where the manager's listeners are. */
  readonly events: EventEmitter;
  readonly defaults: StockDefaults;
}

type Data<T> = NonNullable<StoredDataRaw<T>>;

/** One call of `wrap`. */
interface Wrapped<T> {
  readonly key: string;
  readonly make: () => T | Promise<T>;
  readonly options: WrapOptions<T>;
}

/**
 * The stock manager's `wrap`, through the fences: what a function read before its key was deleted, set or cleared is given to who waited
 * for it, and kept nowhere; whoever asks after the deletion has it asked anew. The stock one would store it, and give it to them.
 */
export class Wrapping {
  /** Keys that are being refreshed in the background. */
  readonly #refreshing = new Set<string>();

  constructor(private readonly around: Surroundings) {}

  /** The value with its end; a hit is the reader's own copy. */
  async wrap<T>(wrapped: Wrapped<T>): Promise<Data<T>> {
    const { cache, region } = this.around;
    let made: Data<T> | undefined;
    const load = async () => {
      made = await this.#made(wrapped);
      // Nothing is no value to the stock manager: it asks again the next time.
      return made.value === undefined ? new Unstored(this.#entryOf(made, wrapped)) : this.#entryOf(made, wrapped);
    };
    const query = this.#queryOf(wrapped);
    const served = await cache.fetch(region, query, load);
    if (served.from === 'load' && made) return this.#told(wrapped.key, made, served.stored);

    const held = dataOf(served.value.text) as Data<T>;
    if (held.value === undefined) {
      const { stored } = await cache.refresh(region, query, load);
      return this.#told(wrapped.key, made ?? held, stored);
    }
    if (this.#isDue(wrapped, held)) void this.#refresh(wrapped, held);
    return held;
  }

  /** In the background, one at a time for each key. */
  async #refresh<T>(wrapped: Wrapped<T>, held: Data<T>): Promise<void> {
    const { cache, region, events } = this.around;
    const { key } = wrapped;
    if (this.#refreshing.has(key)) return;
    this.#refreshing.add(key);
    let made: Data<T> | undefined;
    const load = async () => this.#entryOf((made = await this.#made(wrapped)), wrapped);
    try {
      const { stored } = await cache.refresh(region, this.#queryOf(wrapped), load);
      // Overtaken by a change: nothing was refreshed.
      if (made && stored) events.emit('refresh', { key, value: this.#told(key, made, stored).value });
    } catch (error) {
      events.emit('refresh', { key, value: held.value, error });
    } finally {
      this.#refreshing.delete(key);
    }
  }

  async #made<T>({ key, make, options }: Wrapped<T>): Promise<Data<T>> {
    const value = await make();
    const ttl = ofValue(options.ttl, value) ?? this.around.defaults.ttl;
    return { value, expires: untilOf(ttl, this.around.clock.now(), key) };
  }

  #entryOf<T>(data: Data<T>, { key }: Wrapped<T>): StockEntry {
    try {
      const text = textOf({ value: data.value, expires: data.expires }, key);
      return data.expires === undefined ? { text } : { text, until: data.expires };
    } catch (error) {
      this.around.events.emit('set', { key, value: data.value, error });
      throw error;
    }
  }

  /** Its fences must outlive the load; where only the value tells how long it lives, they are prolonged when that is kept. */
  #queryOf<T>({ key, options: { ttl = this.around.defaults.ttl } }: Wrapped<T>): StockQuery {
    const { loadLimitMs } = this.around.region;
    if (typeof ttl === 'function') return { key, lifeMs: loadLimitMs };
    return ttl ? { key, lifeMs: loadLimitMs + ttl } : { key };
  }

  #isDue<T>({ key, options }: Wrapped<T>, { value, expires }: Data<T>): boolean {
    const said = ofValue(options.refreshThreshold, value as T) ?? this.around.defaults.refreshThreshold;
    const thresholdMs = thresholdOf(said, key);
    if (thresholdMs === undefined || typeof expires !== 'number') return false;
    return Math.max(0, expires - this.around.clock.now()) < thresholdMs;
  }

  /** Tells the listeners what is kept now, as the stock manager does: once for its one store, once for all. */
  #told<T>(key: string, made: Data<T>, stored: boolean): Data<T> {
    if (stored || made.value === undefined) {
      this.around.events.emit('set', { key, value: made.value, store: 'primary' });
      this.around.events.emit('set', { key, value: made.value });
    }
    return made;
  }
}
