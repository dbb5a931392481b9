const BUCKETS = 100;

/** Where a histogram begins, and by how much its buckets grow: a quantile is right to that. */
export interface Scale {
  readonly smallestMs: number;
  readonly growth: number;
}

/** From a microsecond to about a minute, right to a fifth. */
const BRIEF: Scale = { smallestMs: 0.001, growth: 1.2 };
/** From a millisecond to centuries, right to a third. */
export const LONG: Scale = { smallestMs: 1, growth: 1.35 };

/** A bound and how many stayed within it. */
export interface Within {
  readonly ms: number;
  readonly count: number;
}

/** How long things took, in fixed memory. */
export class Histogram {
  readonly #buckets = new Float64Array(BUCKETS);
  readonly #scale: Scale;
  count = 0;
  sumMs = 0;

  constructor(scale: Scale = BRIEF) {
    this.#scale = scale;
  }

  /** `times`: how many this one stands for, where not all are timed. */
  record(ms: number, times = 1): void {
    const { smallestMs, growth } = this.#scale;
    const bucket = ms <= smallestMs ? 0 : Math.ceil(Math.log(ms / smallestMs) / Math.log(growth));
    const index = Math.min(BUCKETS - 1, bucket);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + times;
    this.count += times;
    this.sumMs += ms * times;
  }

  /** Null before anything was recorded. */
  get meanMs(): number | null {
    return this.count === 0 ? null : this.sumMs / this.count;
  }

  /** The time (ms) that a share `q` of all stayed within; null before anything was recorded. */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    let left = Math.ceil(q * this.count);
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return Number(this.#boundOf(bucket).toPrecision(3));
    }
    return null;
  }

  /** How many stayed within each `step`-th bound; never falling. What took longer than the last is in `count` alone. */
  cumulative(step: number): Within[] {
    const within: Within[] = [];
    let count = 0;
    // The last bucket holds whatever was too long for the others: it has no bound.
    for (let bucket = 0; bucket < BUCKETS - 1; bucket += 1) {
      count += this.#buckets[bucket] ?? 0;
      if (bucket % step === step - 1) within.push({ ms: this.#boundOf(bucket), count });
    }
    return within;
  }

  /** What was recorded, bucket by bucket: the bound, and how many stayed within it but not within the one before. */
  *[Symbol.iterator](): IterableIterator<Within> {
    for (const [bucket, count] of this.#buckets.entries()) if (count > 0) yield { ms: this.#boundOf(bucket), count };
  }

  #boundOf(bucket: number): number {
    return this.#scale.smallestMs * this.#scale.growth ** bucket;
  }
}
