import { describe, expect, it } from '@jest/globals';
import { Histogram } from '#cache';
import { latencyOf, sumOf, totalsOf, type InstanceTold } from './fleet.js';

interface Counted {
  readonly memory?: number;
  readonly redis?: number;
  readonly stale?: number;
  readonly misses?: number;
  readonly tookMs?: readonly number[];
}

/** One instance with one region, `pantry`, unless another is named. */
function anInstance(name: string, { tookMs = [], misses = 0, ...hits }: Counted, region = 'pantry'): InstanceTold {
  const times = new Histogram();
  for (const ms of tookMs) times.record(ms);
  const totals = {
    hits: { memory: 0, redis: 0, stale: 0, ...hits },
    misses,
    loads: 1,
    loadErrors: 2,
    coalesced: 3,
    refreshes: 4,
    errors: 5,
    hitRate: -1,
  };
  const stats = { ...totals, latency: latencyOf(times, times), entries: 6, bytes: 7, ttlSeconds: 3600 };
  return {
    stats: {
      since: `2026-06-15T12:00:0${name.length}.000Z`,
      instance: name,
      instances: [name],
      tiers: {
        memory: { entries: 1, bytes: 2, maxBytes: 3, evictions: 4 },
        redis: { state: 'up', breaker: 'closed', usedMemory: name.length, keyspaceHits: 1, keyspaceMisses: 1 },
      },
      totals: totalsOf([totals]),
      regions: { [region]: stats },
    },
    times: { [region]: { hits: [...times], loads: [...times] } },
  };
}

describe('the figures of several instances', () => {
  it('are added up, and what is no sum is worked out anew', () => {
    const sum = sumOf([
      anInstance('a', { memory: 90, redis: 5, stale: 5, misses: 0 }),
      anInstance('bb', { memory: 0, misses: 300 }),
    ]);
    expect(sum).toMatchObject({
      since: '2026-06-15T12:00:01.000Z',
      instance: 'cluster',
      instances: ['a', 'bb'],
      tiers: { memory: { entries: 2, bytes: 4, maxBytes: 6, evictions: 8 }, redis: { usedMemory: 1 } },
    });
    const counts = { misses: 300, loads: 2, loadErrors: 4, coalesced: 6, refreshes: 8, errors: 10, hitRate: 0.25 };
    const expected = { hits: { memory: 90, redis: 5, stale: 5 }, ...counts };
    expect(sum.totals).toEqual(expected);
    expect(sum.regions.pantry).toMatchObject({ ...expected, entries: 12, bytes: 14, ttlSeconds: 3600 });
  });

  it('have the latencies of all reads together, not the mean of each one’s', () => {
    const quick = Array.from({ length: 99 }, () => 0.01);
    const slow = Array.from({ length: 101 }, () => 8);
    const { latency } = sumOf([anInstance('a', { tookMs: quick }), anInstance('bb', { tookMs: slow })]).regions
      .pantry as { latency: ReturnType<typeof latencyOf> };
    const all = new Histogram();
    for (const ms of [...quick, ...slow]) all.record(ms);
    expect(latency).toEqual(latencyOf(all, all));
    expect(latency.hitP50Ms).toBeGreaterThan(7);
  });

  it('keep every time in the bucket it came from', () => {
    const tookMs = Array.from({ length: 90 }, (_, step) => 0.001 * 1.2 ** step * 1.1);
    for (const ms of tookMs) {
      const alone = anInstance('a', { tookMs: [ms] });
      expect(sumOf([alone]).regions.pantry?.latency).toEqual(alone.stats.regions.pantry?.latency);
    }
  });

  it('hold regions that only one of them knows, as in a rolling deployment', () => {
    const sum = sumOf([anInstance('a', { memory: 1 }), anInstance('bb', { memory: 2 }, 'menus')]);
    expect(Object.entries(sum.regions).map(([name, { hits }]) => [name, hits.memory])).toEqual([
      ['pantry', 1],
      ['menus', 2],
    ]);
  });
});
