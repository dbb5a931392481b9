import type { KeyvStoreAdapter } from 'keyv';
import { CacheError } from '../cache.error.js';

/** One text to be kept. */
export interface KeyvText {
  readonly key: string;
  readonly text: string;
  /** A whole number above 0. */
  readonly lifeMs: number;
}

/** What is asked of a store; some do several at once. */
export type KeyvLike = Pick<KeyvStoreAdapter, 'get' | 'set' | 'delete' | 'setMany' | 'getMany' | 'deleteMany'> &
  Partial<Pick<KeyvStoreAdapter, 'disconnect' | 'on' | 'iterator'>>;

/**
 * Texts in whatever Keyv can store in. Many stores keep their failures to themselves, answer as if nothing was there and only tell an
 * `error` listener: here whatever is asked while one is told fails.
 */
export class KeyvStore {
  #errors = 0;
  #lastError: unknown;

  constructor(
    private readonly store: KeyvLike,
    onError: (error: unknown) => void,
  ) {
    store.on?.('error', (error: unknown) => {
      this.#errors += 1;
      this.#lastError = error;
      onError(error);
    });
  }

  /** Texts in the order of their keys; what is not there is undefined, what is no text is the empty one. */
  async textsOf(keys: readonly string[]): Promise<(string | undefined)[]> {
    const found = await this.#watched(() =>
      this.store.getMany ? this.store.getMany([...keys]) : Promise.all(keys.map((key) => this.store.get(key))),
    );
    return found.map((value: unknown) => (value === undefined || value === null ? undefined : textOf(value)));
  }

  /** Every name that the store has; undefined where it can't tell. Most that can bring each value along. */
  names(): AsyncGenerator<string> | undefined {
    const { iterator } = this.store;
    return iterator && this.#namesOf(iterator.call(this.store));
  }

  async keep(texts: readonly KeyvText[]): Promise<void> {
    const values = texts.map(({ key, text, lifeMs }) => ({ key, value: text, ttl: lifeMs }));
    await this.#watched(async () => {
      if (this.store.setMany) await this.store.setMany(values);
      else await Promise.all(values.map(({ key, value, ttl }) => this.store.set(key, value, ttl) as unknown));
    });
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.#watched(async () => {
      if (this.store.deleteMany) await this.store.deleteMany([...keys]);
      else await Promise.all(keys.map((key) => this.store.delete(key)));
    });
  }

  async disconnect(): Promise<void> {
    await this.store.disconnect?.();
  }

  async *#namesOf(entries: AsyncGenerator<unknown[], unknown>): AsyncGenerator<string> {
    for (;;) {
      const next = await this.#watched(() => entries.next());
      if (next.done) return;
      yield String(next.value[0]);
    }
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#errors;
    const result = await work();
    if (this.#errors === before) return result;
    throw new CacheError('FAR_UNAVAILABLE', 'The Keyv store told of an error', { cause: this.#lastError });
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
