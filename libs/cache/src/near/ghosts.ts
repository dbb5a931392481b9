const { imul } = Math;

/** A slot holds twelve bits of a key's hash and, in the other twenty, when it was added. */
const WHEN_BITS = 20;
const WHEN = 2 ** WHEN_BITS - 1;
const MOST = 2 ** (WHEN_BITS - 1);
const FEWEST_SLOTS = 64;

/**
 * Remembers who left last, by the hashes of their keys, in 8 to 32 bytes each. Who falls on another's slot takes it: one forgotten too early, and two
 * keys in some thousands taken for each other, only make an eviction a little less apt.
 */
export class Ghosts {
  #slots = new Uint32Array(FEWEST_SLOTS);
  #added = 0;
  #size = 0;
  #limit = 1;

  /** How many are remembered. */
  get size(): number {
    return this.#size;
  }

  /** Remembers this one, and of those before it the last `limit`. */
  add(hash: number, limit: number): void {
    this.#limit = Math.min(MOST, Math.max(1, Math.floor(limit)));
    // What was remembered in a smaller table is forgotten: it grows while the cache fills, when there is little yet.
    if (this.#slots.length < 2 * this.#limit) this.#begin(2 ** Math.ceil(Math.log2(4 * this.#limit)));

    this.#added = (this.#added + 1) & WHEN;
    this.#slots[hash & (this.#slots.length - 1)] = (markOf(hash) << WHEN_BITS) | this.#added;
    this.#size = Math.min(this.#limit, this.#size + 1);
  }

  /** True, and then no longer, when it is remembered. */
  take(hash: number): boolean {
    const at = hash & (this.#slots.length - 1);
    const found = this.#slots[at] ?? 0;
    if (found >>> WHEN_BITS !== markOf(hash) || ((this.#added - found) & WHEN) >= this.#limit) return false;
    this.#slots[at] = 0;
    this.#size = Math.max(0, this.#size - 1);
    return true;
  }

  #begin(slots: number): void {
    this.#slots = new Uint32Array(slots);
    this.#size = 0;
  }
}

/** Never 0, which is an empty slot's. */
function markOf(hash: number): number {
  return hash >>> WHEN_BITS || 1;
}

/** FNV-1a, its bits mixed once more: the low ones say where in a table a key stands, the high ones which it is. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
