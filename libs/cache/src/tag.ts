import { CacheError } from './cache.error.js';
import { encodeKey, type KeyPart } from './key.js';

/** Something that entries depend on, such as the pantry of user 7. Made by calling a `TagKind`. */
export class Tag {
  private constructor(
    /** As it stands in Redis: `pantry:7`. */
    readonly name: string,
    readonly kind: string,
    readonly parts: readonly KeyPart[],
  ) {}

  /** Throws `TAG_INVALID` when the name comes out over 256 characters. */
  static of(kind: string, parts: readonly KeyPart[]): Tag {
    return new Tag(checked(parts.length === 0 ? kind : `${kind}:${encodeKey(parts)}`), kind, parts);
  }

  /** The tag that an operator names by hand; its parts are not known. */
  static named(name: string): Tag {
    return new Tag(checked(name), name.split(':', 1)[0] ?? name, []);
  }
}

/** A family of tags: calling it with the parts gives one. */
export interface TagKind<P extends readonly KeyPart[]> {
  (...parts: P): Tag;
  readonly kind: string;
}

const KIND = /^[a-z][a-z0-9.-]{0,63}$/;
const LONGEST_TAG = 256;

/**
 * `const pantryTag = defineTag<[userId: number]>('pantry')`; then `pantryTag(7)`.
 * Throws `TAG_INVALID` for a kind of another shape.
 */
export function defineTag<P extends readonly KeyPart[] = []>(kind: string): TagKind<P> {
  if (!KIND.test(kind)) {
    throw new CacheError(
      'TAG_INVALID',
      `Tag kind ${JSON.stringify(kind)} must be lower case letters, digits, "." and "-"`,
    );
  }
  return Object.assign((...parts: P) => Tag.of(kind, parts), { kind });
}

function checked(name: string): string {
  if (name.length > 0 && name.length <= LONGEST_TAG) return name;
  throw new CacheError(
    'TAG_INVALID',
    `Tag "${name.slice(0, 40)}" has ${name.length} characters, 1 to ${LONGEST_TAG} are taken: make it by defineTag, which shortens`,
  );
}
