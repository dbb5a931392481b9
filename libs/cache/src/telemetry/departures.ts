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
  /** Made when the first one leaves. */
  #table: Table | undefined;

  /** It leaves memory now. */
  note(key: string, entry: Entry, evicted: boolean): void {
    const table = (this.#table ??= new Table());
    const hash = hashOf(key);
    const slot = hash % SLOTS;
    table.hashes[slot] = hash;
    table.how[slot] = entry.stands() ? Number(evicted) * EVICTED : OVERTAKEN;
    table.madeAt[slot] = entry.madeAt;
    table.freshUntil[slot] = entry.madeAt + entry.freshMs;
  }

  /** How the entry went that this key would be answered by now. */
  missedAt(key: string, now: number): Departure {
    const hash = hashOf(key);
    const slot = hash % SLOTS;
    const table = this.#table;
    if (table?.hashes[slot] !== hash) return { cause: 'first', madeAt: now, freshUntil: now };
    const freshUntil = table.freshUntil[slot] ?? now;
    return { cause: causeOf(table.how[slot], now >= freshUntil), madeAt: table.madeAt[slot] ?? now, freshUntil };
  }
}

class Table {
  readonly hashes = new Uint32Array(SLOTS);
  readonly how = new Uint8Array(SLOTS);
  readonly madeAt = new Float64Array(SLOTS);
  readonly freshUntil = new Float64Array(SLOTS);
}

/** What was evicted, and would have expired by now, is missed for its time. What went before its time was withdrawn. */
function causeOf(how: number | undefined, isPastItsTime: boolean): MissCause {
  if (how === OVERTAKEN) return 'invalidated';
  if (isPastItsTime) return 'expired';
  return how === EVICTED ? 'evicted' : 'invalidated';
}
