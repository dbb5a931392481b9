import type { RegionCounts } from './counts.js';
import { fenceName } from './fences.js';
import type { Slot } from './house.js';
import type { Reading } from './reading.js';
import type { AnyRegion } from './region.js';
import type { Source } from './source.js';

/** One read as it begins. */
export interface Ask<Q> {
  readonly region: AnyRegion;
  readonly counts: RegionCounts;
  readonly key: string;
  readonly query: Q;
  /** By `Clock.elapsed()`. */
  readonly now: number;
  /** The load that this read is for, if there is one. */
  readonly reading: Reading;
}

/** What a flight needs to know for this read. */
export function slotOf({ region, key, query }: Ask<unknown>, source: Source): Slot {
  const localFences = [fenceName.region(region.name)];
  for (const { name } of region.tagsOf(query)) localFences.push(fenceName.tag(name));
  const fenceNames = [fenceName.key(key), ...localFences];
  return { region, key, localFences, fenceNames, source, lifeMs: region.lifeMsOf(query) };
}
