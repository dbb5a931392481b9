import { fenceName } from '../fences.js';
import type { Announcement } from './far.tier.js';

/** More names than this are not kept apart: then all there is is dropped as a whole. */
const MOST_NAMES = 10_000;

/** The drops that could not be made during an outage, each kept once, bounded. */
export class OwedDrops {
  /** Each with the count of the debt that named it last. */
  readonly #fences = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #heads = new Map<string, number>();
  readonly #names = [this.#fences, this.#keys, this.#heads];
  #debts = 0;
  /** The debt by which there were too many names; 0 while they are kept apart. */
  #all = 0;

  get size(): number {
    return this.#names.reduce((sum, { size }) => sum + size, this.#all > 0 ? 1 : 0);
  }

  add({ fences, keys, heads = [] }: Announcement): void {
    this.#debts += 1;
    if (this.#all === 0) {
      for (const fence of fences) this.#fences.set(fence, this.#debts);
      for (const key of keys) this.#keys.set(key, this.#debts);
      for (const head of heads) this.#heads.set(head, this.#debts);
      if (this.size <= MOST_NAMES) return;
    }
    this.#all = this.#debts;
    for (const names of this.#names) names.clear();
  }

  /** Whether what lies under this key and stands under these fences may be older than a drop that is owed. */
  touches(key: string | undefined, fences: readonly string[]): boolean {
    if (this.size === 0) return false;
    return this.#all > 0 || (key !== undefined && this.#keys.has(key)) || fences.some((name) => this.#fences.has(name));
  }

  /** Makes all of them by `drop`; if that fails they stay owed, and so does what is owed once more meanwhile. */
  async payAll(drop: (announcement: Announcement) => Promise<void>): Promise<void> {
    const paid = this.#debts;
    await drop({
      fences: this.#all > 0 ? [fenceName.all] : [...this.#fences.keys()],
      keys: [...this.#keys.keys()],
      heads: [...this.#heads.keys()],
    });
    if (this.#all <= paid) this.#all = 0;
    for (const names of this.#names) {
      for (const [name, debt] of names) if (debt <= paid) names.delete(name);
    }
  }
}
