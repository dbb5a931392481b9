import { encodeKey, type KeyPart } from './key.js';

const { imul } = Math;

interface Known {
  readonly parts: readonly KeyPart[];
  readonly key: string;
}

/** A power of two. */
const SLOTS = 2048;
const NOWHERE = -1;

/**
 * The keys of one region, the last of each slot remembered: to find a key by its parts takes a fifth of the time of making it anew, most of which
 * goes into the hash that the new text needs when it is looked up.
 */
export class KnownKeys {
  #slots: (Known | undefined)[] | undefined;

  constructor(private readonly head: string) {}

  /** The head and the encoded parts, as `encodeKey` has them. */
  keyOf(parts: readonly KeyPart[]): string {
    const slot = slotOf(parts);
    if (slot === NOWHERE) return this.head + encodeKey(parts);

    const slots = (this.#slots ??= Array.from({ length: SLOTS }));
    const known = slots[slot];
    if (known !== undefined && areSame(known.parts, parts)) return known.key;
    const key = this.head + encodeKey(parts);
    // A copy: whoever made the list may go on to change it.
    slots[slot] = { parts: [...parts], key };
    return key;
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
