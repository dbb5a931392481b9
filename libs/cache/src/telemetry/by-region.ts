import type { Cache } from '../cache.js';
import type { RegionCounts } from '../counts.js';
import type { Histogram } from '../histogram.js';
import type { Sample } from './metric-family.js';

export type Tell<T> = (counts: RegionCounts) => T;
export type RegionRow = readonly [labels: Record<string, string>, value: Tell<number>];

/** Programs define regions by the dozen; whoever has more sees those beyond summed up as `other`. */
const MOST_REGIONS = 100;
/** Every eighth bound of the histograms: twelve from 4 µs to 33 s, each 4.3 times the one before. */
const BOUNDS_APART = 8;

/** A line for each region and row. */
export function byRegion(cache: Cache, rows: readonly RegionRow[]): Sample[] {
  return [...groupsOf(cache)].flatMap(([region, group]) =>
    rows.map(([labels, of]) => ({ labels: { region, ...labels }, value: sum(group, of) })),
  );
}

/** The buckets, sum and count of a histogram for each region. */
export function timesByRegion(cache: Cache, name: string, timesOf: Tell<Histogram>): Sample[] {
  return [...groupsOf(cache)].flatMap(([region, group]) => {
    const count = sum(group, (of) => timesOf(of).count);
    const sumSeconds = sum(group, (of) => timesOf(of).sumMs) / 1000;
    return [
      ...withinOf(group.map(timesOf)).map(([le, value]) => aBucket(name, region, le, value)),
      aBucket(name, region, '+Inf', count),
      { metricName: `${name}_sum`, labels: { region }, value: sumSeconds },
      { metricName: `${name}_count`, labels: { region }, value: count },
    ];
  });
}

function aBucket(name: string, region: string, le: number | string, value: number): Sample {
  return { metricName: `${name}_bucket`, labels: { region, le }, value };
}

/** The bounds in seconds, to three places; all histograms of a kind have the same. */
function withinOf(histograms: readonly Histogram[]): [le: number, count: number][] {
  const counts = new Map<number, number>();
  for (const { ms, count } of histograms.flatMap((histogram) => histogram.cumulative(BOUNDS_APART))) {
    const le = Number((ms / 1000).toPrecision(3));
    counts.set(le, (counts.get(le) ?? 0) + count);
  }
  return [...counts];
}

/** In the order they were registered in; a region that is called so itself is summed up with the others. */
function groupsOf({ counts }: Cache): Map<string, RegionCounts[]> {
  const groups = new Map<string, RegionCounts[]>();
  for (const [region, of] of counts) {
    const label = groups.size < MOST_REGIONS ? region : 'other';
    groups.set(label, [...(groups.get(label) ?? []), of]);
  }
  return groups;
}

function sum(group: readonly RegionCounts[], of: Tell<number>): number {
  return group.reduce((total, counts) => total + of(counts), 0);
}
