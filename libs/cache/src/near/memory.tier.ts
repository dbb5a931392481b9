import { LIKELY_REACH, type Entry } from '../entry.js';
import { announcedSoFar } from '../fences.js';
import type { Known } from '../known-keys.js';
import { ASKED, RESIDENT, weightOf } from './page.js';
import { NOWHERE, Places, rowOf } from './places.js';
import { Queue } from './queue.js';
import { Share } from './share.js';

/** As `Trust` has it. */
interface Trusting {
  isSureOf(provenAt: number, provenTick: number, now: number): boolean;
}

export interface MemoryTierOptions {
  readonly maxBytes: number;
  /** Told of every entry that leaves, for whatever reason. */
  onLeave(entry: Entry, key: string, evicted: boolean): void;
}

/**
 * The near tier: bounded in bytes, and scan-resistant by S3-FIFO (Yang et al., SOSP 2023). Newcomers stand in a queue of their own; who is not
 * asked for again there leaves soon, so one pass over many keys does not push out what is in daily use. How much room newcomers have
 * follows from who is missed (`Share`): little where the same is popular for long, much where things are asked for a few times
 * and then no more.
 */
export class MemoryTier {
  readonly #index = new Map<string, number>();
  readonly #places = new Places();
  readonly #newcomers = new Queue(this.#places);
  readonly #residents = new Queue(this.#places);
  readonly #share = new Share();
  evictions = 0;

  constructor(private readonly options: MemoryTierOptions) {}

  get entries(): number {
    return this.#index.size;
  }

  get bytes(): number {
    return this.#newcomers.weight + this.#residents.weight;
  }

  get maxBytes(): number {
    return this.options.maxBytes;
  }

  /** Where it stands, which is good until something is set or deleted; or `NOWHERE`. Being looked for is being asked for. */
  find(key: string): number {
    const place = this.#placeOf(key);
    if (place === NOWHERE) return NOWHERE;
    this.#places.pageOf(place).askedFor(rowOf(place));
    return place;
  }

  /** A copy of the entry, unless something that it depends on was announced as changed: then it leaves. */
  standing(key: string): Entry | undefined {
    const place = this.find(key);
    if (place === NOWHERE) return undefined;
    const entry = this.#places.entryAt(place);
    if (!entry.stands()) {
      this.#leave(place, false);
      return undefined;
    }
    const page = this.#places.pageOf(place);
    page.amend(rowOf(place), entry);
    page.stoodAt[rowOf(place)] = announcedSoFar();
    return entry;
  }

  /**
   * Where a value stands that may be given to anybody as it is: it is fresh, wants no refreshing, and `trust` is sure of it. Else
   * `NOWHERE`, and more is to be thought about.
   */
  ready(known: Known, now: number, trust: Trusting): number {
    const place = this.#places.holds(known.place, known.key) ? known.place : (known.place = this.#placeOf(known.key));
    if (place === NOWHERE) return NOWHERE;
    const page = this.#places.pageOf(place);
    const row = rowOf(place);
    page.askedFor(row);
    if (page.stoodAt[row] !== announcedSoFar() || !page.isShared(row)) return NOWHERE;
    const leftMs = (page.freshMs[row] as number) - (now - (page.madeAt[row] as number));
    if (leftMs <= (page.costMs[row] as number) * LIKELY_REACH) return NOWHERE;
    const { provenAt, provenTick } = page;
    const isSure = !provenAt || !provenTick || trust.isSureOf(provenAt[row] as number, provenTick[row] as number, now);
    return isSure ? place : NOWHERE;
  }

  /** As `Entry.content`, of what stands there. */
  contentAt(place: number): unknown {
    return this.#places.pageOf(place).contents[rowOf(place)];
  }

  /** How old that is, and how long it stays fresh. */
  timesAt(place: number, now: number): { readonly ageMs: number; readonly ttlMs: number } {
    const { madeAt, freshMs } = this.#places.pageOf(place);
    const ageMs = now - (madeAt[rowOf(place)] as number);
    return { ageMs, ttlMs: (freshMs[rowOf(place)] as number) - ageMs };
  }

  /** A copy of what is held, standing or not, without counting as asked for. */
  peek(key: string): Entry | undefined {
    const place = this.#index.get(key);
    return place === undefined ? undefined : this.#places.entryAt(place);
  }

  /**
   * Keeps the entry, which stands as of now, unless it alone is larger than the tier. One that replaces another has the place that this one had
   * earned.
   */
  set(key: string, entry: Entry): void {
    const before = this.#index.get(key);
    const earned = before === undefined ? undefined : this.#flagsOf(before) & (ASKED | RESIDENT);
    if (before !== undefined) this.#leave(before, false);
    const weight = weightOf(entry, key);
    if (weight > this.options.maxBytes) {
      this.options.onLeave(entry, key, true);
      return;
    }
    const flags = earned ?? (this.#wasMissed(key, weight) ? RESIDENT : 0);
    this.#makeRoom(weight);
    const place = this.#places.take(key, entry, flags);
    this.#places.pageOf(place).stoodAt[rowOf(place)] = announcedSoFar();
    this.#index.set(key, place);
    this.#queueOf(place).push(place);
  }

  /** What was found out about an entry since it was got from here; nothing is done where another one has taken its place. */
  amend(key: string, entry: Entry): void {
    const place = this.#index.get(key);
    if (place === undefined || !this.#places.entryAt(place).is(entry)) return;
    this.#places.pageOf(place).amend(rowOf(place), entry);
  }

  delete(key: string): void {
    const place = this.#index.get(key);
    if (place !== undefined) this.#leave(place, false);
  }

  clear(): void {
    for (const place of this.#index.values()) this.#leave(place, false);
  }

  /** Every key that is held, in no order. */
  keys(): IterableIterator<string> {
    return this.#index.keys();
  }

  /** Every key and entry held, in no order. */
  *[Symbol.iterator](): IterableIterator<[string, Entry]> {
    for (const [key, place] of this.#index) yield [key, this.#places.entryAt(place)];
  }

  #placeOf(key: string): number {
    return this.#index.get(key) ?? NOWHERE;
  }

  #wasMissed(key: string, weight: number): boolean {
    return this.#share.wasMissed(key, weight / this.options.maxBytes);
  }

  #makeRoom(weight: number): void {
    const { maxBytes } = this.options;
    while (this.bytes + weight > maxBytes) {
      const [newcomer, resident] = [this.#newcomers.oldest, this.#residents.oldest];
      const tooMany = resident === NOWHERE || this.#newcomers.weight > maxBytes * this.#share.ofNewcomers;
      if (newcomer !== NOWHERE && tooMany) this.#judge(newcomer);
      else if (resident !== NOWHERE) this.#judge(resident);
      else return;
    }
  }

  /** Who was asked for stays: a newcomer among the residents, a resident for another round. */
  #judge(place: number): void {
    const flags = this.#flagsOf(place);
    if ((flags & ASKED) === 0) {
      this.#share.left(this.#places.keyAt(place), (flags & RESIDENT) > 0, this.entries);
      this.#leave(place, true);
      return;
    }
    this.#queueOf(place).remove(place);
    this.#places.pageOf(place).flags[rowOf(place)] = (flags & ~ASKED) | RESIDENT;
    this.#residents.push(place);
  }

  #leave(place: number, evicted: boolean): void {
    const key = this.#places.keyAt(place);
    const entry = this.#places.entryAt(place);
    this.#queueOf(place).remove(place);
    this.#index.delete(key);
    this.#places.giveBack(place);
    if (evicted) this.evictions += 1;
    this.options.onLeave(entry, key, evicted);
  }

  #queueOf(place: number): Queue {
    return (this.#flagsOf(place) & RESIDENT) > 0 ? this.#residents : this.#newcomers;
  }

  #flagsOf(place: number): number {
    return this.#places.pageOf(place).flags[rowOf(place)] as number;
  }
}
