import type { Announcement } from './far.tier.js';

/** More names than this are not kept apart: then every region is dropped as a whole. */
const MOST_NAMES = 10_000;

/** The drops that could not be made during an outage, each kept once, bounded. */
export class OwedDrops {
  #fences = new Set<string>();
  #keys = new Set<string>();

  /** `everything` names the fences that stand for all there is. */
  constructor(private readonly everything: () => readonly string[]) {}

  get size(): number {
    return this.#fences.size + this.#keys.size;
  }

  add({ fences, keys }: Announcement): void {
    for (const fence of fences) this.#fences.add(fence);
    for (const key of keys) this.#keys.add(key);
    if (this.size > MOST_NAMES) {
      this.#fences = new Set(this.everything());
      this.#keys = new Set();
    }
  }

  /** Makes all of them by `drop`; if that fails they stay owed. */
  async payAll(drop: (announcement: Announcement) => Promise<void>): Promise<void> {
    const paying: Announcement = { fences: [...this.#fences], keys: [...this.#keys] };
    await drop(paying);
    for (const fence of paying.fences) this.#fences.delete(fence);
    for (const key of paying.keys) this.#keys.delete(key);
  }
}
