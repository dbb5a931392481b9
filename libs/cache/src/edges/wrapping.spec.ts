import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createCache, type Cache as CacheManager } from 'cache-manager';
import { Keyv } from 'keyv';
import { Cache } from '../cache.js';
import { hours, milliseconds, minutes } from '../duration.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';
import { cacheManagerOn, cacheManagerRegion } from './cache-manager.js';
import { TieredStore } from './tiered.store.js';

const MINUTE = minutes(1).ms;

const opened: Cache[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

/** Two instances on one store. */
function aFleet() {
  const clock = new TestClock();
  jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
  const store = new SharedStore(clock);
  const anInstance = () => {
    const tier = new StoreTier(store);
    const cache = new Cache({ clock, far: tier });
    opened.push(cache);
    return { cache, tier, manager: cacheManagerOn(cache, clock) };
  };
  return { clock, store, here: anInstance(), there: anInstance() };
}
type Fleet = ReturnType<typeof aFleet>;

/** As it comes, on the same tiers. */
function stockOn({ clock, here: { cache } }: Fleet): CacheManager {
  const keyv = new Keyv({ store: new TieredStore(cache, clock, cacheManagerRegion), useKeyPrefix: false });
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return createCache({ stores: [keyv] });
}

/** A source whose answers are given by hand; each says what the source held when it was asked. */
function aSource() {
  const asked: (() => void)[] = [];
  const source = {
    holds: 'old',
    asked: 0,
    fails: false,
    make: () => {
      const { holds } = source;
      source.asked += 1;
      return new Promise<string>((resolve, reject) =>
        asked.push(() => (source.fails ? reject(new Error('burnt')) : resolve(holds))),
      );
    },
    answer: () => asked.splice(0).forEach((give) => give()),
    isAsked: () => until(() => asked.length > 0),
  };
  return source;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

const changes: [string, (fleet: Fleet, manager: CacheManager) => Promise<unknown>][] = [
  ['del', (_, manager) => manager.del('menu')],
  ['mdel', (_, manager) => manager.mdel(['other', 'menu'])],
  ['clear', (_, manager) => manager.clear()],
  ['del at another instance', ({ there }) => there.manager.del('menu')],
  ['clear at another instance', ({ there }) => there.manager.clear()],
  [
    'del at another instance whose message is lost, once the trust window is over',
    async ({ here, there, clock }) => {
      there.tier.losesMessages = true;
      await there.manager.del('menu');
      clock.advance(milliseconds(1001));
      await here.tier.heard();
    },
  ],
];

/** What is read after `change` was made while a wrapped function, which had read the old, was under way. */
async function readAfter(change: (typeof changes)[number][1], fleet: Fleet, manager: CacheManager): Promise<unknown> {
  const source = aSource();
  const first = manager.wrap('menu', source.make, MINUTE);
  await source.isAsked();
  source.holds = 'new';
  await change(fleet, manager);
  source.answer();
  expect(await first).toBe('old');

  const second = manager.wrap('menu', source.make, MINUTE);
  await settled();
  source.answer();
  return second;
}

describe('what a wrapped function read', () => {
  it.each(changes)('before a %s is not what is given after it', async (_, change) => {
    const fleet = aFleet();
    expect(await readAfter(change, fleet, fleet.here.manager)).toBe('new');
    expect(await fleet.there.manager.get('menu')).toBe('new');
  });

  it.each(changes)('before a %s is given after it by the stock manager, so this test can fail', async (_, change) => {
    const fleet = aFleet();
    expect(await readAfter(change, fleet, stockOn(fleet))).toBe('old');
  });

  it('before a set does not take the place of what was set', async () => {
    const { here } = aFleet();
    const source = aSource();
    const wrapped = here.manager.wrap('menu', source.make, MINUTE);
    await source.isAsked();
    await here.manager.set('menu', 'set meanwhile');
    source.answer();
    expect(await wrapped).toBe('old');
    expect(await here.manager.get('menu')).toBe('set meanwhile');
  });

  it('before a del is not waited for by who asks after it', async () => {
    const { here } = aFleet();
    const source = aSource();
    const first = here.manager.wrap('menu', source.make);
    await source.isAsked();
    source.holds = 'new';
    await here.manager.del('menu');
    const second = here.manager.wrap('menu', source.make);
    await until(() => source.asked === 2);
    source.answer();
    expect(await Promise.all([first, second])).toEqual(['old', 'new']);
  });

  it('in a refresh before a del is not what is given after it, and no listener is told that it was kept', async () => {
    const { here, clock } = aFleet();
    const told: unknown[] = [];
    const source = aSource();
    const wrapped = () => here.manager.wrap('menu', source.make, 3 * MINUTE, MINUTE);
    const first = wrapped();
    await source.isAsked();
    source.answer();
    await first;
    here.manager.on('refresh', (event) => told.push(event));
    here.manager.on('set', (event) => told.push(event));

    clock.advance(milliseconds(2 * MINUTE + 1));
    expect(await wrapped()).toBe('old');
    await source.isAsked();
    source.holds = 'new';
    await here.manager.del('menu');
    source.answer();
    await settled();
    expect(await here.manager.get('menu')).toBeUndefined();
    expect(told).toEqual([]);
  });
});

describe('a wrapped function', () => {
  it('is asked by one of two instances that miss at once', async () => {
    const { here, there } = aFleet();
    const source = aSource();
    const both = [here, there].map(({ manager }) => manager.wrap('menu', source.make, MINUTE));
    await source.isAsked();
    source.answer();
    expect(await Promise.all(both)).toEqual(['old', 'old']);
    expect(source.asked).toBe(1);
  });

  it('is refreshed once, however many ask within the threshold, and goes on serving when that fails', async () => {
    const { here, clock } = aFleet();
    const told: unknown[] = [];
    const source = aSource();
    const wrapped = () => here.manager.wrap('menu', source.make, { ttl: 3 * MINUTE, refreshThreshold: MINUTE });
    here.manager.on('refresh', (event) => told.push(event));
    const first = wrapped();
    await source.isAsked();
    source.answer();
    await first;

    clock.advance(milliseconds(2 * MINUTE + 1));
    source.fails = true;
    await Promise.all(Array.from({ length: 10 }, wrapped));
    await source.isAsked();
    source.answer();
    await until(() => told.length > 0);
    expect(told).toEqual([{ key: 'menu', value: 'old', error: new Error('burnt') }]);
    expect(source.asked).toBe(2);
    expect(await here.manager.get('menu')).toBe('old');

    Object.assign(source, { fails: false, holds: 'new' });
    await wrapped();
    await source.isAsked();
    source.answer();
    await until(() => told.length > 1);
    expect(told[1]).toEqual({ key: 'menu', value: 'new' });
    expect(await here.manager.get('menu')).toBe('new');
  });

  it('is asked again each time while it brings nothing, also where nothing was set', async () => {
    const { here } = aFleet();
    let asked = 0;
    const nothing = () => void (asked += 1);
    expect([await here.manager.wrap('menu', nothing), await here.manager.wrap('menu', nothing)]).toEqual([
      undefined,
      undefined,
    ]);
    await here.manager.set('menu', undefined);
    expect(await here.manager.wrap('menu', () => 'soup')).toBe('soup');
    expect([asked, await here.manager.get('menu')]).toEqual([2, 'soup']);
  });

  it('may wrap others, more at once than any region lets load', async () => {
    const { here } = aFleet();
    const inner = (id: number) => here.manager.wrap(`part:${id}`, () => id, MINUTE);
    const all = Array.from({ length: 300 }, (_, id) =>
      here.manager.wrap(`whole:${id}`, () => new Promise(setImmediate).then(() => inner(id)), MINUTE),
    );
    expect(await Promise.all(all)).toEqual(all.map((_, id) => id));
  });

  it('is kept and not asked before its time, however long it took', async () => {
    const { here, clock } = aFleet();
    let asked = 0;
    const slow = async () => {
      clock.advance(minutes(5));
      return (asked += 1);
    };
    await here.manager.wrap('menu', slow, 100);
    clock.advance(milliseconds(99));
    for (let times = 0; times < 100; times += 1) await here.manager.wrap('menu', slow, 100);
    await settled();
    expect(asked).toBe(1);
  });

  it.each<[string, number | (() => number)]>([
    ['that is known before', MINUTE],
    ['that the value tells', () => MINUTE],
  ])('leaves no fence in the store for long where it lives for a time %s', async (_, ttl) => {
    const { here, store, clock } = aFleet();
    await here.manager.wrap('menu', () => 'soup', ttl);
    expect(store.tokens.size).toBe(2);
    clock.advance(hours(3));
    expect([...store.tokens.keys()].map((name) => store.tokenOf(name))).toEqual([undefined, undefined]);
  });

  it('keeps its fences for as long as a value lives that tells so itself', async () => {
    const { here, clock } = aFleet();
    await here.manager.wrap(
      'menu',
      () => 'soup',
      () => hours(30).ms,
    );
    clock.advance(hours(29));
    expect(await here.manager.get('menu')).toBe('soup');
  });

  it.each([-1, Number.NaN, '60s' as never])('is refused a refreshThreshold of %p', async (threshold) => {
    const { here } = aFleet();
    const refused = { code: 'DURATION_INVALID', message: expect.stringContaining('menu: a refreshThreshold of ') };
    await expect(here.manager.wrap('menu', () => 1, MINUTE, threshold)).rejects.toMatchObject(refused);
    await here.manager.wrap('menu', () => 1, MINUTE);
    await expect(here.manager.wrap('menu', () => 1, { refreshThreshold: () => threshold })).rejects.toMatchObject(
      refused,
    );
  });

  it('is refused a lifetime that is none before it is asked, on a hit as well', async () => {
    const { here } = aFleet();
    let asked = 0;
    const refused = { code: 'DURATION_INVALID', message: expect.stringContaining('menu: a lifetime of -1 is none') };
    await expect(here.manager.wrap('menu', () => (asked += 1), -1)).rejects.toMatchObject(refused);
    expect(asked).toBe(0);
    await here.manager.set('menu', 1);
    await expect(here.manager.wrap('menu', () => 1, { ttl: -1 })).rejects.toMatchObject(refused);
  });
});

describe('a manager', () => {
  it.each([{ ttl: -1 }, { ttl: Number.NaN }, { refreshThreshold: -1 }])('does not come about with %p', (options) => {
    const { here, clock } = aFleet();
    expect(() => cacheManagerOn(here.cache, clock, options)).toThrow(
      expect.objectContaining({ code: 'DURATION_INVALID', message: expect.stringContaining('CACHE_MANAGER: a ') }),
    );
  });
});
