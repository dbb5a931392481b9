import { stampOf, type Fence } from './fences.js';
import type { Reading } from './reading.js';

/** A load under way that others may wait for. */
export class Flight {
  #overtaken = false;
  readonly #stamp: number;
  /** What its load was given so far, once it has begun. */
  reading: Pick<Reading, 'oldestProof'> | undefined;

  constructor(
    readonly fences: readonly Fence[],
    /** When it took off, by `Clock.elapsed()` and by count: it brings nothing older than this. */
    readonly at: number,
    readonly tick: number,
  ) {
    this.#stamp = stampOf(fences);
  }

  /** Since when all that it may bring is surely known: its take-off, or the least lately proven value that its load was given. */
  get provenAt(): number {
    return Math.min(this.at, this.reading?.oldestProof ?? Infinity);
  }

  /** The key itself was announced as changed. */
  overtake(): void {
    this.#overtaken = true;
  }

  /** False once anything it depends on was announced as changed: what it brings may be old. */
  stands(): boolean {
    return !this.#overtaken && stampOf(this.fences) === this.#stamp;
  }
}

/** A flight with its end. */
export interface UnderWay<T> {
  readonly flight: Flight;
  readonly landing: Promise<T>;
}

/** At most one standing flight per key; who comes later and may trust it, waits for it. */
export class Flights {
  readonly #inTheAir = new Map<string, UnderWay<unknown>>();

  /** The flight for `key`, if it still stands and took off later than the tick `after`. */
  joinable<T>(key: string, after: number): UnderWay<T> | undefined {
    const found = this.#inTheAir.get(key);
    if (!found || !found.flight.stands() || found.flight.tick <= after) return undefined;
    return found as UnderWay<T>;
  }

  start<T>(key: string, flight: Flight, fly: () => Promise<T>): Promise<T> {
    const landing = fly().finally(() => {
      if (this.#inTheAir.get(key)?.flight === flight) this.#inTheAir.delete(key);
    });
    this.#inTheAir.set(key, { flight, landing });
    return landing;
  }

  overtake(keys: Iterable<string>): void {
    for (const key of keys) this.#inTheAir.get(key)?.flight.overtake();
  }

  /** Waits until everything in the air has landed, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#inTheAir.values()].map(({ landing }) => landing));
  }
}
