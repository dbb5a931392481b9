import { types } from 'node:util';
import { LRUCache } from 'lru-cache';
import { CacheError } from '../cache.error.js';
import { SystemClock, type Clock } from '../clock.js';
import { msOf, type DurationLike } from '../duration.js';
import { deepFreeze } from '../frozen.js';
import { encodeKey, type KeyPart } from '../key.js';
import { bytesOf } from '../bytes-of.js';

/** At least one of the bounds must be given. */
export interface MemoizeOptions<A extends readonly unknown[], R> {
  /** How many results are kept; the least lately used leave first. */
  readonly max?: number;
  /** How many bytes they may weigh together, with their keys. */
  readonly maxBytes?: number;
  /** How long a result is kept. Default: until it has to make room. */
  readonly ttl?: DurationLike;
  /** What tells two calls apart. Default: the arguments themselves; objects among them need this. */
  readonly key?: (...args: A) => readonly KeyPart[];
  /** Bytes of a result. Default: what its texts, bytes, numbers and members take, about. */
  readonly size?: (result: Awaited<R>) => number;
  readonly clock?: Clock;
}

/** What happened since the start, and what is kept now. */
export interface MemoReport {
  readonly hits: number;
  readonly misses: number;
  /** Calls that waited for one under way. */
  readonly coalesced: number;
  /** Results that were answered and not kept, as each alone is larger than `maxBytes`. */
  readonly tooLarge: number;
  readonly entries: number;
  readonly bytes: number;
}

export interface Memoized<A extends readonly unknown[], R> {
  (...args: A): R;
  /** Forgets everything; what is under way is answered, but not kept. */
  clear(): void;
  readonly report: MemoReport;
}

interface Kept {
  readonly result: unknown;
  readonly until: number;
}

/** What an entry takes beside its result and its key: map slot, list slots, two objects (measured, 64-bit V8). */
const OVERHEAD = 200;
/** More do not fit into a Map. */
const MOST_ENTRIES = 2 ** 24;

/**
 * Keeps what a pure, costly function made, in this process. Concurrent calls of an async function share one promise; what it is
 * rejected with, or thrown, is not kept. Results are frozen all the way down, so that nobody changes what the next one gets; only dates,
 * maps, sets and bytes can't be: leave them as they are.
 *
 * Throws `MEMO_INVALID` without a bound or with one that is none, `DURATION_INVALID` for a bare number as `ttl`; a call throws
 * `KEY_INVALID` for arguments that tell nothing apart, such as objects without a `key`.
 */
export function memoize<A extends readonly unknown[], R>(
  make: (this: void, ...args: A) => R,
  options: MemoizeOptions<A, R>,
): Memoized<A, R> {
  const memo = new Memo(make, options);
  return Object.defineProperty(
    Object.assign((...args: A) => memo.call(args), { clear: () => memo.clear() }),
    'report',
    { get: () => memo.report, enumerable: true },
  ) as Memoized<A, R>;
}

class Memo<A extends readonly unknown[], R> {
  readonly #kept: LRUCache<string, Kept>;
  /** Calls under way: they are not bound to leave, for others wait for them. */
  readonly #flights = new Map<string, Promise<unknown>>();
  readonly #lifeMs: number;
  readonly #clock: Clock;
  #hits = 0;
  #misses = 0;
  #coalesced = 0;
  #tooLarge = 0;

  constructor(
    private readonly make: (this: void, ...args: A) => R,
    private readonly options: MemoizeOptions<A, R>,
  ) {
    const { max, maxBytes, ttl, clock = new SystemClock() } = options;
    const name = make.name || 'a function';
    if (max === undefined && maxBytes === undefined) throw invalid(name, 'has no bound: give max or maxBytes');
    this.#kept = new LRUCache<string, Kept>({
      max: max === undefined ? 0 : whole(name, 'max', max, MOST_ENTRIES),
      maxSize: maxBytes === undefined ? 0 : whole(name, 'maxBytes', maxBytes, Number.MAX_SAFE_INTEGER),
    });
    this.#lifeMs = ttl === undefined ? Infinity : msOf(ttl, `memoize(${name}): ttl`);
    this.#clock = clock;
  }

  call(args: A): R {
    const key = this.#keyOf(args);
    const kept = this.#kept.get(key);
    if (kept && this.#clock.elapsed() < kept.until) {
      this.#hits += 1;
      return kept.result as R;
    }
    const flight = this.#flights.get(key);
    if (flight) {
      this.#coalesced += 1;
      return flight as R;
    }
    this.#misses += 1;
    const made = this.make(...args);
    if (types.isPromise(made)) return this.#fly(key, made) as R;
    this.#keep(key, made, made);
    return made;
  }

  clear(): void {
    this.#flights.clear();
    this.#kept.clear();
  }

  get report(): MemoReport {
    const { size: entries, calculatedSize: bytes } = this.#kept;
    const [hits, misses, coalesced, tooLarge] = [this.#hits, this.#misses, this.#coalesced, this.#tooLarge];
    return { hits, misses, coalesced, tooLarge, entries, bytes };
  }

  #keyOf(args: A): string {
    return encodeKey(this.options.key ? this.options.key(...args) : (args as readonly KeyPart[]));
  }

  #fly(key: string, made: Promise<unknown>): Promise<unknown> {
    const land = (): boolean => this.#flights.get(key) === flight && this.#flights.delete(key);
    const flight: Promise<unknown> = made.then(
      (value) => {
        if (land()) this.#keep(key, flight, value);
        return value;
      },
      (error: unknown) => {
        land();
        throw error;
      },
    );
    this.#flights.set(key, flight);
    return flight;
  }

  /** The result as callers get it; the value inside is what it weighs. */
  #keep(key: string, result: unknown, value: unknown): void {
    deepFreeze(value);
    const kept = { result, until: this.#clock.elapsed() + this.#lifeMs };
    const { maxBytes } = this.options;
    if (maxBytes === undefined) {
      this.#kept.set(key, kept);
      return;
    }
    const size = this.#weigh(key, value);
    if (size > maxBytes) this.#tooLarge += 1;
    this.#kept.set(key, kept, { size });
  }

  #weigh(key: string, value: unknown): number {
    const { size } = this.options;
    if (!size) return bytesOf(value) + key.length + OVERHEAD;
    const bytes = size(value as Awaited<R>);
    if (bytes >= 0 && Number.isFinite(bytes)) return Math.max(1, Math.ceil(bytes));
    throw invalid(this.make.name || 'a function', `was given a size of ${bytes}: it must be bytes from 0`);
  }
}

function whole(name: string, bound: string, count: number, most: number): number {
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return count;
  throw invalid(name, `was given ${bound} ${count}: it must be a whole number from 1 to ${most}`);
}

function invalid(name: string, what: string): CacheError {
  return new CacheError('MEMO_INVALID', `memoize(${name}) ${what}`);
}
