import { expiredAtOf, isUnchanged, stampOf, type Fence } from './fences.js';
import { PROVEN_FOR_EVER, type Proof } from './reading.js';

interface EntryOptions {
  readonly content: unknown;
  readonly copied: boolean;
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
export const LIKELY_REACH = 10;

/** One value of this process, and all that decides whether it may still be served. Times are by `Clock.elapsed()`. */
export class Entry {
  /** The value; or what its load failed with. */
  readonly content: unknown;
  /** The value has members that freezing does not protect: each reader gets a copy. */
  readonly copied: boolean;
  /** The content is what the load failed with: it is thrown, not given. */
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
  #proof: Proof;

  constructor(options: EntryOptions) {
    this.content = options.content;
    this.copied = options.copied;
    this.failed = options.failed ?? false;
    this.bytes = options.bytes;
    this.fences = options.fences;
    this.#stamp = options.stamp;
    this.tokens = options.tokens;
    this.madeAt = Math.floor(options.madeAt);
    this.freshMs = Math.floor(options.freshMs);
    this.lifeMs = Math.floor(options.lifeMs);
    this.costMs = Math.ceil(options.costMs);
    this.#proof = proofOf(options);
  }

  /** When its fences were last known to be the far tier's current ones; `Infinity` where there is no far tier to ask. */
  get provenAt(): number {
    return this.#proof.provenAt;
  }

  /** The same by count; what an outer load accepts is decided by this. */
  get provenTick(): number {
    return this.#proof.provenTick;
  }

  /** Throws where it is a remembered failure. */
  get value(): unknown {
    if (this.failed) throw this.content;
    return this.copied ? structuredClone(this.content) : this.content;
  }

  /** The sum of its fences under which it was made, or found standing last. */
  get stamp(): number {
    return this.#stamp;
  }

  /** The same making, held twice. */
  is(other: Entry): boolean {
    return this.madeAt === other.madeAt && Object.is(this.content, other.content);
  }

  /** Nothing that it depends on was announced as changed in this process. */
  stands(): boolean {
    const stamp = stampOf(this.fences);
    if (!isUnchanged(stamp, this.#stamp)) return false;
    if (stamp !== this.#stamp) this.expire(expiredAtOf(this.fences));
    this.#stamp = stamp;
    return true;
  }

  /** It is past its time as of then: its windows begin. */
  expire(at: number): void {
    const ageMs = Math.max(0, Math.floor(at - this.madeAt));
    if (ageMs >= this.freshMs) return;
    this.lifeMs -= this.freshMs - ageMs;
    this.freshMs = ageMs;
  }

  /** It is past all its windows then. */
  endBy(at: number): void {
    const ageMs = Math.max(0, Math.floor(at - this.madeAt));
    this.freshMs = Math.min(this.freshMs, ageMs);
    this.lifeMs = Math.min(this.lifeMs, ageMs);
  }

  /** Its fences were found to be the current ones at that moment. */
  prove(proof: Proof): void {
    this.#proof = proofOf(proof);
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

/** One for all that is proven for ever. */
function proofOf({ provenAt, provenTick }: Proof): Proof {
  if (provenAt === Infinity && provenTick === Infinity) return PROVEN_FOR_EVER;
  return { provenAt: Math.floor(provenAt), provenTick };
}
