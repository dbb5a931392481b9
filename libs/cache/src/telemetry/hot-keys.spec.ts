import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Cache } from '../cache.js';
import { hours } from '../duration.js';
import { defineRegion } from '../region.js';
import { SpaceSaving } from './space-saving.js';
import { aZipf } from './trial/zipf.js';

const KEYS = 20_000;

function tallyOf(keys: readonly string[]): Map<string, number> {
  const tally = new Map<string, number>();
  for (const key of keys) tally.set(key, (tally.get(key) ?? 0) + 1);
  return tally;
}

const counted = (keys: readonly string[], capacity: number) => {
  const counter = new SpaceSaving(capacity);
  for (const key of keys) counter.add(key);
  return counter;
};

describe('Space-Saving', () => {
  it('never counts too low, nor too high by more than it says, and has whoever comes often enough', () => {
    const streams = fc.array(fc.integer({ min: 0, max: 40 }).map(String), {
      minLength: 1,
      maxLength: 400,
      size: 'max',
    });
    fc.assert(
      fc.property(streams, fc.integer({ min: 1, max: 12 }), (keys, capacity) => {
        const tally = tallyOf(keys);
        const top = counted(keys, capacity).top(capacity);
        expect(top.length).toBe(Math.min(capacity, tally.size));
        for (const { key, count, over } of top) {
          const exactly = tally.get(key) ?? 0;
          expect(count).toBeGreaterThanOrEqual(exactly);
          expect(count - over).toBeLessThanOrEqual(exactly);
        }
        for (const [key, exactly] of tally)
          if (exactly > keys.length / capacity) expect(top.map((counter) => counter.key)).toContain(key);
      }),
      { numRuns: 1000 },
    );
  });

  it('stays within its bounds when the past is halved', () => {
    const stream = fc.array(fc.integer({ min: 0, max: 20 }).map(String), { minLength: 1, maxLength: 100, size: 'max' });
    fc.assert(
      fc.property(stream, stream, (before, after) => {
        const counter = counted(before, 5);
        counter.halve();
        for (const key of after) counter.add(key);
        const [old, recent] = [tallyOf(before), tallyOf(after)];
        expect(counter.total).toBe(before.length / 2 + after.length);
        for (const { key, count, over } of counter.top(5)) {
          const exactly = (old.get(key) ?? 0) / 2 + (recent.get(key) ?? 0);
          expect(count).toBeGreaterThanOrEqual(exactly);
          expect(count - over).toBeLessThanOrEqual(exactly);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the ten that come most on any Zipf stream of 20,000 keys, with 512 counters', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.9, max: 1.5, noNaN: true }), (seed, skew) => {
        const next = aZipf(KEYS, skew, seed);
        const keys = Array.from({ length: 60_000 }, () => `k:${next()}`);
        const tally = tallyOf(keys);
        const tenth = [...tally.values()].toSorted((one, other) => other - one)[9] ?? 0;
        const counter = counted(keys, 512);
        for (const { key } of counter.top(10)) expect(tally.get(key)).toBeGreaterThanOrEqual(tenth);
        expect(counter.size).toBe(512);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the hot keys of a cache', () => {
  const region = defineRegion<number, number>({ name: 'shelves', version: 1, freshFor: hours(1), key: (id) => [id] });

  it('are those read most, with their share of all reads within the bound that is told', async () => {
    const cache = new Cache();
    const next = aZipf(2000, 1.1, 7);
    const keys = Array.from({ length: 200_000 }, next);
    for (const key of keys) await cache.read(region, key, async () => key);

    const tally = tallyOf(keys.map((key) => `shelves:${key}`));
    const hot = cache.hotKeys(10);
    expect(hot.slice(0, 3).map(({ key }) => key)).toEqual(['shelves:0', 'shelves:1', 'shelves:2']);
    for (const { region, key, share, error } of hot) {
      expect(region).toBe('shelves');
      expect(Math.abs(share - (tally.get(key) ?? 0) / keys.length)).toBeLessThan(error);
      expect(error).toBeLessThan(share);
    }
  }, 60_000);

  it('are none before anything was read', () => {
    expect(new Cache().hotKeys(10)).toEqual([]);
  });
});
