import type { Entry } from '../entry.js';
import { Page, SIZE, SIZE_BITS } from './page.js';

/** The place of nothing. */
export const NOWHERE = 0;

const LAST = SIZE - 1;

/**
 * Where entries are held: in pages of columns, which are added one by one. That takes a third of the memory of an object for each entry, leaves
 * the garbage collector nothing to follow but keys and values, and nothing is ever copied to make room. A place is a number, good until it
 * is given back: the high bits say which page, the low ones where in its columns.
 */
export class Places {
  readonly #pages: Page[] = [];
  #next = NOWHERE + 1;
  /** The first of the places that were given back; each names the next one by `older`. */
  #free = NOWHERE;

  pageOf(place: number): Page {
    return this.#pages[place >>> SIZE_BITS] as Page;
  }

  /** Finds a place for it. */
  take(key: string, entry: Entry, flags: number): number {
    const place = this.#free === NOWHERE ? this.#new() : this.#used();
    this.pageOf(place).put(rowOf(place), key, entry, flags);
    return place;
  }

  giveBack(place: number): void {
    const page = this.pageOf(place);
    page.clear(rowOf(place));
    page.older[rowOf(place)] = this.#free;
    this.#free = place;
  }

  /** True when the entry of this key stands there; it need not be a place of this memory. */
  holds(place: number, key: string): boolean {
    return this.#pages[place >>> SIZE_BITS]?.keys[rowOf(place)] === key;
  }

  keyAt(place: number): string {
    return this.pageOf(place).keys[rowOf(place)] as string;
  }

  /** A copy of what stands there. */
  entryAt(place: number): Entry {
    return this.pageOf(place).entryAt(rowOf(place));
  }

  #used(): number {
    const place = this.#free;
    this.#free = this.pageOf(place).older[rowOf(place)] as number;
    return place;
  }

  #new(): number {
    const place = this.#next;
    if (place >>> SIZE_BITS === this.#pages.length) this.#pages.push(new Page());
    this.#next += 1;
    return place;
  }
}

/** Where in the columns of its page a place is. */
export function rowOf(place: number): number {
  return place & LAST;
}
