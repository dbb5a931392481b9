import type { Cache } from '../cache.js';
import type { Histogram } from '../histogram.js';
import { byRegion, timesByRegion, type RegionRow, type Tell } from './by-region.js';
import { aFamily, type MetricFamily, type MetricRegistry, type Sample } from './metric-family.js';

type Read<T> = (cache: Cache) => T;

/**
 * Lets a registry of prom-client tell what this cache counts: `cacheMetrics(cache, register)`. Labels are names of regions and tiers,
 * and a few fixed words; never keys. `prefix` stands before each name, for programs with two caches.
 */
export function cacheMetrics(cache: Cache, registry: MetricRegistry, prefix = 'cache'): void {
  for (const family of familiesOf(cache, prefix)) registry.registerMetric(family as never);
}

/** The families, for whoever writes them down by other means. */
export function familiesOf(cache: Cache, prefix: string): MetricFamily[] {
  const family = (type: MetricFamily['type'], name: string, help: string, samples: Read<readonly Sample[]>) =>
    aFamily({ type, name: `${prefix}_${name}`, help, samples: () => samples(cache) });
  return [
    ...COUNTERS.map(([name, help, rows]) => family('counter', name, help, (of) => byRegion(of, rows))),
    ...GAUGES.map(([name, help, rows]) => family('gauge', name, help, (of) => byRegion(of, rows))),
    ...HISTOGRAMS.map(([name, help, times]) =>
      family('histogram', name, help, (of) => timesByRegion(of, `${prefix}_${name}`, times)),
    ),
    ...TIERS.map(([type, name, help, samples]) => family(type, name, help, samples)),
  ];
}

const only = (value: Tell<number>): readonly RegionRow[] => [[{}, value]];

const COUNTERS: readonly [name: string, help: string, rows: readonly RegionRow[]][] = [
  [
    'hits_total',
    'Reads answered by a tier with what was fresh.',
    [
      [{ tier: 'memory' }, (of) => of.memoryHits],
      [{ tier: 'redis' }, (of) => of.farHits],
    ],
  ],
  ['stale_hits_total', 'Reads answered with what was past its time.', only((of) => of.staleHits)],
  ['misses_total', 'Reads answered by the source.', only((of) => of.misses)],
  ['loads_total', 'Times the source was asked.', only((of) => of.loads)],
  ['load_errors_total', 'Loads that failed.', only((of) => of.loadErrors)],
  ['coalesced_total', 'Reads that waited for a load of another.', only((of) => of.coalesced)],
  ['refreshes_total', 'Loads in the background, before anybody had to wait.', only((of) => of.refreshes)],
  ['evictions_total', 'Entries that made room in memory.', only((of) => of.evictions)],
  ['invalidations_total', 'Announced changes of what the region depends on.', only((of) => of.invalidations)],
  ['corrupt_total', 'Entries of the far tier that were damaged or foreign.', only((of) => of.corrupt)],
  ['not_stored_total', 'Values too large to be kept.', only((of) => of.notStored)],
  [
    'shadow_total',
    'Hits that were compared with their source, by what came of it.',
    (['equal', 'different', 'unsettled', 'failed'] as const).map(
      (result) => [{ result }, (of) => of.shadow[result]] as const,
    ),
  ],
  [
    'missed_total',
    'What loads were for: what had become of the entry that would have answered.',
    (['expired', 'invalidated', 'evicted', 'unproven', 'first'] as const).map(
      (cause) => [{ cause }, (of) => of.missedFor[cause]] as const,
    ),
  ],
];

const GAUGES: readonly [name: string, help: string, rows: readonly RegionRow[]][] = [
  ['entries', 'Entries in memory.', only((of) => of.entries)],
  ['held_bytes', 'Bytes of the values in memory.', only((of) => of.bytes)],
];

const HISTOGRAMS: readonly [name: string, help: string, times: Tell<Histogram>][] = [
  ['hit_duration_seconds', 'How long hits took; of those in memory one in 64 is timed.', (of) => of.hitTimes],
  ['load_duration_seconds', 'How long loads took.', (of) => of.loadTimes],
];

const TIERS: readonly [MetricFamily['type'], name: string, help: string, Read<readonly Sample[]>][] = [
  [
    'gauge',
    'memory_max_bytes',
    'Bytes that memory may hold.',
    (cache) => [{ labels: {}, value: cache.memory.maxBytes }],
  ],
  [
    'gauge',
    'far_up',
    '1 while the far tier is asked, 0 while it is given up.',
    ({ far }) => (far ? [{ labels: { tier: far.name }, value: far.breaker === 'closed' ? 1 : 0 }] : []),
  ],
  [
    'gauge',
    'far_owed',
    'Changes that the far tier was not told yet.',
    ({ far }) => (far ? [{ labels: { tier: far.name }, value: far.owed }] : []),
  ],
  [
    'counter',
    'far_failures_total',
    'Operations of the far tier that failed.',
    ({ far }) => Object.entries(far?.failuresBy ?? {}).map(([kind, value]) => ({ labels: { kind }, value })),
  ],
];
