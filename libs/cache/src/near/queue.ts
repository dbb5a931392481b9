import { NOWHERE, rowOf, type Places } from './places.js';

/** First in, first out, with the summed weight of what it holds. */
export class Queue {
  #oldest = NOWHERE;
  #newest = NOWHERE;
  weight = 0;

  constructor(private readonly places: Places) {}

  /** Who goes first, or `NOWHERE`. */
  get oldest(): number {
    return this.#oldest;
  }

  push(place: number): void {
    const { older, newer, weight } = this.places.pageOf(place);
    const row = rowOf(place);
    older[row] = this.#newest;
    newer[row] = NOWHERE;
    this.#link(this.#newest, place);
    this.#newest = place;
    this.weight += weight[row] as number;
  }

  remove(place: number): void {
    const { older, newer, weight } = this.places.pageOf(place);
    const row = rowOf(place);
    const [before, after] = [older[row] as number, newer[row] as number];
    this.#link(before, after);
    if (after === NOWHERE) this.#newest = before;
    else this.places.pageOf(after).older[rowOf(after)] = before;
    this.weight -= weight[row] as number;
  }

  /** `after` comes next after `before`. */
  #link(before: number, after: number): void {
    if (before === NOWHERE) this.#oldest = after;
    else this.places.pageOf(before).newer[rowOf(before)] = after;
  }
}
