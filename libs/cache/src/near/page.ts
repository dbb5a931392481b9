import { Entry } from '../entry.js';
import type { Fence } from '../fences.js';

export const SIZE_BITS = 10;
/** Places in a page: few enough to be no burden to a cache that holds little, many enough to be none to one that holds much. */
export const SIZE = 2 ** SIZE_BITS;

/** An entry beside its value and its key: its place here and in a map (measured, 64-bit V8). */
const OVERHEAD = 120;
/** And for each tag that nothing else depends on, as is often so. */
const OVERHEAD_OF_TAG = 120;

const MOST = 2 ** 32 - 1;
const LONGEST_COST_MS = 2 ** 16 - 1;

const NO_FENCES: readonly Fence[] = [];

/** An entry that is a failure, or that each reader gets a copy of. */
const FAILED = 1;
const COPIED = 2;
/** Somebody asked for it since it was queued. */
export const ASKED = 4;
/** It is no newcomer any more. */
export const RESIDENT = 8;

/** What an entry under this key weighs, bytes. */
export function weightOf({ bytes, fences }: Entry, key: string): number {
  return bytes + key.length + besides(fences);
}

/** The first fence is that of the region, shared by all that it has. */
function besides({ length }: readonly Fence[]): number {
  return OVERHEAD + OVERHEAD_OF_TAG * Math.max(0, length - 1);
}

/** What is known of some entries: a column for each thing, and for each entry one place in all of them. */
export class Page {
  readonly keys = listOf(SIZE, '');
  /** As `Entry.content`. */
  readonly contents = listOf<unknown>(SIZE, undefined);
  readonly madeAt = new Float64Array(SIZE);
  /** `announcedSoFar()` when it was found standing last; -1 before that. */
  readonly stoodAt = new Float64Array(SIZE);
  readonly freshMs = new Uint32Array(SIZE);
  readonly costMs = new Uint16Array(SIZE);
  readonly flags = new Uint8Array(SIZE);
  readonly weight = new Uint32Array(SIZE);
  /** The neighbours in a queue, and those in the chain of free places. */
  readonly older = new Uint32Array(SIZE);
  readonly newer = new Uint32Array(SIZE);
  /** Undefined while all that was ever held here is proven for ever. */
  provenAt: Float64Array | undefined;
  provenTick: Float64Array | undefined;
  readonly #fences = listOf(SIZE, NO_FENCES);
  readonly #lifeMs = new Uint32Array(SIZE);
  readonly #stamp = new Float64Array(SIZE);
  #tokens: (readonly string[] | undefined)[] | undefined;

  put(at: number, key: string, entry: Entry, flags: number): void {
    this.keys[at] = key;
    this.contents[at] = entry.content;
    this.#fences[at] = entry.fences;
    this.flags[at] = flags | (entry.failed ? FAILED : 0) | (entry.copied ? COPIED : 0);
    this.weight[at] = weightOf(entry, key);
    this.madeAt[at] = entry.madeAt;
    this.costMs[at] = Math.min(LONGEST_COST_MS, entry.costMs);
    this.stoodAt[at] = -1;
    this.amend(at, entry);
  }

  /** What may change while it is held is as this entry has it. */
  amend(at: number, entry: Entry): void {
    this.freshMs[at] = Math.min(MOST, entry.freshMs);
    this.#lifeMs[at] = Math.min(MOST, entry.lifeMs);
    this.#stamp[at] = entry.stamp;
    if (entry.tokens !== undefined && entry.tokens.length > 0) this.#tokens ??= listOf(SIZE, undefined);
    if (this.#tokens) this.#tokens[at] = entry.tokens;
    if (entry.provenAt !== Infinity) this.#beginProofs();
    if (this.provenAt) this.provenAt[at] = entry.provenAt;
    if (this.provenTick) this.provenTick[at] = entry.provenTick;
  }

  clear(at: number): void {
    this.keys[at] = '';
    this.contents[at] = undefined;
    this.#fences[at] = NO_FENCES;
    if (this.#tokens) this.#tokens[at] = undefined;
  }

  /** A copy of what stands there. */
  entryAt(at: number): Entry {
    const [flags, fences] = [this.flags[at] as number, this.#fences[at] as readonly Fence[]];
    return new Entry({
      content: this.contents[at],
      copied: (flags & COPIED) > 0,
      failed: (flags & FAILED) > 0,
      bytes: (this.weight[at] as number) - (this.keys[at] as string).length - besides(fences),
      fences,
      stamp: this.#stamp[at] as number,
      tokens: this.#tokens?.[at],
      madeAt: this.madeAt[at] as number,
      freshMs: this.freshMs[at] as number,
      lifeMs: this.#lifeMs[at] as number,
      costMs: this.costMs[at] as number,
      provenAt: this.provenAt?.[at] ?? Infinity,
      provenTick: this.provenTick?.[at] ?? Infinity,
    });
  }

  askedFor(at: number): void {
    this.flags[at] = (this.flags[at] as number) | ASKED;
  }

  /** It is a value, not a failure, and one that all readers may share. */
  isShared(at: number): boolean {
    return ((this.flags[at] as number) & (FAILED | COPIED)) === 0;
  }

  #beginProofs(): void {
    this.provenAt ??= new Float64Array(SIZE).fill(Infinity);
    this.provenTick ??= new Float64Array(SIZE).fill(Infinity);
  }
}

/** Just as large as it has to be, which a list that grew by and by is not. */
function listOf<T>(room: number, item: T): T[] {
  const list: T[] = [];
  list.length = room;
  return list.fill(item);
}
