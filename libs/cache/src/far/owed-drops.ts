import type { Announcement } from './far.tier.js';

/** More names than this are not kept apart: then every region is dropped as a whole. */
const MOST_NAMES = 10_000;

/** The drops that could not be made during an outage, each kept once, bounded. */
export class OwedDrops {
  /** Each with the count of the debt that named it last. */
  #fences = new Map<string, number>();
  #keys = new Map<string, number>();
  #debts = 0;

  /** `everything` names the fences that stand for all there is. */
  constructor(private readonly everything: () => readonly string[]) {}

  get size(): number {
    return this.#fences.size + this.#keys.size;
  }

  add({ fences, keys }: Announcement): void {
    this.#debts += 1;
    for (const fence of fences) this.#fences.set(fence, this.#debts);
    for (const key of keys) this.#keys.set(key, this.#debts);
    if (this.size > MOST_NAMES) {
      this.#fences = new Map(this.everything().map((fence) => [fence, this.#debts]));
      this.#keys = new Map();
    }
  }

  /** Makes all of them by `drop`; if that fails they stay owed, and so does what is owed once more meanwhile. */
  async payAll(drop: (announcement: Announcement) => Promise<void>): Promise<void> {
    const paid = this.#debts;
    await drop({ fences: [...this.#fences.keys()], keys: [...this.#keys.keys()] });
    for (const names of [this.#fences, this.#keys]) {
      for (const [name, debt] of names) if (debt <= paid) names.delete(name);
    }
  }
}
