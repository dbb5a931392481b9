import { stampOf, type Fence } from './fences.js';
import { olderOf, oldestProofOf, PROVEN_FOR_EVER, type Proof, type Reading } from './reading.js';

/** A load under way that others may wait for. */
export class Flight {
  readonly #stamp: number;
  /** What its load was given so far, once it has begun. */
  reading: Reading | undefined;
  /** It is for what is held past its time, or for a load that is. */
  isSpare = false;

  constructor(
    /** What an entry that it brings depends on. */
    readonly fences: readonly Fence[],
    /** The key's own: nothing that is held depends on it, for it is taken away when its key is announced. */
    private readonly own: readonly Fence[],
    /** When it took off, by `Clock.elapsed()` and by count: it brings nothing older than this. */
    readonly at: number,
    readonly tick: number,
  ) {
    this.#stamp = this.#now;
  }

  /** Since when all that it may bring is surely known: its take-off, or the least lately proven value that its load is given. */
  get proof(): Proof {
    const given = this.reading ? oldestProofOf(this.reading) : PROVEN_FOR_EVER;
    return olderOf({ provenAt: this.at, provenTick: this.tick }, given);
  }

  /** False once anything it depends on was announced as changed: what it brings may be old. */
  stands(): boolean {
    return this.#now === this.#stamp;
  }

  get #now(): number {
    return stampOf(this.fences) + stampOf(this.own);
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
    const landing = this.#flown(key, flight, fly);
    this.#inTheAir.set(key, { flight, landing });
    return landing;
  }

  async #flown<T>(key: string, flight: Flight, fly: () => Promise<T>): Promise<T> {
    try {
      return await fly();
    } finally {
      if (this.#inTheAir.get(key)?.flight === flight) this.#inTheAir.delete(key);
    }
  }

  /** Waits until everything in the air has landed, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#inTheAir.values()].map(({ landing }) => landing));
  }
}
