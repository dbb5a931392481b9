import { expiredAtOf, isUnchanged, stampOf, type Fence } from './fences.js';

interface EntryOptions {
  readonly value: unknown;
  readonly copied: boolean;
  /** The value is what the load failed with: it is thrown, not given. */
  readonly failed?: boolean;
  readonly bytes: number;
  readonly fences: readonly Fence[];
  readonly stamp: number;
  readonly tokens: readonly string[] | undefined;
  readonly madeAt: number;
  readonly freshMs: number;
  readonly lifeMs: number;
  readonly costMs: number;
  readonly provenAt: number;
  readonly provenTick: number;
}

/** -ln(random) beyond this has a chance of one in 20,000: no need to roll the dice on every hit. */
const LIKELY_REACH = 10;

/** One value held in this process, and all that decides whether it may still be served. Times are by `Clock.elapsed()`. */
export class Entry {
  readonly #value: unknown;
  /** The value has members that freezing does not protect: each reader gets a copy. */
  readonly #copied: boolean;
  readonly failed: boolean;
  readonly bytes: number;
  readonly fences: readonly Fence[];
  #stamp: number;
  /** The far tier's tokens that it was made under; undefined when that was out of reach. */
  tokens: readonly string[] | undefined;
  readonly madeAt: number;
  freshMs: number;
  lifeMs: number;
  readonly costMs: number;
  /** When its fences were last known to be the far tier's current ones; `Infinity` where there is no far tier to ask. */
  provenAt: number;
  /** The same by count; what an outer load accepts is decided by this. */
  provenTick: number;

  constructor(options: EntryOptions) {
    this.#value = options.value;
    this.#copied = options.copied;
    this.failed = options.failed ?? false;
    this.bytes = options.bytes;
    this.fences = options.fences;
    this.#stamp = options.stamp;
    this.tokens = options.tokens;
    this.madeAt = options.madeAt;
    this.freshMs = options.freshMs;
    this.lifeMs = options.lifeMs;
    this.costMs = options.costMs;
    this.provenAt = options.provenAt;
    this.provenTick = options.provenTick;
  }

  /** Throws where it is a remembered failure. */
  get value(): unknown {
    if (this.failed) throw this.#value;
    return this.#copied ? structuredClone(this.#value) : this.#value;
  }

  /** Nothing that it depends on was announced as changed in this process. */
  stands(): boolean {
    const stamp = stampOf(this.fences);
    if (stamp === this.#stamp) return true;
    if (!isUnchanged(stamp, this.#stamp)) return false;
    this.#stamp = stamp;
    this.expire(expiredAtOf(this.fences));
    return true;
  }

  /** It is past its time as of then: its windows begin. */
  expire(at: number): void {
    const ageMs = Math.max(0, at - this.madeAt);
    if (ageMs >= this.freshMs) return;
    this.lifeMs -= this.freshMs - ageMs;
    this.freshMs = ageMs;
  }

  /** Its fences were found to be the current ones at that moment. */
  prove({ provenAt, provenTick }: Pick<Entry, 'provenAt' | 'provenTick'>): void {
    this.provenAt = provenAt;
    this.provenTick = provenTick;
  }

  isFresh(now: number): boolean {
    return now - this.madeAt < this.freshMs;
  }

  isAlive(now: number): boolean {
    return now - this.madeAt < this.lifeMs;
  }

  /**
   * True when a refresh should start now: always once it is no longer fresh, and before that by chance, the likelier the nearer
   * the end and the dearer the load (XFetch: Vattani et al., VLDB 2015), so that not all instances refresh at once.
   */
  wantsRefresh(now: number, random: () => number): boolean {
    const leftMs = this.freshMs - (now - this.madeAt);
    if (leftMs <= 0) return true;
    if (leftMs > this.costMs * LIKELY_REACH) return false;
    return leftMs <= -this.costMs * Math.log(random());
  }

  /** In the window after `freshMs` that lasts `windowMs`. */
  isStaleWithin(windowMs: number, now: number): boolean {
    return now - this.madeAt < Math.min(this.freshMs + windowMs, this.lifeMs);
  }
}
