import { regionOf } from '../key.js';
import { Sampler } from './sampler.js';
import { SpaceSaving } from './space-saving.js';

/** A key that is read more than most. */
export interface HotKey {
  readonly region: string;
  readonly key: string;
  /** Of all reads, 0..1; those long ago count less. */
  readonly share: number;
  /** By how much `share` may be off: what was counted for others, and three standard deviations for the reads that were not looked at. */
  readonly error: number;
}

/** One read in so many is counted. */
const SAMPLED = 128;
/** Keys counted at a time: about 0.2 MiB with the longest of keys. */
const COUNTERS = 512;
/** After four million reads those before count half. */
const HALVED_AT = 2 ** 15;

/** Finds the keys that are read most, in fixed memory and for a decrement on most reads. */
export class HotKeys {
  readonly #sampler = new Sampler(SAMPLED);
  readonly #counted = new SpaceSaving(COUNTERS);

  /** A key was read. */
  saw(key: string): void {
    if (!this.#sampler.isDue()) return;
    this.#counted.add(key);
    if (this.#counted.total >= HALVED_AT) this.#counted.halve();
  }

  /** At most so many, the hottest first. */
  top(most: number): HotKey[] {
    const { total } = this.#counted;
    return this.#counted.top(most).map(({ key, count, over }) => {
      const share = count / total;
      const error = over / total + 3 * Math.sqrt((share * (1 - share)) / total);
      return { region: regionOf(key), key, share, error };
    });
  }
}
