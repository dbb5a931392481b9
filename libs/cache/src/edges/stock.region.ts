import { CacheError } from '../cache.error.js';
import { days, minutes } from '../duration.js';
import { Region } from '../region.js';
import { defineTag } from '../tag.js';

/** What Keyv hands over, as text, and until when it is good. */
export interface StockEntry {
  readonly text: string;
  readonly until?: number;
}

export interface StockQuery {
  readonly key: string;
  readonly namespace?: string;
  /** How long what will be kept lives at most, ms, where that is known before it is asked for. */
  readonly lifeMs?: number;
}

export const namespaceTag = defineTag<[region: string, namespace: string]>('keyv');

/** No timer hangs on it, so that the longest `Duration` is no bound: what was set without an end lives as long as a server does. */
const FOR_EVER_MS = 3650 * days(1).ms;

/** What one Keyv store keeps; each entry's own lifetime cuts this one. */
export class StockRegion extends Region<StockQuery, StockEntry> {
  override readonly freshMs = FOR_EVER_MS;
  /** Who wraps a function says when it is to be asked again, and is not asked before. */
  override readonly refreshesEarly = false;

  constructor(name: string) {
    super({
      name,
      version: 2,
      freshFor: days(24),
      key: ({ key }) => [key],
      tags: ({ namespace }) => (namespace === undefined ? [] : [namespaceTag(name, namespace)]),
      value: isStockEntry,
      goodUntil: ({ until }) => until,
      // All that is wrapped goes through one region, and a wrapped function may wrap another: were there a bound, as many could wait for
      // places that they hold themselves.
      maxLoads: Number.MAX_SAFE_INTEGER,
      // The stock manager knows no limit. This one only lets go of what never comes back.
      loadLimit: minutes(10),
    });
  }

  override lifeMsOf({ lifeMs }: StockQuery): number | undefined {
    return lifeMs;
  }
}

/**
 * When a lifetime that begins now ends; undefined where it never does. Throws `DURATION_INVALID` for one that would end at once or is no
 * number.
 */
export function untilOf(ttlMs: unknown, now: number, key: string): number | undefined {
  if (ttlMs === undefined || ttlMs === 0) return undefined;
  if (typeof ttlMs === 'number' && ttlMs >= 1 && Number.isFinite(ttlMs)) return now + ttlMs;
  throw notASpan(key, 'lifetime', ttlMs, 'give milliseconds from 1, or 0 for no end');
}

export function notASpan(key: string, what: string, given: unknown, cure: string): CacheError {
  return new CacheError('DURATION_INVALID', `${key}: a ${what} of ${String(given)} is none: ${cure}`);
}

function isStockEntry(value: unknown): value is StockEntry {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
