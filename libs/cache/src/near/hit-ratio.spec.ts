import { describe, expect, it } from '@jest/globals';
import { hitRatios } from '../../../../bench/policies.js';
import { bytesOf, TRACES, traceOf } from '../../../../bench/traces.js';
import { MemoryTier } from './memory.tier.js';

const HELD = 50;
const LENGTH = 15_000;
const SEEDS = [1, 2];

/** Points of hit ratio that the near tier is above LRU, for each seed. */
function pointsOverLru(name: string, bytesOf?: (key: number) => number): number[] {
  return SEEDS.map((seed) => {
    const { ours, lru } = hitRatios(MemoryTier, traceOf(name, { held: HELD, length: LENGTH, seed }), {
      held: HELD,
      bytesOf,
    });
    return 100 * (ours - lru);
  });
}

describe(`how often the near tier has what is asked for, on traces of seeds ${SEEDS.join(' and ')}`, () => {
  it.each(TRACES)('is never more than 3 points under LRU: %s', (name) => {
    expect(Math.min(...pointsOverLru(name))).toBeGreaterThan(-3);
  });

  it.each(TRACES)('nor with values of many sizes: %s', (name) => {
    expect(Math.min(...pointsOverLru(name, bytesOf))).toBeGreaterThan(-3);
  });

  it('is 10 points over LRU where some keys are far more popular than others and one in a hundred fits', () => {
    expect(Math.min(...pointsOverLru('Zipf .9, 1 % of the keys held'))).toBeGreaterThan(10);
  });

  it('is 10 points over LRU while scans go by, or a loop that does not fit', () => {
    for (const name of ['Zipf and a scan all the time', 'a loop a little too long', 'a loop and Zipf']) {
      expect(Math.min(...pointsOverLru(name))).toBeGreaterThan(10);
    }
  });
});
