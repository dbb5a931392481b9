import { CacheError } from './cache.error.js';
import type { Codec } from './codec.js';
import type { DurationLike } from './duration.js';
import type { KeyPart } from './key.js';
import type { Tag, TagKind } from './tag.js';

/** All that is said about one kind of cached thing. */
export interface RegionOptions<Q, V> {
  /** Lower case letters, digits, `.` and `-`; the head of its keys in Redis. */
  readonly name: string;
  /** Raise it when the stored shape changes: entries of another version are misses. */
  readonly version: number;
  /** How long a value is served without asking again. */
  readonly freshFor: DurationLike;
  /** A life of its own for this very value, at most `freshFor`: a short one for what says that there is nothing, say. */
  readonly freshForValue?: (value: V) => DurationLike | undefined;
  /**
   * For how long a failed load is remembered, in this process, and its error given to whoever asks meanwhile; a change under its tags
   * ends that. Default: every error is forgotten at once.
   */
  readonly failureFor?: (error: unknown) => DurationLike | undefined;
  /** How long after that it is served while one background load refreshes it. */
  readonly staleFor?: DurationLike;
  /** How long after `freshFor` it is served when a load fails. */
  readonly staleIfErrorFor?: DurationLike;
  /** The instant (ms since 1970) after which this very value is wrong, such as the user's midnight; cuts every window. */
  readonly goodUntil?: (value: V) => number | undefined;
  /**
   * Whose value it is, where it belongs to one person: the first part of the key, so that no two people ever share an entry.
   * Undefined for a query that asks for nobody in particular.
   */
  readonly identity?: (query: Q) => number | string | undefined;
  /** What tells two queries apart, in the order of the key's parts; after the identity, where there is one. */
  readonly key: (query: Q) => readonly KeyPart[];
  /** What a value depends on: announcing any of these makes it invalid. */
  readonly tags?: (query: Q) => readonly Tag[];
  /** True for a value of today's shape; what comes from another process and is not, is a miss. */
  readonly value?: (value: unknown) => value is V;
  /** Queries that a tag surely covers: their keys leave Redis the moment it is announced. Made by `under()`. */
  readonly keysUnder?: readonly KeysUnder<Q>[];
  /** `near` keeps values in this process only, as they are; `far` keeps none here, for what is large and seldom asked for. Default: both. */
  readonly tiers?: 'both' | 'near' | 'far';
  /** How values become bytes. Default: JSON with dates, maps, sets, big integers and bytes kept. */
  readonly codec?: Codec<V>;
  /**
   * How long an entry is believed while the far tier cannot be asked whether it still stands; for what hardly ever changes and is dear
   * to read again. Default: the cache's trust window, so that others' changes are seen in an outage as well.
   */
  readonly trustAlone?: DurationLike;
  /**
   * How a hit is compared with its source where the cache is told to (`shadow`): `false` for values that differ each time they are made.
   * Default: member by member, as the codec keeps them.
   */
  readonly shadow?: false | { readonly same: (served: V, asked: V) => boolean };
  /** Bytes that a value of a `near` region weighs. Default: what its texts, bytes, numbers and members take, about. */
  readonly weigh?: (value: V) => number;
  /** Its values are whole answers, made of what other regions hold. */
  readonly holdsAnswers?: boolean;
  /** A load that takes longer keeps nobody waiting who can have a value past its time, within `staleIfErrorFor`; it goes on. Default: the cache's. */
  readonly softLimit?: DurationLike;
  /** A load that takes longer fails with `LOAD_TIMED_OUT`. Default 30 s. */
  readonly loadLimit?: DurationLike;
  /** Loads of this region at once in this process; the others wait. Default 256. */
  readonly maxLoads?: number;
  /**
   * About how long before its end what goes on being read is loaded anew, in the background and by chance, so that what was made together is not
   * asked for in one moment; its lifetime stays as it is. Default: as long as its load took.
   */
  readonly refreshAhead?: DurationLike;
  /** The share of its lifetime, 0..0.5, by which an entry's may be shorter, so that what was made together does not end together. Default 0. */
  readonly jitter?: number;
  /** A larger value is answered but not stored. Default 4 MiB. */
  readonly maxBytes?: number;
}

export interface KeysUnder<Q> {
  readonly kind: string;
  readonly queriesOf: (tag: Tag) => readonly Q[];
}

/** `under(pantryTag, (userId) => [{ userId }])`: which queries of a region lie under a tag of that kind. */
export function under<P extends readonly KeyPart[], Q>(
  kind: TagKind<P>,
  queries: (...parts: P) => readonly Q[],
): KeysUnder<Q> {
  return { kind: kind.kind, queriesOf: (tag) => (tag.parts.length === 0 ? [] : queries(...(tag.parts as P))) };
}

const NAME = /^[a-z][a-z0-9.-]{0,63}$/;
/** Their keys would look like the library's own in Redis. */
const TAKEN = new Set(['fence', 'lease']);
const MOST_JITTER = 0.5;

/** Throws `REGION_INVALID` for what no region can be; durations are looked at when they are made milliseconds. */
export function check<Q, V>(options: RegionOptions<Q, V>): void {
  if (!NAME.test(options.name)) {
    throw new CacheError(
      'REGION_INVALID',
      `Region name ${JSON.stringify(options.name)} must be lower case letters, digits, "." and "-", at most 64`,
    );
  }
  if (TAKEN.has(options.name)) {
    throw new CacheError('REGION_INVALID', `Region name "${options.name}" is taken by the library; choose another`);
  }
  if (!Number.isSafeInteger(options.version) || options.version < 1) {
    throw new CacheError('REGION_INVALID', `Region ${options.name}: version must be a whole number from 1`);
  }
  if (!(options.jitter === undefined || (options.jitter >= 0 && options.jitter <= MOST_JITTER))) {
    throw new CacheError('REGION_INVALID', `Region ${options.name}: jitter must be from 0 to ${MOST_JITTER}`);
  }
  if (options.maxLoads !== undefined && !(Number.isSafeInteger(options.maxLoads) && options.maxLoads > 0)) {
    throw new CacheError('REGION_INVALID', `Region ${options.name}: maxLoads must be a whole number from 1`);
  }
  if (options.maxBytes !== undefined && !(options.maxBytes > 0)) {
    throw new CacheError('REGION_INVALID', `Region ${options.name}: maxBytes must be more than 0`);
  }
}
