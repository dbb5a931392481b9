import { encodeKey, type KeyPart } from './key.js';

const { imul } = Math;

/** A key with what it was made of. */
export interface Known {
  readonly key: string;
  readonly parts: readonly KeyPart[];
  /** Where its entry stood in the memory that was asked for it last, for who asks there again: a guess. */
  place: number;
}

/** A power of two. */
const SLOTS = 2048;
const NOWHERE = -1;

/**
 * The keys of one region, the last of each slot remembered: to find a key by its parts takes a fifth of the time of making it anew,
 * most of which goes into the hash that the new text needs when it is looked up.
 */
export class KnownKeys {
  #slots: (Known | undefined)[] | undefined;

  constructor(private readonly head: string) {}

  /** The head and the encoded parts, as `encodeKey` has them. */
  of(parts: readonly KeyPart[]): Known {
    const slot = slotOf(parts);
    if (slot === NOWHERE) return this.#make(parts);

    const slots = (this.#slots ??= Array.from({ length: SLOTS }));
    const found = slots[slot];
    if (found !== undefined && areSame(found.parts, parts)) return found;
    // A copy: whoever made the list may go on to change it.
    const known = this.#make([...parts]);
    slots[slot] = known;
    return known;
  }

  #make(parts: readonly KeyPart[]): Known {
    return { key: this.head + encodeKey(parts), parts, place: 0 };
  }
}

/** Only lists of numbers and texts are compared at a glance. */
function slotOf(parts: readonly KeyPart[]): number {
  let hash = 0;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    if (typeof part === 'number') hash = imul(hash, 31) + (part | 0);
    else if (typeof part === 'string') hash = imul(hash, 31) + glanceAt(part);
    else return NOWHERE;
  }
  return (hash ^ (hash >>> 11)) & (SLOTS - 1);
}

/** Two texts that look alike only share a slot. */
function glanceAt(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  return length + imul(text.charCodeAt(length - 1), 17) + imul(text.charCodeAt(length >> 1), 5);
}

function areSame(known: readonly KeyPart[], parts: readonly KeyPart[]): boolean {
  if (known.length !== parts.length) return false;
  for (let at = 0; at < parts.length; at += 1) if (known[at] !== parts[at]) return false;
  return true;
}
