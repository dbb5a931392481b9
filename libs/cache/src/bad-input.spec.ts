import { afterEach, describe, expect, it } from '@jest/globals';
import { Keyv, type KeyvOptions } from 'keyv';
import { CacheError, type CacheErrorCode } from './cache.error.js';
import { Cache } from './cache.js';
import type { CacheOptions } from './cache.options.js';
import { days, hours, milliseconds, type DurationLike } from './duration.js';
import { cacheManagerOn } from './edges/cache-manager.js';
import { StockRegion } from './edges/stock.region.js';
import { TieredStore } from './edges/tiered.store.js';
import { defineAnswers } from './http/answer.js';
import { memoize } from './memoize/memoize.js';
import { CachedResponse } from './nest/cached-response.js';
import { defineRegion } from './region.js';
import type { RegionOptions } from './region.options.js';
import { defineTag, Tag } from './tag.js';
import { TestClock } from './testing/test.clock.js';

/** What is thrown says which code it is, and has these words: what is wrong and what helps. */
function expectRefusal(error: unknown, code: CacheErrorCode, ...words: readonly string[]): void {
  expect(error).toBeInstanceOf(CacheError);
  expect(error).toMatchObject({ code });
  for (const word of words) expect(error).toHaveProperty('message', expect.stringContaining(word));
}

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const rejectedBy = (act: () => Promise<unknown>): Promise<unknown> => act().catch((error: unknown) => error);

const jars = (options: Partial<RegionOptions<string, unknown>> = {}) =>
  defineRegion<string, unknown>({ name: 'jars', version: 1, freshFor: hours(1), key: (id) => [id], ...options });

const opened: Cache[] = [];
function aCache(options: CacheOptions = {}): Cache {
  const cache = new Cache({ clock: new TestClock(), ...options });
  opened.push(cache);
  return cache;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

function ring(): object {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}

describe('a region', () => {
  it('that is called as another one is refused', () => {
    const cache = aCache();
    cache.register(jars());
    expectRefusal(
      thrownBy(() => cache.register(jars())),
      'REGION_TWICE',
      '"jars"',
      'rename one',
    );
  });

  it.each<[string, () => DurationLike, ...string[]]>([
    ['a bare number', () => 60 as never, 'Region jars: freshFor: 60 has no unit', "minutes(5) or '5m'"],
    ['NaN', () => Number.NaN as never, 'Region jars: freshFor: NaN has no unit', "minutes(5) or '5m'"],
    ['nothing', () => undefined as never, 'Region jars: freshFor: undefined has no unit', "minutes(5) or '5m'"],
    ['0', () => '0s', 'Region jars: freshFor: 0 ms is no lifetime', 'from 1 ms to 24.8 days'],
    ['less than nothing', () => '-5m', 'Region jars: freshFor: -5m has no unit', "minutes(5) or '5m'"],
    ['over 24.8 days', () => '25d', 'Region jars: freshFor: 2160000000 ms is no lifetime', 'from 1 ms to 24.8 days'],
    ['milliseconds(0)', () => milliseconds(0), '0 ms is no lifetime', 'from 1 ms to 24.8 days'],
    ['hours(-1)', () => hours(-1), '-3600000 ms is no lifetime', 'from 1 ms to 24.8 days'],
    ['days(Infinity)', () => days(Infinity), 'Infinity ms is no lifetime', 'from 1 ms to 24.8 days'],
    ['days(24.9)', () => days(24.9), 'is no lifetime', 'from 1 ms to 24.8 days'],
  ])('does not live for %s', (_, freshFor, ...words) => {
    expectRefusal(
      thrownBy(() => jars({ freshFor: freshFor() })),
      'DURATION_INVALID',
      ...words,
    );
  });

  it.each(['staleFor', 'staleIfErrorFor', 'softLimit', 'loadLimit', 'refreshAhead', 'trustAlone'] as const)(
    'names the option %s when that is a bare number',
    (option) => {
      const words = [`Region jars: ${option}: 0 has no unit`];
      expectRefusal(
        thrownBy(() => jars({ [option]: 0 })),
        'DURATION_INVALID',
        ...words,
      );
    },
  );

  it('names itself when a value is given a bare number to live for', async () => {
    const region = jars({ freshForValue: () => 60 as never });
    const error = await rejectedBy(() => aCache().read(region, 'a', async () => 1));
    expectRefusal(error, 'DURATION_INVALID', 'Region jars: freshForValue: 60 has no unit');
  });

  it.each([0, -1, Number.NaN])('does not take values up to %p bytes', (maxBytes) => {
    expectRefusal(
      thrownBy(() => jars({ maxBytes })),
      'REGION_INVALID',
      'Region jars: maxBytes must be more than 0',
    );
  });
});

describe('a tag', () => {
  it('of 100 kB works, and is told from another one that ends otherwise', async () => {
    const shelfTag = defineTag<[name: string]>('shelf');
    const long = 'x'.repeat(100_000);
    const region = jars({ tags: (id) => [shelfTag(long + id)] });
    const cache = aCache();
    await cache.read(region, 'a', async () => 1);
    await cache.invalidate(shelfTag(`${long}b`));
    expect((await cache.peek(region, 'a'))?.value).toBe(1);
    await cache.invalidate(shelfTag(`${long}a`));
    expect(await cache.peek(region, 'a')).toBeUndefined();
  });

  it('that was made by hand, over 256 characters, is refused with its head', () => {
    expectRefusal(
      thrownBy(() => Tag.named(`shelf:${'x'.repeat(251)}`)),
      'TAG_INVALID',
      'Tag "shelf:xxx',
      '257 characters, 1 to 256',
      'by defineTag',
    );
  });
});

describe('a key', () => {
  it('of 100 kB works, and is told from another one that ends otherwise', async () => {
    const cache = aCache();
    const region = jars();
    const long = 'x'.repeat(100_000);
    expect(await cache.read(region, long, async () => 'a')).toBe('a');
    expect(await cache.read(region, `${long}y`, async () => 'b')).toBe('b');
    expect((await cache.fetch(region, long, async () => 'c')).from).toBe('memory');
    expect(region.keyFor(long).length).toBeLessThan(200);
  });

  it.each([[Number.NaN], [{}]])('is not made of %p', async (id) => {
    const error = await rejectedBy(() => aCache().read(jars(), id as never, async () => 1));
    expectRefusal(error, 'KEY_INVALID');
  });
});

describe('a value', () => {
  const sealed = jars();

  it('over the limit of its region is answered, not kept, counted and told', async () => {
    const cache = aCache();
    const region = jars({ maxBytes: 1000 });
    const told: unknown[] = [];
    cache.events.on('notStored', (event) => told.push(event));
    const large = 'x'.repeat(1001);
    expect(await cache.fetch(region, 'a', async () => large)).toMatchObject({ value: large, stored: false });
    expect(await cache.peek(region, 'a')).toBeUndefined();
    expect(cache.counts.get('jars')?.notStored).toBe(1);
    expect(told).toMatchObject([{ region: 'jars', key: 'jars:a' }]);
  });

  it.each<[string, string, unknown]>([
    ['NaN', 'NaN at soup.0 cannot be stored', { soup: [Number.NaN] }],
    ['Infinity', 'Infinity at the value itself cannot be stored', Infinity],
    ['a cycle', 'a cycle at self cannot be stored', ring()],
    ['a function', 'a function at of cannot be stored', { of: () => 1 }],
    ['an instance', 'a Jar at the value itself cannot be stored', new (class Jar {})()],
  ])('that is or holds %s is refused at the place where it stands', async (_, words, value) => {
    const cache = aCache();
    for (const act of [() => cache.read(sealed, 'a', async () => value), () => cache.put(sealed, 'a', value)]) {
      expectRefusal(await rejectedBy(act), 'VALUE_NOT_STORABLE', `jars:a: ${words}`);
    }
  });

  it.each<[string, unknown]>([
    ['a cycle', ring()],
    ['a big integer', { amount: 1n }],
    ['NaN', Number.NaN],
  ])('that is or holds %s is kept as it is by a region that never leaves this process', async (_, value) => {
    const cache = aCache();
    const region = jars({ tiers: 'near' });
    await cache.read(region, 'a', async () => value);
    expect(await cache.fetch(region, 'a', async () => 'anew')).toMatchObject({ value, from: 'memory' });
  });
});

describe('a cache', () => {
  it.each(['maxBytes', 'deadlineMs', 'trustMs'] as const)('whose %s is no number does not come about', (option) => {
    for (const given of [Number.NaN, -1, Infinity]) {
      expectRefusal(
        thrownBy(() => aCache({ [option]: given })),
        'OPTIONS_INVALID',
        `${option} is ${given}`,
        'a number from 0',
      );
    }
  });
});

describe('a region whose name the library needs for itself', () => {
  it.each(['fence', 'lease'])('is refused: %s', (name) => {
    expectRefusal(
      thrownBy(() => jars({ name })),
      'REGION_INVALID',
      `Region name "${name}" is taken`,
      'choose another',
    );
  });
});

describe('an identity', () => {
  it.each([[Number.NaN], [{}]])('is not %p, neither for a read nor to be erased', async (identity) => {
    const region = jars({ identity: () => identity as never });
    const cache = aCache();
    cache.register(region);
    expectRefusal(await rejectedBy(() => cache.read(region, 'a', async () => 1)), 'KEY_INVALID');
    expectRefusal(await rejectedBy(() => cache.erase(identity as never)), 'KEY_INVALID');
  });
});

describe('a decorated handler', () => {
  it.each([60, 0, -1, Infinity, '25d', '0s'])('is not told to be kept by clients for %p', (maxAge) => {
    const answers = defineAnswers<string>({ name: 'answers', version: 1, freshFor: hours(1), key: (id) => [id] });
    const declared = () => {
      class Soups {
        @CachedResponse(answers, { scope: 'public', maxAge: maxAge as never })
        today(): string {
          return 'soup';
        }
      }
      return new Soups();
    };
    expectRefusal(thrownBy(declared), 'DURATION_INVALID', 'Soups.today: maxAge: ');
  });
});

describe('a memoized function', () => {
  it.each([undefined, 0, -1, 1.5, Number.NaN, Infinity, '10' as never])('has no bound of %p', (max) => {
    for (const bound of [{ max }, { maxBytes: max }]) {
      const act = () => memoize(function kcal() {}, bound);
      expectRefusal(thrownBy(act), 'MEMO_INVALID', 'memoize(kcal) ');
    }
  });

  it.each([-1, Number.NaN, Infinity])('is told that a size of %p is none', (size) => {
    const memoized = memoize(() => 1, { maxBytes: 100, size: () => size });
    expectRefusal(thrownBy(memoized), 'MEMO_INVALID', `a size of ${size}`, 'bytes from 0');
  });

  it('counts results that are too large to be kept, and keeps rings and NaN as they are', () => {
    const large = memoize((length: number) => 'x'.repeat(length), { maxBytes: 1000 });
    expect([large(2000).length, large(2000).length, large(1).length]).toEqual([2000, 2000, 1]);
    expect(large.report).toMatchObject({ hits: 0, misses: 3, tooLarge: 2, entries: 1 });
    for (const value of [ring(), Number.NaN]) {
      const memoized = memoize(() => value, { maxBytes: 10_000 });
      expect([memoized(), memoized()]).toEqual([value, value]);
      expect(memoized.report.hits).toBe(1);
    }
  });

  it('tells arguments of 100 kB apart by their ends, and refuses NaN by name', () => {
    const memoized = memoize((text: string | number) => text, { max: 10 });
    const long = 'x'.repeat(100_000);
    expect([memoized(`${long}a`), memoized(`${long}b`)]).toEqual([`${long}a`, `${long}b`]);
    expectRefusal(
      thrownBy(() => memoized(Number.NaN)),
      'KEY_INVALID',
      'NaN cannot be part of a key',
    );
  });

  it.each([60, 0, -1, Infinity, '25d', '0s'])('does not live for %p', (ttl) => {
    expectRefusal(
      thrownBy(() => memoize(function kcal() {}, { max: 1, ttl: ttl as never })),
      'DURATION_INVALID',
      'memoize(kcal): ttl: ',
    );
  });
});

describe('the stock cache manager', () => {
  const clock = new TestClock();
  const aManager = () => cacheManagerOn(aCache({ clock }), clock);

  it.each([-1, 0.2, Number.NaN, Infinity])('refuses a lifetime of %p', async (ttl) => {
    const error = await rejectedBy(() => aManager().set('jam', 1, ttl));
    expectRefusal(error, 'DURATION_INVALID', `jam: a lifetime of ${ttl} is none`, 'or 0 for no end');
  });

  it('refuses a value that cannot be kept', async () => {
    const error = await rejectedBy(() => aManager().set('jam', { sugar: Number.NaN }));
    expectRefusal(error, 'VALUE_NOT_STORABLE', 'jam: NaN at value.sugar');
  });
});

describe('a Keyv on our tiers', () => {
  const aKeyv = (options: KeyvOptions = {}, cache = aCache()) => {
    const store = new TieredStore(cache, new TestClock(), new StockRegion('sessions'));
    return new Keyv({ store, throwOnErrors: true, ...options });
  };

  it('cannot be made twice under one name', () => {
    const cache = aCache();
    aKeyv({}, cache);
    expectRefusal(
      thrownBy(() => aKeyv({}, cache)),
      'REGION_TWICE',
      '"sessions"',
      'rename one',
    );
    expectRefusal(
      thrownBy(() => new StockRegion('My Sessions')),
      'REGION_INVALID',
      'Region name "My Sessions"',
    );
  });

  it.each([-1, 0.2, Number.NaN, Infinity])('refuses a lifetime of %p', async (ttl) => {
    const error = await rejectedBy(() => aKeyv().set('jam', 1, ttl));
    expectRefusal(error, 'DURATION_INVALID', `a lifetime of ${ttl} is none`, 'or 0 for no end');
  });

  // Keyv itself takes NaN for all as if nothing was said.
  it.each([-1, 0.2, Infinity])('refuses a lifetime of %p for all', async (ttl) => {
    expectRefusal(await rejectedBy(() => aKeyv({ ttl }).set('jam', 1)), 'DURATION_INVALID', 'is none');
  });

  it('keeps for longer than 24.8 days, and a key of 100 kB', async () => {
    const keyv = aKeyv();
    const long = 'x'.repeat(100_000);
    await keyv.set(long, 'a', days(20).ms * 100);
    await keyv.set(`${long}y`, 'b');
    expect([await keyv.get(long), await keyv.get(`${long}y`)]).toEqual(['a', 'b']);
  });

  it('tells of a value that is too large to be kept', async () => {
    const cache = aCache();
    const told: unknown[] = [];
    cache.events.on('notStored', (event) => told.push(event));
    const keyv = aKeyv({}, cache);
    await keyv.set('large', 'x'.repeat(5 * 1024 * 1024));
    expect(await keyv.get('large')).toBeUndefined();
    expect(told).toMatchObject([{ region: 'sessions' }]);
    expect(cache.counts.get('sessions')?.notStored).toBe(1);
  });
});
