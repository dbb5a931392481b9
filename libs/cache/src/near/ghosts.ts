/** Remembers the hashes of the keys that were evicted last, in a ring: a key that returns soon was evicted too early. */
export class Ghosts {
  readonly #ring: Uint32Array;
  readonly #present = new Map<number, number>();
  #next = 0;

  constructor(capacity: number) {
    this.#ring = new Uint32Array(capacity);
  }

  add(key: string): void {
    const leaving = this.#ring[this.#next] ?? 0;
    if (leaving !== 0) this.#forget(leaving);

    const hash = hashOf(key);
    this.#ring[this.#next] = hash;
    this.#next = (this.#next + 1) % this.#ring.length;
    this.#present.set(hash, (this.#present.get(hash) ?? 0) + 1);
  }

  has(key: string): boolean {
    return this.#present.has(hashOf(key));
  }

  #forget(hash: number): void {
    const count = this.#present.get(hash) ?? 0;
    if (count > 1) this.#present.set(hash, count - 1);
    else this.#present.delete(hash);
  }
}

/** FNV-1a, never 0: two keys that share one only make an eviction, or a count, a little less apt. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0 || 1;
}
