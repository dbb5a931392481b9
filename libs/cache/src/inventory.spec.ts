import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import { hours, minutes } from './duration.js';
import { defineRegion } from './region.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';

const shelfTag = defineTag<[id: string]>('shelf');
const shelves = defineRegion<string, unknown>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  staleFor: hours(1),
  key: (id) => [id],
  tags: (id) => [shelfTag(id)],
  failureFor: () => minutes(1),
});
const others = defineRegion<string, unknown>({
  name: 'shelves.other',
  version: 1,
  freshFor: hours(1),
  key: (id) => [id],
});

const opened: Cache[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

function aFleet() {
  const clock = new TestClock();
  const store = new SharedStore(clock);
  const anInstance = () => {
    const far = new StoreTier(store);
    const cache = new Cache({ clock, far, deadlineMs: 20 });
    opened.push(cache);
    return { cache, far };
  };
  return { clock, store, here: anInstance(), there: anInstance() };
}

describe('the keys of a region', () => {
  it('are those in memory here and those in the far tier, each once and in order', async () => {
    const { here, there, store } = aFleet();
    for (const id of ['b', 'a']) await here.cache.put(shelves, id, id);
    await there.cache.put(shelves, 'c', 'c');
    await here.cache.put(others, 'a', 'a');
    store.entries.delete('shelves:b');
    expect(await here.cache.keysOf(shelves)).toEqual({ keys: ['shelves:a', 'shelves:b', 'shelves:c'], whole: true });
  });

  it.each([
    ['%2A', ['shelves:a%2A']],
    ['b', ['shelves:ab']],
    ['shelves', []],
    ['?', []],
    ['*', []],
  ])('are those that have %j in them, sign by sign', async (match, keys) => {
    const { here } = aFleet();
    for (const id of ['ab', 'a*', 'ac']) await here.cache.put(shelves, id, id);
    expect(await here.cache.keysOf(shelves, match)).toEqual({ keys, whole: true });
  });

  it('are not whole where there are more, or the far tier cannot be asked', async () => {
    const { here } = aFleet();
    for (const id of ['a', 'b', 'c']) await here.cache.put(shelves, id, id);
    expect(await here.cache.keysOf(shelves, '', 2)).toEqual({ keys: ['shelves:a', 'shelves:b'], whole: false });
    here.far.fault = 'refuses';
    expect(await here.cache.keysOf(shelves)).toEqual({
      keys: ['shelves:a', 'shelves:b', 'shelves:c'],
      whole: false,
    });
  });
});

describe('an entry that is held', () => {
  it('is told with its size, age, time left, tags and value, wherever it lies, and counts as no read', async () => {
    const { here, there, clock } = aFleet();
    await there.cache.put(shelves, 'a', { jam: new Date(0) });
    clock.advance(minutes(10));
    const expected = { key: 'shelves:a', state: 'fresh', ageMs: 600_000, ttlMs: 3_000_000, tags: ['shelf:a'] };
    here.cache.register(shelves);
    for (const [{ cache }, tiers] of [[here, ['redis']] as const, [there, ['memory', 'redis']] as const]) {
      const entry = await cache.entryOf(shelves, 'shelves:a');
      expect(entry).toMatchObject({ ...expected, tiers });
      expect(entry?.bytes).toBeGreaterThan(10);
      expect(entry?.value()).toEqual({ jam: new Date(0) });
      expect(cache.counts.get('shelves')).toMatchObject({ hits: 0, misses: 0 });
    }
  });

  it('is dead once what it depends on has changed, also where nobody has let go of it', async () => {
    const { here, there, store } = aFleet();
    await here.cache.put(shelves, 'a', 1);
    expect((await there.cache.entryOf(shelves, 'shelves:a'))?.state).toBe('fresh');
    await here.cache.invalidate(shelfTag('a'));
    expect(store.entries.size).toBe(1);
    for (const { cache } of [here, there]) {
      expect((await cache.entryOf(shelves, 'shelves:a'))?.state).toBe('dead');
    }
  });

  it('is stale past its time, or once it was announced as such', async () => {
    const { here, there, clock } = aFleet();
    for (const id of ['a', 'b']) await here.cache.put(shelves, id, 1);
    await here.cache.expire(shelfTag('a'));
    for (const { cache } of [here, there]) {
      expect((await cache.entryOf(shelves, 'shelves:a'))?.state).toBe('stale');
    }
    clock.advance(minutes(90));
    const past = await here.cache.entryOf(shelves, 'shelves:b');
    expect(past).toMatchObject({ tiers: ['memory'], state: 'stale', ttlMs: -minutes(30).ms });
  });

  it('may be a failure that is remembered', async () => {
    const { here } = aFleet();
    await expect(here.cache.read(shelves, 'a', () => Promise.reject(new Error('burnt')))).rejects.toThrow('burnt');
    const entry = await here.cache.entryOf(shelves, 'shelves:a');
    expect([entry?.state, entry?.value()]).toEqual(['failure', undefined]);
  });

  it('is not there where nothing, or nothing whole, lies', async () => {
    const { here, store } = aFleet();
    expect(await here.cache.entryOf(shelves, 'shelves:a')).toBeUndefined();
    store.entries.set('shelves:a', { bytes: Buffer.from('{"half":'), lifeMs: 1000 });
    expect(await here.cache.entryOf(shelves, 'shelves:a')).toBeUndefined();
    await here.cache.put(shelves, 'b', 1);
    store.entries.set('shelves:c', store.entries.get('shelves:b') as { bytes: Buffer; lifeMs: number });
    expect(await here.cache.entryOf(shelves, 'shelves:c')).toBeUndefined();
  });
});
