import { Cache } from '../../cache.js';
import { milliseconds } from '../../duration.js';
import { defineRegion } from '../../region.js';
import type { RegionOptions } from '../../region.options.js';
import { defineTag } from '../../tag.js';
import { SharedStore, StoreTier } from '../../testing/store.tier.js';
import { TestClock } from '../../testing/test.clock.js';
import { aRandom } from './zipf.js';

/** Somebody reads a key, or changes what lies under it and says so. */
export interface Happening {
  readonly at: number;
  readonly key: number;
  readonly does: 'read' | 'change';
}

export interface Rates {
  readonly keys: number;
  /** Of one key, per ms; each key's own. */
  readonly reads: (key: number) => number;
  readonly changes: (key: number) => number;
  readonly overMs: number;
  readonly seed: number;
}

/** Reads and changes that come by chance at steady rates, in their order. */
export function byChance({ keys, reads, changes, overMs, seed }: Rates): Happening[] {
  const random = aRandom(seed);
  const happenings: Happening[] = [];
  for (let key = 0; key < keys; key += 1) {
    for (const [does, rate] of [['read', reads(key)] as const, ['change', changes(key)] as const]) {
      const pause = () => (rate === 0 ? Infinity : -Math.log(1 - random()) / rate);
      for (let at = pause(); at < overMs; at += pause()) happenings.push({ at, key, does });
    }
  }
  return happenings.toSorted((one, other) => one.at - other.at);
}

const tag = defineTag<[key: number]>('key');

/** A real cache lives through it, with a region of this lifetime. */
export async function lived(
  happenings: readonly Happening[],
  freshMs: number,
  about: Partial<RegionOptions<number, number>> & { readonly isShared?: boolean } = {},
) {
  const { isShared = false, ...options } = about;
  const clock = new TestClock();
  const store = new SharedStore();
  const cache = new Cache({ clock, far: isShared ? new StoreTier(store) : undefined });
  const region = defineRegion<number, number>({
    name: 'region',
    version: 1,
    freshFor: milliseconds(freshMs),
    key: (key) => [key],
    tags: (key) => [tag(key)],
    ...options,
  });
  for (const { at, key, does } of happenings) {
    if (at - clock.elapsed() >= 1) clock.advance(milliseconds(at - clock.elapsed()));
    if (does === 'read') await cache.read(region, key, async () => key);
    else await cache.invalidate(tag(key));
  }
  const counts = cache.counts.get('region');
  const advice = cache.advice.get('region');
  await cache.close();
  if (!counts || !advice) throw new Error('nothing was read');
  return { counts, advice, store };
}
