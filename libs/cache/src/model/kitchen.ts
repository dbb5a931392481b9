import { minutes, seconds } from '../duration.js';
import { defineRegion, type Region } from '../region.js';
import { under, type RegionOptions } from '../region.options.js';
import { defineTag, type Tag } from '../tag.js';

/** What the source keeps a version of. */
export const ITEMS = ['egg', 'ham', 'dish', 'card', 'rice'] as const;
export type Item = (typeof ITEMS)[number];
export type Versions = Partial<Record<Item, number>>;

/** What is cached: which version of each item it was made of. */
export interface Seen {
  readonly versions: Versions;
  /** Something in it was served because neither the source nor the store could be asked. */
  readonly makeshift: boolean;
  /** Something in it was served past its time. */
  readonly stale: boolean;
}

/** One entry of the model: made of an item of its own and of other entries. */
export interface Subject {
  readonly region: Region<null, Seen>;
  readonly item: Item;
  readonly madeOf: readonly Subject[];
  /** All that shows in it. */
  readonly items: readonly Item[];
}

const tag = defineTag<[item: Item]>('item');
export const tagOf = (item: Item): Tag => tag(item);

type Policy = Omit<RegionOptions<null, Seen>, 'version' | 'key' | 'tags'>;

/** An entry made of the item and of what else is cached, under the tags of all that shows in it. */
export function aSubject(item: Item, madeOf: readonly Subject[], policy: Policy): Subject {
  const items = [...new Set([item, ...madeOf.flatMap((inner) => inner.items)])];
  const region = defineRegion<null, Seen>({ version: 1, key: () => [1], tags: () => items.map(tagOf), ...policy });
  return { region, item, madeOf, items };
}

/** A kitchen's worth of regions: with each kind of window, in both tiers and in one, and nested three deep. */
export const shelf = aSubject('egg', [], {
  name: 'shelf',
  freshFor: seconds(4),
  staleFor: seconds(4),
  staleIfErrorFor: seconds(10),
  softLimit: seconds(1),
  loadLimit: seconds(3),
  keysUnder: [under(tag, () => [null])],
});
export const jar = aSubject('ham', [], {
  name: 'jar',
  freshFor: seconds(6),
  jitter: 0.3,
  tiers: 'near',
  loadLimit: '3s',
});
export const plate = aSubject('dish', [shelf, jar], { name: 'plate', freshFor: '5s', staleFor: '3s', loadLimit: '8s' });
export const menu = aSubject('card', [plate], { name: 'menu', freshFor: minutes(1), loadLimit: minutes(1) });

export const sack = aSubject('rice', [], {
  name: 'sack',
  freshFor: '10s',
  freshForValue: ({ versions: { rice = 0 } }) => (rice % 3 === 2 ? '2s' : undefined),
  tiers: 'far',
  loadLimit: '3s',
  failureFor: () => '2s',
});

export const SUBJECTS = [shelf, jar, plate, menu, sack] as const;

/** Some dishes are not for keeping: their loads say so. */
export function isKept({ dish = 0 }: Versions): boolean {
  return dish % 4 !== 2;
}
