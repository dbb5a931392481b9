/** Counts the moments that matter in this process, in their order; no clock, so nobody can move it and no two are equal. */
export class Ticks {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}
