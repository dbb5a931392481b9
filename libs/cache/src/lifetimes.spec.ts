import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import type { CacheOptions } from './cache.options.js';
import { hours, minutes, seconds } from './duration.js';
import { defineRegion } from './region.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';

const opened: Cache[] = [];
function aCache(options: CacheOptions = {}) {
  const clock = new TestClock();
  const cache = new Cache({ clock, random: () => 0.5, ...options });
  opened.push(cache);
  return { cache, clock };
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

const labelTag = defineTag('label');
const MISSING = new Error('there is no such label');

/** A source that counts. */
function aSource<V>(...answers: readonly (V | Error)[]) {
  const source = {
    asked: 0,
    load: async (): Promise<V> => {
      const answer = answers[Math.min(source.asked, answers.length - 1)];
      source.asked += 1;
      if (answer instanceof Error) throw answer;
      return answer as V;
    },
  };
  return source;
}

describe('a value with a life of its own', () => {
  const labels = defineRegion<null, string | null>({
    name: 'labels',
    version: 1,
    freshFor: hours(1),
    freshForValue: (label) => (label === null ? seconds(30) : undefined),
    key: () => [1],
  });

  it('is asked for again when that ends; others live as long as their region says', async () => {
    const { cache, clock } = aCache();
    const source = aSource<string | null>(null, 'flour');
    expect(await cache.read(labels, null, source.load)).toBeNull();
    clock.advance(seconds(29));
    expect(await cache.read(labels, null, source.load)).toBeNull();
    clock.advance(seconds(1));
    expect(await cache.read(labels, null, source.load)).toBe('flour');
    clock.advance(minutes(59));
    expect(await cache.read(labels, null, source.load)).toBe('flour');
    expect(source.asked).toBe(2);
  });

  it('never outlives its region', async () => {
    const { cache, clock } = aCache();
    const short = defineRegion<null, string>({
      name: 'short',
      version: 1,
      freshFor: '1m',
      freshForValue: () => '1h',
      key: () => [1],
    });
    const source = aSource('first', 'second');
    await cache.read(short, null, source.load);
    clock.advance(minutes(1));
    expect(await cache.read(short, null, source.load)).toBe('second');
  });
});

describe('a failure that a region remembers', () => {
  const labels = defineRegion<null, string>({
    name: 'labels',
    version: 1,
    freshFor: hours(1),
    failureFor: (error) => (error === MISSING ? seconds(30) : undefined),
    key: () => [1],
    tags: () => [labelTag()],
  });

  it.each([
    ['alone', () => ({})],
    ['with a far tier', () => ({ far: new StoreTier(new SharedStore()), trustMs: 60_000 })],
  ])('is that very error to everybody until its time is over, %s', async (_, options) => {
    const { cache, clock } = aCache(options());
    const source = aSource(MISSING, 'flour');
    for (let reader = 0; reader < 3; reader += 1) {
      await expect(cache.read(labels, null, source.load)).rejects.toBe(MISSING);
    }
    expect(source.asked).toBe(1);
    expect(await cache.peek(labels, null)).toBeUndefined();
    clock.advance(seconds(30));
    expect(await cache.read(labels, null, source.load)).toBe('flour');
  });

  it('ends with a change under its tags', async () => {
    const { cache } = aCache();
    const source = aSource(MISSING, 'flour');
    await expect(cache.read(labels, null, source.load)).rejects.toBe(MISSING);
    await cache.invalidate(labelTag());
    expect(await cache.read(labels, null, source.load)).toBe('flour');
  });

  it('ends with a change that another process announced, also when its message is lost', async () => {
    const store = new SharedStore();
    const far = new StoreTier(store);
    const [one, two] = [aCache({ far }), aCache({ far: new StoreTier(store) })];
    const source = aSource(MISSING, 'flour');
    await expect(two.cache.read(labels, null, source.load)).rejects.toBe(MISSING);
    two.clock.advance(seconds(2));
    await expect(two.cache.read(labels, null, source.load)).rejects.toBe(MISSING);
    far.losesMessages = true;
    await one.cache.invalidate(labelTag());
    two.clock.advance(seconds(1));
    expect(await two.cache.read(labels, null, source.load)).toBe('flour');
    expect(source.asked).toBe(2);
  });

  it('is none of the errors that the region does not name', async () => {
    const { cache } = aCache();
    const source = aSource(new Error('out of order'), 'flour');
    await expect(cache.read(labels, null, source.load)).rejects.toThrow('out of order');
    expect(await cache.read(labels, null, source.load)).toBe('flour');
  });

  it('never takes the place of a value that still stands', async () => {
    const { cache } = aCache();
    const source = aSource('flour', MISSING);
    await cache.read(labels, null, source.load);
    await expect(cache.reading('refresh', () => cache.read(labels, null, source.load))).rejects.toBe(MISSING);
    expect(await cache.read(labels, null, source.load)).toBe('flour');
  });
});

describe('a region in the far tier only', () => {
  const books = defineRegion<null, string>({
    name: 'books',
    version: 1,
    freshFor: hours(1),
    tiers: 'far',
    key: () => [1],
    tags: () => [labelTag()],
  });

  it('takes no memory here, and each read asks there', async () => {
    const far = new StoreTier(new SharedStore());
    const { cache } = aCache({ far });
    const source = aSource('a long text', 'a longer text');
    expect(await cache.fetch(books, null, source.load)).toMatchObject({ from: 'load', stored: true });
    expect(await cache.fetch(books, null, source.load)).toMatchObject({ from: 'redis', value: 'a long text' });
    expect(cache.memory.entries).toBe(0);
    await cache.invalidate(labelTag());
    expect(await cache.fetch(books, null, source.load)).toMatchObject({ from: 'load', value: 'a longer text' });
  });

  it('keeps nothing where there is no far tier, or it cannot be reached', async () => {
    const far = new StoreTier(new SharedStore());
    far.fault = 'refuses';
    for (const { cache } of [aCache(), aCache({ far })]) {
      const source = aSource('a long text');
      await cache.read(books, null, source.load);
      expect(await cache.fetch(books, null, source.load)).toMatchObject({ from: 'load', stored: false });
      expect(source.asked).toBe(2);
    }
  });
});

describe('what is announced as past its time', () => {
  const breads = defineRegion<null, string>({
    name: 'breads',
    version: 1,
    freshFor: hours(1),
    staleFor: minutes(5),
    staleIfErrorFor: minutes(30),
    key: () => [1],
    tags: () => [labelTag()],
  });
  const rolls = defineRegion<null, string>({
    name: 'rolls',
    version: 1,
    freshFor: hours(1),
    key: () => [1],
    tags: () => [labelTag()],
  });

  it('is served while it is loaded anew', async () => {
    const { cache } = aCache();
    const source = aSource('first', 'second');
    await cache.read(breads, null, source.load);
    await cache.expire(labelTag());
    expect(await cache.fetch(breads, null, source.load)).toMatchObject({ from: 'stale', value: 'first' });
    await new Promise(setImmediate);
    expect(await cache.fetch(breads, null, source.load)).toMatchObject({ from: 'memory', value: 'second' });
  });

  it('is served when its source fails, for as long as that window says, counted from the announcement', async () => {
    const { cache, clock } = aCache();
    const source = aSource<string>('first', new Error('out of order'));
    await cache.read(breads, null, source.load);
    clock.advance(minutes(10));
    await cache.expire(labelTag());
    clock.advance(minutes(29));
    expect(await cache.fetch(breads, null, source.load)).toMatchObject({ from: 'stale', value: 'first' });
    clock.advance(minutes(1));
    await expect(cache.read(breads, null, source.load)).rejects.toThrow('out of order');
  });

  it('is not served at all in a region without a window', async () => {
    const { cache } = aCache();
    const source = aSource('first', 'second');
    await cache.read(rolls, null, source.load);
    await cache.expire(labelTag());
    expect(await cache.read(rolls, null, source.load)).toBe('second');
  });

  it('is not what a load brings that took off before', async () => {
    const { cache } = aCache();
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const early = cache.read(rolls, null, async () => (await gate, 'first'));
    await new Promise(setImmediate);
    await cache.expire(labelTag());
    const source = aSource('second');
    expect(await cache.read(rolls, null, source.load)).toBe('second');
    open();
    expect(await early).toBe('first');
    expect(await cache.read(rolls, null, source.load)).toBe('second');
  });

  it.each([false, true])('is so at another process too; with the message lost: %p', async (lost) => {
    const store = new SharedStore();
    const far = new StoreTier(store);
    const [one, two] = [aCache({ far }), aCache({ far: new StoreTier(store) })];
    const source = aSource('first', 'second');
    await two.cache.read(breads, null, source.load);
    far.losesMessages = lost;
    await one.cache.expire(labelTag());
    if (lost) two.clock.advance(seconds(1));
    expect(await two.cache.fetch(breads, null, source.load)).toMatchObject({ from: 'stale', value: 'first' });
    await new Promise(setImmediate);
    expect(await two.cache.fetch(breads, null, source.load)).toMatchObject({ from: 'memory', value: 'second' });
    expect(await one.cache.fetch(breads, null, source.load)).toMatchObject({ from: 'redis', value: 'second' });
  });

  it('is past its time, too, to who finds it in the far tier only', async () => {
    const store = new SharedStore();
    const [one, two] = [aCache({ far: new StoreTier(store) }), aCache({ far: new StoreTier(store) })];
    const source = aSource('first', 'second');
    await one.cache.read(breads, null, source.load);
    await one.cache.expire(labelTag());
    expect(await two.cache.fetch(breads, null, source.load)).toMatchObject({ from: 'stale', value: 'first' });
  });

  it('is dropped instead where tokens can only be removed', async () => {
    const store = new SharedStore();
    const far = new StoreTier(store);
    far.expire = () => Promise.reject(new Error('OOM'));
    const [one, two] = [aCache({ far }), aCache({ far: new StoreTier(store) })];
    const source = aSource('first', 'second');
    await two.cache.read(breads, null, source.load);
    await one.cache.expire(labelTag());
    expect(await two.cache.fetch(breads, null, source.load)).toMatchObject({ from: 'load', value: 'second' });
  });
});

describe('a ticket', () => {
  const labels = defineRegion<number, string>({
    name: 'labels',
    version: 1,
    freshFor: hours(1),
    key: (id) => [id],
    tags: () => [labelTag()],
  });
  const never = () => Promise.reject(new Error('nobody is to be asked'));

  it('lets be kept what was read after it was given, once', async () => {
    const { cache } = aCache({ far: new StoreTier(new SharedStore()) });
    const ticket = await cache.ticket(labels, 1);
    expect(await ticket.put('flour')).toBe(true);
    expect(await ticket.put('salt')).toBe(false);
    expect(await cache.read(labels, 1, never)).toBe('flour');
  });

  it.each(['here', 'elsewhere', 'elsewhere, unheard of'])('is void after a change announced %s', async (where) => {
    const store = new SharedStore();
    const far = new StoreTier(store);
    const [one, two] = [aCache({ far }), aCache({ far: new StoreTier(store) })];
    const ticket = await two.cache.ticket(labels, 1);
    far.losesMessages = where.endsWith('unheard of');
    await (where === 'here' ? two : one).cache.invalidate(labelTag());
    await ticket.put('flour');
    two.clock.advance(seconds(1));
    const source = aSource('salt');
    expect(await two.cache.read(labels, 1, source.load)).toBe('salt');
    expect(await one.cache.read(labels, 1, source.load)).toBe('salt');
  });

  it('is void after half a minute, and holds up nothing', async () => {
    const { cache, clock } = aCache();
    const ticket = await cache.ticket(labels, 1);
    clock.advance(seconds(30));
    expect(await ticket.put('flour')).toBe(false);
    expect(await cache.peek(labels, 1)).toBeUndefined();
  });
});

describe('a value that is replaced', () => {
  const labels = defineRegion<number, string>({ name: 'labels', version: 1, freshFor: hours(1), key: (id) => [id] });

  it('is another one to everybody at once, whoever held the one before', async () => {
    const store = new SharedStore();
    const [one, two] = [aCache({ far: new StoreTier(store) }), aCache({ far: new StoreTier(store) })];
    for (const value of ['flour', 'salt', 'sugar']) {
      await one.cache.replace(labels, 1, value);
      for (const { cache } of [one, two]) expect((await cache.peek(labels, 1))?.value).toBe(value);
    }
  });

  it('is one and the same everywhere after two replaced it at the same moment', async () => {
    const store = new SharedStore();
    const [one, two] = [aCache({ far: new StoreTier(store) }), aCache({ far: new StoreTier(store) })];
    await Promise.all([one.cache.replace(labels, 1, 'flour'), two.cache.replace(labels, 1, 'salt')]);
    for (const { clock } of [one, two]) clock.advance(seconds(2));
    const seen = await Promise.all([one, two].map(async ({ cache }) => (await cache.peek(labels, 1))?.value));
    expect(new Set(seen).size).toBe(1);
  });
});
