import { beforeEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { minutes } from './duration.js';
import { defineRegion } from './region.js';
import { TestClock } from './testing/test.clock.js';

const lasting = { version: 1, freshFor: minutes(10), key: () => [] } as const;
/** Something past its time does in the place of the first two, of the third only if its load fails and of the last never. */
const stale = defineRegion({ ...lasting, name: 'stale', staleFor: minutes(10) });
const late = defineRegion({ ...lasting, name: 'late', staleIfErrorFor: minutes(10), softLimit: '5ms' });
const rescued = defineRegion({ ...lasting, name: 'rescued', staleIfErrorFor: minutes(10) });
const strict = defineRegion({ ...lasting, name: 'strict' });
const inner = defineRegion({ ...lasting, name: 'inner' });

let clock: TestClock;
let cache: Cache;
/** What each load was told. */
let told: boolean[];

beforeEach(() => {
  clock = new TestClock();
  cache = new Cache({ clock });
  told = [];
});

const ask = async () => told.push(cache.isSpare);
const read = (region: typeof stale) => cache.read(region, {}, ask);

describe('a load', () => {
  it.each([stale, late, rescued, strict])('of $name is not spare where nothing is held', async (region) => {
    await read(region);
    expect(told).toEqual([false]);
  });

  it.each([
    ['stale', stale, true],
    ['late', late, true],
    ['rescued', rescued, false],
    ['strict', strict, false],
  ])(
    'of "%s" is so in the place of what is past its time only where nobody waits for it',
    async (_, region, isSpare) => {
      await read(region);
      clock.advance(minutes(11));
      await read(region);
      await cache.close();
      expect(told).toEqual([false, isSpare]);
    },
  );

  it('is as spare as the one that it is inside of', async () => {
    const readBoth = () => cache.read(late, {}, () => cache.read(inner, {}, ask));
    await readBoth();
    clock.advance(minutes(11));
    await readBoth();
    expect(told).toEqual([false, true]);
  });

  it('is not spare where somebody wants it anew', async () => {
    await read(stale);
    clock.advance(minutes(11));
    await cache.refresh(stale, {}, ask);
    expect(told).toEqual([false, false]);
  });
});

it('what is no load is not spare', async () => {
  await cache.read(strict, {}, async () => undefined);
  expect(cache.isSpare).toBe(false);
});
