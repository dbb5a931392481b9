import { afterEach, describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';
import type { CacheOptions } from './cache.options.js';
import { hours, minutes, seconds } from './duration.js';
import { Unstored } from './landing.js';
import { defineRegion } from './region.js';
import { under } from './region.options.js';
import { defineTag } from './tag.js';
import { SharedStore, StoreTier } from './testing/store.tier.js';
import { TestClock } from './testing/test.clock.js';

const shelfTag = defineTag<[id: number]>('shelf');
const shelves = defineRegion<{ id: number }, unknown>({
  name: 'shelves',
  version: 1,
  freshFor: hours(1),
  staleFor: minutes(5),
  staleIfErrorFor: minutes(30),
  key: ({ id }) => [id],
  tags: ({ id }) => [shelfTag(id)],
  keysUnder: [under(shelfTag, (id) => [{ id }])],
});

/** A source that counts how often it is asked, and can be held up. */
class Source {
  asked = 0;
  value: unknown = 'first';
  error: Error | undefined;
  #gate: Promise<void> = Promise.resolve();
  open: () => void = () => undefined;

  readonly load = async (): Promise<unknown> => {
    this.asked += 1;
    const { value, error } = this;
    await this.#gate;
    if (error) throw error;
    return value;
  };

  close(): void {
    this.#gate = new Promise((resolve) => (this.open = resolve));
  }
}

const opened: Cache[] = [];
function aCache(options: CacheOptions = {}) {
  const clock = new TestClock();
  const cache = new Cache({ clock, random: () => 0.5, ...options });
  opened.push(cache);
  return { cache, clock, source: new Source() };
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

describe('a read', () => {
  it.each([null, 0, '', false, []])('asks the source once, also when the answer is %p', async (value) => {
    const { cache, source } = aCache();
    source.value = value;
    expect(await cache.read(shelves, { id: 1 }, source.load)).toEqual(value);
    expect(await cache.read(shelves, { id: 1 }, source.load)).toEqual(value);
    expect(source.asked).toBe(1);
  });

  it('asks the source once for a thousand readers at the same time', async () => {
    const { cache, source } = aCache();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => cache.read(shelves, { id: 1 }, source.load)));
    expect(new Set(answers)).toEqual(new Set(['first']));
    expect(source.asked).toBe(1);
    expect(cache.counts.get('shelves')?.coalesced).toBe(999);
  });

  it('gives every reader the very error of the source, and keeps nothing', async () => {
    const { cache, source } = aCache();
    source.error = new Error('out of order');
    const readers = await Promise.allSettled(
      Array.from({ length: 100 }, () => cache.read(shelves, { id: 1 }, source.load)),
    );
    expect(readers.every((reader) => reader.status === 'rejected' && reader.reason === source.error)).toBe(true);
    expect(source.asked).toBe(1);

    source.error = undefined;
    expect(await cache.read(shelves, { id: 1 }, source.load)).toBe('first');
  });

  it('asks again after the lifetime, and serves the old meanwhile in the stale window', async () => {
    const { cache, clock, source } = aCache();
    await cache.read(shelves, { id: 1 }, source.load);
    source.value = 'second';

    clock.advance(minutes(62));
    const stale = await cache.fetch(shelves, { id: 1 }, source.load);
    expect([stale.value, stale.from]).toEqual(['first', 'stale']);
    await new Promise(setImmediate);
    const fresh = await cache.fetch(shelves, { id: 1 }, source.load);
    expect([fresh.value, fresh.from]).toEqual(['second', 'memory']);

    clock.advance(hours(2));
    source.value = 'third';
    expect(await cache.read(shelves, { id: 1 }, source.load)).toBe('third');
  });

  it('serves the old when the source fails, within its window and not beyond', async () => {
    const { cache, clock, source } = aCache();
    await cache.read(shelves, { id: 1 }, source.load);
    source.error = new Error('away');

    clock.advance(minutes(80));
    expect((await cache.fetch(shelves, { id: 1 }, source.load)).from).toBe('stale');
    clock.advance(minutes(20));
    await expect(cache.read(shelves, { id: 1 }, source.load)).rejects.toBe(source.error);
  });

  it('keeps nobody waiting for a slow source who can have what is past its time; what it brings is kept', async () => {
    const { cache, clock, source } = aCache();
    const slow = defineRegion<number, unknown>({
      name: 'slow',
      version: 1,
      freshFor: '1m',
      staleIfErrorFor: '1h',
      softLimit: '5ms',
      key: (id) => [id],
    });
    await cache.read(slow, 1, source.load);
    clock.advance('2m');
    source.value = 'second';
    source.close();
    const readers = await Promise.all([1, 2, 3].map(() => cache.fetch(slow, 1, source.load)));
    expect(readers.map(({ from, value }) => [from, value])).toEqual([1, 2, 3].map(() => ['stale', 'first']));

    source.open();
    await new Promise(setImmediate);
    expect((await cache.fetch(slow, 1, source.load)).value).toBe('second');
    expect(source.asked).toBe(2);
  });

  it('asks no source of a region more often at once than the region allows', async () => {
    const { cache } = aCache();
    const narrow = defineRegion<number, number>({
      name: 'narrow',
      version: 1,
      freshFor: '1m',
      maxLoads: 2,
      key: (id) => [id],
    });
    let inside = 0;
    let most = 0;
    const load = async () => {
      most = Math.max(most, (inside += 1));
      await new Promise(setImmediate);
      return (inside -= 1);
    };
    await Promise.all(Array.from({ length: 20 }, (_, id) => cache.read(narrow, id, load)));
    expect(most).toBe(2);
  });

  it('ends what was made together at different times', async () => {
    const { cache, clock, source } = aCache({ random: Math.random });
    const many = defineRegion<number, unknown>({
      name: 'many',
      version: 1,
      freshFor: '100s',
      jitter: 0.5,
      key: (id) => [id],
    });
    const all = () => Promise.all(Array.from({ length: 200 }, (_, id) => cache.read(many, id, source.load)));
    await all();
    clock.advance('75s');
    await all();
    expect(source.asked).toBeGreaterThan(240);
    expect(source.asked).toBeLessThan(360);
  });

  it('gives out values that nobody can change for the next reader', async () => {
    const { cache } = aCache();
    const load = async () => ({ items: [{ name: 'egg' }], at: new Date(0), seen: new Set(['a']) });
    const region = defineRegion<number, Awaited<ReturnType<typeof load>>>({
      name: 'deep',
      version: 1,
      freshFor: '1h',
      key: (id) => [id],
    });
    const first = await cache.read(region, 1, load);
    first.items.push({ name: 'ham' });
    first.at.setTime(1);
    first.seen.add('b');
    const second = await cache.read(region, 1, load);
    expect(second).toEqual({ items: [{ name: 'egg' }], at: new Date(0), seen: new Set(['a']) });
    const plain = (await cache.read(shelves, { id: 1 }, async () => ({ items: ['egg'] }))) as { items: string[] };
    expect(() => plain.items.push('ham')).toThrow(TypeError);
  });

  it('does not keep what its loader says is not to be kept', async () => {
    const { cache, source } = aCache();
    const load = async () => new Unstored(await source.load());
    expect(await cache.read(shelves, { id: 1 }, load)).toBe('first');
    expect((await cache.fetch(shelves, { id: 1 }, load)).stored).toBe(false);
    expect(source.asked).toBe(2);
  });

  it('never serves a value past the instant until which it is good', async () => {
    const { cache, clock, source } = aCache();
    const midnight = Date.parse('2026-06-16T00:00:00Z');
    const region = defineRegion<number, unknown>({
      name: 'daily',
      version: 1,
      freshFor: '24h',
      staleFor: '1h',
      staleIfErrorFor: '5h',
      key: (id) => [id],
      goodUntil: () => midnight,
    });
    await cache.read(region, 1, source.load);
    clock.advance('11h');
    await cache.read(region, 1, source.load);
    expect(source.asked).toBe(1);
    clock.advance('1h');
    source.error = new Error('away');
    await expect(cache.read(region, 1, source.load)).rejects.toBe(source.error);
  });

  describe('when the machine slept, so that the wall has leapt and no time has passed,', () => {
    const midnight = Date.parse('2026-06-16T00:00:00Z');
    const daily = defineRegion<number, unknown>({
      name: 'daily',
      version: 1,
      freshFor: '24h',
      staleIfErrorFor: '5h',
      key: (id) => [id],
      goodUntil: () => midnight,
    });

    it('serves nothing that is over by the calendar, not even where its source fails', async () => {
      const { cache, clock, source } = aCache();
      await cache.read(daily, 1, source.load);
      clock.setWall(midnight);
      source.value = 'second';
      expect(await cache.read(daily, 1, source.load)).toBe('second');
      await cache.read(shelves, { id: 1 }, source.load);
      clock.setWall(midnight + 1);
      source.error = new Error('away');
      await expect(cache.read(daily, 1, source.load)).rejects.toBe(source.error);
    });

    it('serves what is good for a while yet, and no longer than that', async () => {
      const { cache, clock, source } = aCache();
      await cache.read(daily, 1, source.load);
      await cache.read(shelves, { id: 1 }, source.load);
      clock.setWall(midnight - 60_000);
      await cache.read(daily, 1, source.load);
      expect(source.asked).toBe(2);
      clock.advance('1m');
      await cache.read(daily, 1, source.load);
      await cache.read(shelves, { id: 1 }, source.load);
      expect(source.asked).toBe(3);
    });
  });

  it('refuses by name what JSON would silently change', async () => {
    const { cache } = aCache();
    await expect(cache.read(shelves, { id: 1 }, async () => ({ items: [{ quantity: Number.NaN }] }))).rejects.toThrow(
      'shelves:1: NaN at items.0.quantity cannot be stored',
    );
  });

  it('reads past what is held, all the way down, when asked to', async () => {
    const { cache, source } = aCache();
    const inner = () => cache.read(shelves, { id: 1 }, source.load);
    const outer = defineRegion<number, unknown>({ name: 'outer', version: 1, freshFor: '1h', key: (id) => [id] });
    await cache.read(outer, 1, inner);
    source.value = 'second';

    expect(await cache.reading('bypass', () => cache.read(outer, 1, inner))).toBe('second');
    expect(await cache.read(outer, 1, inner)).toBe('first');
    expect(await cache.reading('refresh', () => cache.read(outer, 1, inner))).toBe('second');
    expect(await cache.read(outer, 1, inner)).toBe('second');
  });
});

describe('a change', () => {
  it.each([false, true])('is seen by the next reader and leaves others alone (far tier: %p)', async (shared) => {
    const { cache, source } = aCache(shared ? { far: new StoreTier(new SharedStore()) } : {});
    for (const id of [1, 12, 123]) await cache.read(shelves, { id }, source.load);
    await cache.invalidate(shelfTag(1));
    source.value = 'second';
    expect(await cache.read(shelves, { id: 1 }, source.load)).toBe('second');
    for (const id of [12, 123]) expect(await cache.read(shelves, { id }, source.load)).toBe('first');
  });

  it.each([false, true])(
    'during a load keeps what that load brings from ever being served later (far tier: %p)',
    async (shared) => {
      const { cache, source } = aCache(shared ? { far: new StoreTier(new SharedStore()) } : {});
      source.close();
      const early = cache.read(shelves, { id: 1 }, source.load);
      while (source.asked === 0) await new Promise(setImmediate);

      source.value = 'second';
      await cache.invalidate(shelfTag(1));
      const late = cache.read(shelves, { id: 1 }, source.load);
      source.open();
      expect(await early).toBe('first');
      expect(await late).toBe('second');
      expect(await cache.read(shelves, { id: 1 }, source.load)).toBe('second');
    },
  );

  it('of a region or of one key leaves its neighbours alone', async () => {
    const { cache, source } = aCache();
    const other = defineRegion<number, unknown>({
      name: 'shelves.more',
      version: 1,
      freshFor: '1h',
      key: (id) => [id],
    });
    await cache.read(other, 1, source.load);
    for (const id of [1, 2]) await cache.read(shelves, { id }, source.load);

    await cache.forget(shelves, { id: 1 });
    expect(await cache.peek(shelves, { id: 1 })).toBeUndefined();
    expect((await cache.peek(shelves, { id: 2 }))?.value).toBe('first');
    await cache.clear(shelves);
    expect(await cache.peek(shelves, { id: 2 })).toBeUndefined();
    expect((await cache.peek(other, 1))?.value).toBe('first');
  });
});

describe('two instances on one far tier', () => {
  function aPair() {
    const store = new SharedStore();
    const tiers = [new StoreTier(store), new StoreTier(store)] as const;
    const clock = new TestClock();
    const [one, two] = tiers.map((far) => aCache({ far, clock }).cache) as [Cache, Cache];
    return { store, tiers, clock, one, two, source: new Source() };
  }

  it('share what one of them loaded', async () => {
    const { one, two, source } = aPair();
    await one.read(shelves, { id: 1 }, source.load);
    expect((await two.fetch(shelves, { id: 1 }, source.load)).from).toBe('redis');
    expect((await two.fetch(shelves, { id: 1 }, source.load)).from).toBe('memory');
    expect(source.asked).toBe(1);
  });

  it('load a key once for five hundred readers in each', async () => {
    const { one, two, source } = aPair();
    const readers = Array.from({ length: 500 }, () =>
      [one, two].map((cache) => cache.read(shelves, { id: 1 }, source.load)),
    );
    expect(new Set(await Promise.all(readers.flat()))).toEqual(new Set(['first']));
    expect(source.asked).toBe(1);
  });

  it('do not wait for each other for good: who got leave and fails gives it back', async () => {
    const { one, two, source } = aPair();
    const failing = () => Promise.reject(new Error('out of order'));
    const [failed, read] = await Promise.allSettled([
      one.read(shelves, { id: 1 }, failing),
      two.read(shelves, { id: 1 }, source.load),
    ]);
    expect([failed.status, read.status]).toEqual(['rejected', 'fulfilled']);
  });

  it("see each other's changes at once", async () => {
    const { one, two, source } = aPair();
    await one.read(shelves, { id: 1 }, source.load);
    await two.read(shelves, { id: 1 }, source.load);
    source.value = 'second';
    await one.invalidate(shelfTag(1));
    expect(await two.read(shelves, { id: 1 }, source.load)).toBe('second');
  });

  it('are behind for no longer than the trust window when the message is lost', async () => {
    const { one, two, tiers, clock, source } = aPair();
    await two.read(shelves, { id: 1 }, source.load);
    tiers[0].losesMessages = true;
    source.value = 'second';
    await one.invalidate(shelfTag(1));

    clock.advance(seconds(1));
    expect(await two.read(shelves, { id: 1 }, source.load)).toBe('second');
  });

  it('notice within half a minute a token that somebody removed by hand', async () => {
    const store = new SharedStore();
    const { cache, clock, source } = aCache({ far: new StoreTier(store) });
    const read = () => cache.read(shelves, { id: 1 }, source.load);
    const readFor = async (forSeconds: number) => {
      for (let passed = 0; passed < forSeconds; passed += 0.5) {
        clock.advance('500ms');
        await read();
        await new Promise(setImmediate);
      }
    };
    await read();
    await readFor(5);
    source.value = 'second';
    store.tokens.delete('t:shelf:1');
    await readFor(31);
    expect(await read()).toBe('second');
  });

  it('never keep under new fences what was made of something old that was still trusted', async () => {
    const { one, two, tiers, clock, source } = aPair();
    const outer = defineRegion<number, unknown>({
      name: 'outer',
      version: 1,
      freshFor: '1h',
      key: (id) => [id],
      tags: (id) => [shelfTag(id)],
    });
    await two.read(shelves, { id: 1 }, source.load);
    tiers[0].losesMessages = true;
    source.value = 'second';
    await one.invalidate(shelfTag(1));

    await two.read(outer, 1, () => two.read(shelves, { id: 1 }, source.load));
    clock.advance(seconds(2));
    expect(await two.read(outer, 1, () => two.read(shelves, { id: 1 }, source.load))).toBe('second');
  });

  it('never take an old value back after the far tier lost everything', async () => {
    const { store, one, two, clock, source } = aPair();
    await one.read(shelves, { id: 1 }, source.load);
    await two.read(shelves, { id: 1 }, source.load);
    store.empty();
    source.value = 'second';
    await one.invalidate(shelfTag(1));
    clock.advance(seconds(1));
    expect(await two.read(shelves, { id: 1 }, source.load)).toBe('second');
  });
});

describe('without its far tier', () => {
  it.each(['refuses', 'hangs'] as const)(
    'answers from the source while that %s, and keeps no old value when it is back',
    async (fault) => {
      const store = new SharedStore();
      const far = new StoreTier(store);
      const { cache, source, clock } = aCache({ far, deadlineMs: 5 });
      await cache.read(shelves, { id: 1 }, source.load);

      far.fault = fault;
      source.value = 'second';
      await cache.invalidate(shelfTag(1));
      expect(await cache.read(shelves, { id: 1 }, source.load)).toBe('second');
      expect(cache.far?.owed).toBeGreaterThan(0);

      clock.advance(seconds(1));
      far.heal();
      await new Promise(setImmediate);
      const other = aCache({ far: new StoreTier(store), clock });
      expect(await other.cache.read(shelves, { id: 1 }, source.load)).toBe('second');
      expect(cache.far?.owed).toBe(0);
    },
  );

  it.each(['by itself', 'with others'])(
    'trusts what was made, %s, of something held no longer than that itself may be trusted',
    async (how) => {
      const store = new SharedStore();
      const tiers = [new StoreTier(store), new StoreTier(store)] as const;
      const clock = new TestClock();
      const [one, two] = tiers.map((far) => aCache({ far, clock }).cache) as [Cache, Cache];
      const source = new Source();
      const outer = defineRegion<number, unknown>({ name: 'outer', version: 1, freshFor: '1h', key: (id) => [id] });
      const inner = () => two.read(shelves, { id: 1 }, source.load);
      const made = async () =>
        how === 'by itself'
          ? two.read(outer, 1, inner)
          : (await two.readMany(outer, [1], async () => [await inner()]))[0];
      await inner();

      tiers[0].losesMessages = true;
      tiers[1].fault = 'refuses';
      source.value = 'second';
      await one.invalidate(shelfTag(1));
      clock.advance('900ms');
      expect(await made()).toBe('first');
      clock.advance('200ms');
      expect(await made()).toBe('second');
    },
  );

  it('stops asking it once the breaker is open, and lets one probe through later', async () => {
    const far = new StoreTier(new SharedStore());
    const { cache, clock, source } = aCache({ far });
    far.fault = 'refuses';
    for (let id = 1; id <= 10; id += 1) await cache.read(shelves, { id }, source.load);
    expect(far.asked).toBe(3);
    expect(cache.far?.breaker).toBe('open');

    clock.advance(seconds(1));
    await Promise.all(Array.from({ length: 50 }, (_, id) => cache.read(shelves, { id: 100 + id }, source.load)));
    expect(far.asked).toBe(4);
  });
});
