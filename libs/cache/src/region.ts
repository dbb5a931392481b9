import { bytesOf } from './bytes-of.js';
import { jsonCodec, type Codec } from './codec.js';
import { msOf, type DurationLike } from './duration.js';
import { KnownKeys, type Known } from './known-keys.js';
import { check, type RegionOptions } from './region.options.js';
import type { Tag } from './tag.js';

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
const DEFAULT_LOAD_LIMIT_MS = 30_000;
const DEFAULT_MAX_LOADS = 256;

let regions = 0;

/** One kind of cached thing, checked and with its durations in milliseconds. Made by `defineRegion`. */
export class Region<Q, V> {
  /** Its own in this process. */
  readonly number = (regions += 1);
  readonly name: string;
  readonly version: number;
  readonly freshMs: number;
  readonly staleMs: number;
  readonly staleIfErrorMs: number;
  readonly softLimitMs: number | undefined;
  readonly loadLimitMs: number;
  readonly maxLoads: number;
  readonly jitter: number;
  readonly refreshAheadMs: number;
  readonly maxBytes: number;
  readonly nearOnly: boolean;
  readonly farOnly: boolean;
  readonly trustAloneMs: number;
  readonly holdsAnswers: boolean;
  /** Values of it may end by the calendar. */
  readonly endsByCalendar: boolean;
  /** What is dear and about to end is now and then asked for before it does. */
  readonly refreshesEarly: boolean = true;
  readonly codec: Codec<V>;
  readonly #keys: KnownKeys;

  constructor(readonly options: RegionOptions<Q, V>) {
    check(options);
    this.name = options.name;
    this.#keys = new KnownKeys(`${options.name}:`);
    this.version = options.version;
    this.freshMs = this.#lasts('freshFor', 0);
    this.staleMs = this.#lasts('staleFor', 0);
    this.staleIfErrorMs = this.#lasts('staleIfErrorFor', 0);
    this.softLimitMs = this.#lasts('softLimit', undefined);
    this.maxLoads = options.maxLoads ?? DEFAULT_MAX_LOADS;
    this.jitter = options.jitter ?? 0;
    this.refreshAheadMs = this.#lasts('refreshAhead', 0);
    this.loadLimitMs = this.#lasts('loadLimit', DEFAULT_LOAD_LIMIT_MS);
    this.maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.trustAloneMs = this.#lasts('trustAlone', 0);
    this.nearOnly = options.tiers === 'near';
    this.farOnly = options.tiers === 'far';
    this.holdsAnswers = options.holdsAnswers ?? false;
    this.endsByCalendar = options.goodUntil !== undefined;
    this.codec = options.codec ?? (jsonCodec as Codec<V>);
  }

  /** The key of a query, `pantry:7`: the only way a key is made. */
  keyFor(query: Q): string {
    return this.known(query).key;
  }

  /** The key of a query, with where its entry may stand. */
  known(query: Q): Known {
    const { identity, key } = this.options;
    return this.#keys.of(identity ? [identity(query), ...key(query)] : key(query));
  }

  /** Infinity where the value has no life of its own. */
  freshMsOf(value: V): number {
    const own = this.options.freshForValue?.(value);
    return own === undefined ? Infinity : msOf(own, `Region ${this.name}: freshForValue`);
  }

  /** 0 where the failure is not to be remembered. */
  failureMsOf(error: unknown): number {
    const own = this.options.failureFor?.(error);
    return own === undefined ? 0 : msOf(own, `Region ${this.name}: failureFor`);
  }

  /**
   * How long what is loaded for this query lives at most, ms, where that is known before: its fences need not be planted for longer, and
   * are prolonged when it is kept.
   */
  lifeMsOf(_query: Q): number | undefined {
    return undefined;
  }

  goodUntil(value: V): number | undefined {
    return this.options.goodUntil?.(value);
  }

  /** True when a value that came from another process has today's shape. */
  accepts(value: unknown): value is V {
    return this.options.value?.(value) ?? true;
  }

  weigh(value: V): number {
    return this.options.weigh?.(value) ?? bytesOf(value);
  }

  identityOf(query: Q): number | string | undefined {
    return this.options.identity?.(query);
  }

  tagsOf(query: Q): readonly Tag[] {
    return this.options.tags?.(query) ?? [];
  }

  #lasts<D>(
    option: 'freshFor' | 'staleFor' | 'staleIfErrorFor' | 'softLimit' | 'loadLimit' | 'refreshAhead' | 'trustAlone',
    otherwise: D,
  ) {
    const given = this.options[option];
    if (given === undefined && option !== 'freshFor') return otherwise;
    return msOf(given as DurationLike, `Region ${this.options.name}: ${option}`);
  }

  /** The keys of this region that surely lie under `tag`. */
  keysUnder(tag: Tag): string[] {
    return (this.options.keysUnder ?? [])
      .filter(({ kind }) => kind === tag.kind)
      .flatMap(({ queriesOf }) => queriesOf(tag))
      .map((query) => this.keyFor(query));
  }
}

/** A region whose types no longer matter: inside the cache values are `unknown`. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyRegion = Region<any, any>;

/** Throws a `CacheError` with the name and the cure when something about the region does not hold together. */
export function defineRegion<Q, V>(options: RegionOptions<Q, V>): Region<Q, V> {
  return new Region(options);
}
