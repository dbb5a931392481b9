import { notASpan, untilOf } from './stock.region.js';

/** What holds for every `wrap` and `set` that says nothing else; milliseconds, in the words of cache-manager. */
export interface StockDefaults {
  readonly ttl?: number;
  readonly refreshThreshold?: number;
}

type OfValue<T> = number | ((value: T) => number | undefined);

/** How what one `wrap` brings is kept. */
export interface WrapOptions<T> {
  readonly ttl?: OfValue<T>;
  readonly refreshThreshold?: OfValue<T>;
  readonly raw?: boolean;
}

/**
 * The two ways in which `wrap` is given them as one. What can be told before anything is asked is refused here already: throws
 * `DURATION_INVALID`.
 */
export function optionsOf<T>(
  key: string,
  given: OfValue<T> | WrapOptions<T> | null | undefined,
  refreshThreshold: OfValue<T> | undefined,
): WrapOptions<T> {
  const options = typeof given === 'object' && given !== null ? given : { ttl: given ?? undefined, refreshThreshold };
  if (typeof options.ttl !== 'function') untilOf(options.ttl ?? undefined, 0, key);
  if (typeof options.refreshThreshold !== 'function') thresholdOf(options.refreshThreshold ?? undefined, key);
  return options;
}

/** What a number or a function of the value says of this value; undefined where it says nothing. */
export function ofValue<T>(said: OfValue<T> | undefined, value: T): number | undefined {
  return (typeof said === 'function' ? said(value) : said) ?? undefined;
}

/** Throws `DURATION_INVALID` for what is no span of time: it would never refresh, and nobody would know. */
export function thresholdOf(ms: unknown, key: string): number | undefined {
  if (ms === undefined || (typeof ms === 'number' && ms >= 0)) return ms;
  throw notASpan(key, 'refreshThreshold', ms, 'give milliseconds from 0');
}
