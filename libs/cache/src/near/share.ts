import { Ghosts, hashOf } from './ghosts.js';

/** As in the S3-FIFO paper; where it goes from there follows from who is missed. */
const FIRST = 0.1;
const LEAST = 0.01;
const MOST = 0.9;
/**
 * How many of those who left are remembered, for each that is held. Fewer newcomers, and the return of what LRU would still hold could go
 * unnoticed; the fewer residents, the more room newcomers come to have.
 */
const NEWCOMERS_REMEMBERED = 1;
const RESIDENTS_REMEMBERED = 0.8;

/**
 * How much of the room newcomers have. A key that is asked for again soon after it left as a newcomer would have been held with more room for
 * them; one that left as a resident, with less. Each such miss moves the share a little, as in ARC (Megiddo and Modha, FAST 2003).
 */
export class Share {
  readonly #newcomers = new Ghosts();
  readonly #residents = new Ghosts();
  #ofNewcomers = FIRST;

  /** From .01 to .9. */
  get ofNewcomers(): number {
    return this.#ofNewcomers;
  }

  /** This one had to go, from among so many. */
  left(key: string, resident: boolean, entries: number): void {
    if (resident) this.#residents.add(hashOf(key), entries * RESIDENTS_REMEMBERED);
    else this.#newcomers.add(hashOf(key), entries * NEWCOMERS_REMEMBERED);
  }

  /** True when the key, which takes `part` of the room, left too early as a newcomer: it is to be a resident now. */
  wasMissed(key: string, part: number): boolean {
    const hash = hashOf(key);
    const [newcomers, residents] = [this.#newcomers.size, this.#residents.size];
    if (this.#newcomers.take(hash)) {
      this.#ofNewcomers = Math.min(MOST, this.#ofNewcomers + part * stepFor(residents, newcomers));
      return true;
    }
    if (this.#residents.take(hash)) {
      this.#ofNewcomers = Math.max(LEAST, this.#ofNewcomers - part * stepFor(newcomers, residents));
    }
    return false;
  }
}

/** A miss among few remembered tells more than one among many. */
function stepFor(others: number, own: number): number {
  return Math.max(1, others / Math.max(1, own));
}
