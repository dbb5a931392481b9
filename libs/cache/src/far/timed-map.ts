import type { KeyvLike } from './keyv.store.js';

interface Timed {
  readonly value: unknown;
  /** By `performance.now()`. */
  readonly until: number;
}

/** Keyv's own kind of store, a `Map`, with the lifetimes that Keyv would see to. */
export class TimedMap implements KeyvLike {
  constructor(private readonly map: Map<string, unknown>) {}

  async get<Value>(key: string): Promise<Value | undefined> {
    const timed = this.map.get(key) as Timed | undefined;
    if (timed && timed.until > performance.now()) return timed.value as Value;
    this.map.delete(key);
    return undefined;
  }

  async *iterator(): AsyncGenerator<[string], void> {
    for (const key of this.map.keys()) yield [key];
  }

  set(key: string, value: unknown, ttlMs = Infinity): void {
    this.map.set(key, { value, until: performance.now() + ttlMs } satisfies Timed);
  }

  async delete(key: string): Promise<boolean> {
    return this.map.delete(key);
  }
}
