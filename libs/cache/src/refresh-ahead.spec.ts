import { describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { hours, milliseconds, minutes, seconds } from './duration.js';
import { defineRegion } from './region.js';
import { TestClock } from './testing/test.clock.js';

const KEYS = 1000;
const STEP = milliseconds(100);
const AHEAD = seconds(3);

interface Shelf {
  readonly goodUntil?: number;
}

const shelves = defineRegion<number, Shelf>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  refreshAhead: AHEAD,
  goodUntil: ({ goodUntil }) => goodUntil,
  key: (id) => [id],
});

/** Ten times what is asked for ahead: nothing is asked for before that. */
const BEFORE = milliseconds(10 * AHEAD.ms);

/** A thousand shelves that were all loaded in one moment, and are read all the time. */
async function warmed(shelf: Shelf = {}) {
  const clock = new TestClock();
  const cache = new Cache({ clock });
  let loads = 0;
  const readAll = async () => {
    loads = 0;
    const load = async () => ((loads += 1), shelf);
    const reads = Array.from({ length: KEYS }, (_, id) => cache.fetch(shelves, id, load));
    const served = await Promise.all(reads);
    return { loads, from: new Set(served.map(({ from }) => from)) };
  };
  expect((await readAll()).loads).toBe(KEYS);
  return { clock, readAll };
}

describe('what was loaded together and goes on being read', () => {
  it('is loaded anew at most a tenth of it within a tenth of a second, before its end, and keeps nobody waiting', async () => {
    const { clock, readAll } = await warmed();
    clock.advance(milliseconds(hours(1).ms - BEFORE.ms));
    let [peak, sum] = [0, 0];
    for (let ms = 0; ms <= BEFORE.ms; ms += STEP.ms) {
      const { loads, from } = await readAll();
      expect([...from]).toEqual(['memory']);
      [peak, sum] = [Math.max(peak, loads), sum + loads];
      clock.advance(STEP);
    }
    expect(sum).toBe(KEYS);
    expect(peak).toBeLessThanOrEqual(KEYS / 10);
  });

  it('is left alone where the calendar ends it: made anew before, it would end then as well', async () => {
    const { clock, readAll } = await warmed({ goodUntil: new TestClock().now() + minutes(30).ms });
    clock.advance(milliseconds(minutes(30).ms - 1));
    expect((await readAll()).loads).toBe(0);
    clock.advance(milliseconds(1));
    expect((await readAll()).loads).toBe(KEYS);
  });
});
