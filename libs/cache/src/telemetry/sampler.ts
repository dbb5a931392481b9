const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Picks one of so many, for a decrement on all others. Its steps are uneven, so that it misses no rhythm of its callers, and the same
 * each time: no chance, so that tests repeat.
 */
export class Sampler {
  #left: number;
  #turn = 0;

  constructor(private readonly every: number) {
    this.#left = this.#step();
  }

  isDue(): boolean {
    this.#left -= 1;
    if (this.#left > 0) return false;
    this.#left = this.#step();
    return true;
  }

  /** From 1 to nearly twice `every`, spread evenly: multiples of the golden ratio, modulo 1. */
  #step(): number {
    this.#turn = (this.#turn + GOLDEN) % 1;
    return 1 + Math.floor(this.#turn * (2 * this.every - 1));
  }
}
