import { beforeEach, describe, expect, it } from '@jest/globals';
import { Cache } from '../cache.js';
import { hours, minutes } from '../duration.js';
import { defineRegion } from '../region.js';
import { defineTag } from '../tag.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';

const shelfTag = defineTag<[id: number]>('shelf');
const shelves = defineRegion<number, string>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  staleIfErrorFor: hours(1),
  key: (id) => [id],
  tags: (id) => [shelfTag(id)],
});
const cups = defineRegion<number, string>({ name: 'cups', version: 1, freshFor: hours(1), key: (id) => [id] });

let clock: TestClock;
let cache: Cache;

const read = (id: number) => cache.read(shelves, id, async () => `shelf ${id}`);
const missed = () => {
  const { expired, invalidated, evicted, unproven, first } = cache.counts.get('shelves')?.missedFor ?? {};
  return { expired, invalidated, evicted, unproven, first };
};
const none = { expired: 0, invalidated: 0, evicted: 0, unproven: 0, first: 0 };

beforeEach(() => {
  clock = new TestClock();
  cache = new Cache({ clock });
});

describe('what a region missed for', () => {
  it('is nothing that was ever there', async () => {
    await read(1);
    await read(1);
    await read(2);
    expect(missed()).toEqual({ ...none, first: 2 });
  });

  it('is an entry past its time, and how far past it', async () => {
    await read(1);
    clock.advance(minutes(75));
    await read(1);
    expect(missed()).toEqual({ ...none, first: 1, expired: 1 });
    const { lateness, expiredCyclesMs } = cache.counts.get('shelves')?.missedFor ?? {};
    expect([lateness?.sumMs, expiredCyclesMs]).toEqual([minutes(15).ms, minutes(75).ms]);
  });

  it('is an entry past every window', async () => {
    await read(1);
    clock.advance(hours(5));
    await read(1);
    expect(missed()).toEqual({ ...none, first: 1, expired: 1 });
  });

  it('is an entry overtaken by a change, also one past its time by then', async () => {
    await Promise.all([read(1), read(2)]);
    await cache.invalidate(shelfTag(1), shelfTag(2));
    await read(1);
    clock.advance(hours(3));
    await read(2);
    expect(missed()).toEqual({ ...none, first: 2, invalidated: 2 });
    expect(cache.counts.get('shelves')?.missedFor.invalidatedCyclesMs).toBe(hours(3).ms);
  });

  it('is an entry that was forgotten by its key', async () => {
    await read(1);
    await cache.forget(shelves, 1);
    await read(1);
    expect(missed()).toEqual({ ...none, first: 1, invalidated: 1 });
  });

  it('is an entry that had to make room, unless it would have been past its time by now', async () => {
    cache = new Cache({ clock, maxBytes: 2000 });
    for (let id = 0; id < 20; id += 1) await read(id);
    await read(0);
    clock.advance(hours(2));
    await read(1);
    expect(missed()).toEqual({ ...none, first: 20, evicted: 1, expired: 1 });
  });

  it('is an entry that nobody could be asked about', async () => {
    const far = new StoreTier(new SharedStore());
    cache = new Cache({ clock, far });
    await read(1);
    far.fault = 'refuses';
    clock.advance(minutes(1));
    await read(1);
    expect(missed()).toEqual({ ...none, first: 1, unproven: 1 });
  });

  it('is counted once for all who wait for one load, and never for a refresh or a read past the cache', async () => {
    await Promise.all([read(1), read(1), read(1)]);
    await cache.reading('refresh', () => read(1));
    await cache.reading('bypass', () => read(1));
    expect(missed()).toEqual({ ...none, first: 1 });
  });
});

describe('changes that touch a region', () => {
  const invalidations = (name: string) => cache.counts.get(name)?.invalidations;

  it('are those of its tags, its keys and of all of it; an announcement counts once', async () => {
    await read(1);
    await cache.read(cups, 1, async () => 'cup');
    await cache.invalidate(shelfTag(1), shelfTag(2));
    await cache.expire(shelfTag(1));
    await cache.forget(shelves, 1);
    await cache.clear(shelves);
    expect([invalidations('shelves'), invalidations('cups')]).toEqual([4, 0]);
  });

  it('are those of other instances too', async () => {
    const store = new SharedStore();
    cache = new Cache({ clock, far: new StoreTier(store) });
    const other = new Cache({ clock, far: new StoreTier(store) });
    await read(1);
    await other.invalidate(shelfTag(1));
    expect(invalidations('shelves')).toBe(1);
  });
});

describe('failures of the far tier', () => {
  it('are told apart by what it did', async () => {
    const far = new StoreTier(new SharedStore());
    cache = new Cache({ clock, far, deadlineMs: 1 });
    far.fault = 'hangs';
    await cache.farAnswers();
    far.fault = 'refuses';
    await cache.invalidate(shelfTag(1));
    const { deadline = 0, connection, process = 0, refused } = cache.far?.failuresBy ?? {};
    // A busy machine may be late itself: that is told apart as well.
    expect([connection, refused, deadline + process]).toEqual([1, 0, 1]);
    await cache.close();
  });
});

describe('how long hits take', () => {
  it('is told for all of them, though few are timed', async () => {
    for (let hit = 0; hit <= 129; hit += 1) await read(1);
    expect(cache.counts.get('shelves')).toMatchObject({ memoryHits: 129, hitTimes: { count: 1 + 64 + 64 } });
  });
});
