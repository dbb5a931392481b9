import type { Entry } from '../entry.js';
import { hashOf } from '../near/ghosts.js';

/** Why something had to be loaded, as far as this process knows. */
export type MissCause = 'expired' | 'invalidated' | 'evicted' | 'unproven' | 'first';

/** The entry that would have answered, as seen by who misses it. Times are ms by `Clock.elapsed()`. */
export interface Departure {
  readonly cause: MissCause;
  readonly madeAt: number;
  readonly freshUntil: number;
}

const SLOTS = 2 ** 14;
const OVERTAKEN = 1;
const EVICTED = 2;

/**
 * Remembers how the entries went that left memory last, so that a miss knows what it is for. One place for each hash, and who comes
 * later takes it: fixed memory (0.3 MiB), and no more to do when something leaves than to write four numbers.
 */
export class Departures {
  readonly #hashes = new Uint32Array(SLOTS);
  readonly #how = new Uint8Array(SLOTS);
  readonly #madeAt = new Float64Array(SLOTS);
  readonly #freshUntil = new Float64Array(SLOTS);

  /** It leaves memory now. */
  note(key: string, entry: Entry, evicted: boolean): void {
    const hash = hashOf(key);
    const slot = hash % SLOTS;
    this.#hashes[slot] = hash;
    this.#how[slot] = entry.stands() ? Number(evicted) * EVICTED : OVERTAKEN;
    this.#madeAt[slot] = entry.madeAt;
    this.#freshUntil[slot] = entry.madeAt + entry.freshMs;
  }

  /** How the entry went that this key would be answered by now. */
  missedAt(key: string, now: number): Departure {
    const hash = hashOf(key);
    const slot = hash % SLOTS;
    if (this.#hashes[slot] !== hash) return { cause: 'first', madeAt: now, freshUntil: now };
    const freshUntil = this.#freshUntil[slot] ?? now;
    return { cause: this.#causeOf(slot, now >= freshUntil), madeAt: this.#madeAt[slot] ?? now, freshUntil };
  }

  /** What was evicted, and would have expired by now, is missed for its time. What went before its time was withdrawn. */
  #causeOf(slot: number, isPastItsTime: boolean): MissCause {
    if (this.#how[slot] === OVERTAKEN) return 'invalidated';
    if (isPastItsTime) return 'expired';
    return this.#how[slot] === EVICTED ? 'evicted' : 'invalidated';
  }
}
