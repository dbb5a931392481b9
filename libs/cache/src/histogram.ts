/** Buckets grow by a fifth, from a microsecond to about a minute: a quantile is right to a fifth. */
const GROWTH = 1.2;
const SMALLEST_MS = 0.001;
const BUCKETS = 100;

/** How long things took, in fixed memory. */
export class Histogram {
  readonly #buckets = new Uint32Array(BUCKETS);
  count = 0;

  record(ms: number): void {
    const bucket = ms <= SMALLEST_MS ? 0 : Math.ceil(Math.log(ms / SMALLEST_MS) / Math.log(GROWTH));
    const index = Math.min(BUCKETS - 1, bucket);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    this.count += 1;
  }

  /** The time (ms) that a share `q` of all stayed within; null before anything was recorded. */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    let left = Math.ceil(q * this.count);
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return Number((SMALLEST_MS * GROWTH ** bucket).toPrecision(3));
    }
    return null;
  }
}
