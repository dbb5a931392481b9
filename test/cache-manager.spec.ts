import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CACHE_MANAGER, type Cache as CacheManager } from '@nestjs/cache-manager';
import { createClient } from '@redis/client';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  Cache,
  CacheError,
  CacheManagerModule,
  CacheModule,
  days,
  defineRegion,
  hours,
  milliseconds,
  minutes,
  RedisTier,
} from '#cache';
import { TestClock } from '#cache/testing';
import { aRedis, type SharedRedis } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { redisAnswers } from './redis-answers.js';

const MINUTE = minutes(1).ms;

const jars = defineRegion<number, string>({ name: 'jars', version: 1, freshFor: hours(1), key: (id) => [id] });

class Pickle {
  readonly sour = true;
  readonly since = new Date('2026-06-01T00:00:00Z');
  get age() {
    return 'old';
  }
  describe = () => this.age;
}

describe.each(['memory', 'Redis'] as const)('the CACHE_MANAGER of the module, with the cache in %s', (where) => {
  const clock = new TestClock();
  let redis: SharedRedis | undefined;
  let nest: TestingModule;
  let another: TestingModule;
  let manager: CacheManager;
  /** Another instance on the same Redis, where there is one: what it reads has been through the wire. */
  let reader: CacheManager;

  async function anInstance(): Promise<TestingModule> {
    const far = redis && new RedisTier({ ...redis, onError: () => undefined });
    const cache = { clock, far, deadlineMs: 5000 };
    const imports = [CacheModule.forRootAsync({ imports: [CacheManagerModule], useFactory: () => ({ cache }) })];
    const instance = await Test.createTestingModule({ imports }).compile();
    if (far) await redisAnswers({ nest: instance, clock });
    return instance;
  }

  beforeAll(async () => {
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
    if (where === 'Redis') redis = await aRedis();
    nest = await anInstance();
    another = redis ? await anInstance() : nest;
    manager = nest.get<CacheManager>(CACHE_MANAGER);
    reader = another.get<CacheManager>(CACHE_MANAGER);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await nest.close();
    await another.close();
    await redis?.stop();
  });
  beforeEach(async () => {
    await manager.clear();
  });

  /** What the listeners to this event are told, until the test ends. */
  const heard: (() => void)[] = [];
  function hear(event: Parameters<CacheManager['on']>[0]): unknown[] {
    const told: unknown[] = [];
    const listener = (data: unknown) => void told.push(data);
    manager.on(event, listener);
    heard.push(() => manager.off(event, listener));
    return told;
  }
  afterEach(() => heard.splice(0).forEach((stop) => stop()));

  it('gives back what was set, and undefined for what was not', async () => {
    expect(await manager.set('soup', { servings: [2, 4] })).toEqual({ servings: [2, 4] });
    expect(await reader.get('soup')).toEqual({ servings: [2, 4] });
    expect(await reader.get('never set')).toBeUndefined();
  });

  it.each([[0], [''], [false], [null], [[]], [-0], [':base64:'], ['::'], [{ '~': 'date', v: 'x' }], ['{"~":1}']])(
    'keeps %j',
    async (value) => {
      await manager.set('value', value);
      expect(await reader.get('value')).toEqual(value);
      expect(await reader.mget(['value'])).toEqual([value]);
      expect(await reader.wrap('value', () => 'asked')).toEqual(value);
    },
  );

  it.each<[string, unknown]>([
    ['dates', new Date('2026-06-01T10:00:00Z')],
    ['maps and sets', new Map([['a', new Set([1, 2])]])],
    ['big integers', { amount: 12345678901234567890n }],
    ['bytes', { body: Buffer.from([0, 255]) }],
    ['undefined members', { known: 1, unknown: undefined }],
  ])('keeps %s as they are', async (_, value) => {
    await manager.set('value', value);
    expect(await reader.get('value')).toStrictEqual(value);
  });

  it('keeps of an instance what its JSON says, and lets an object speak for itself', async () => {
    await manager.set('pickle', [
      new Pickle(),
      new URL('https://example.org/a'),
      new (class extends Array {})(2).fill(1),
    ]);
    const since = new Date('2026-06-01T00:00:00Z');
    expect(await reader.get('pickle')).toStrictEqual([{ sour: true, since }, 'https://example.org/a', [1, 1]]);
  });

  it.each<[string, unknown]>([
    ['NaN at value.soup.grams', { soup: { grams: Number.NaN } }],
    ['Infinity at value', Infinity],
    ['a Promise at value.later', { later: Promise.resolve() }],
    ['a Error at value', new Error('no')],
    ['a Float64Array at value', new Float64Array(2)],
    ['a function at value.of', { of: () => 1 }],
    ['a member of its own at value.total', Object.assign([1], { total: 1 })],
    ['a hole at value.0', Array(2)],
    ['a hidden member at value.secret', Object.defineProperty({}, 'secret', { value: 1 })],
    ['a LabelMap at value', new (class LabelMap extends Map {})()],
  ])('refuses %s by name instead of keeping something else', async (what, value) => {
    await expect(manager.set('odd', value)).rejects.toMatchObject({
      code: 'VALUE_NOT_STORABLE',
      message: `odd: ${what} cannot be stored`,
    });
  });

  it('refuses a cycle by name', async () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    await expect(manager.set('ring', ring)).rejects.toMatchObject({ code: 'VALUE_NOT_STORABLE' });
  });

  it('gives every reader a value of its own, which may be changed', async () => {
    const made = { list: [1], at: new Date(0), bytes: Buffer.from('ab') };
    await manager.set('shared', made);
    made.list.push(99);
    const first = await reader.get<typeof made>('shared');
    first?.list.push(2);
    first?.at.setTime(1);
    first?.bytes.fill(0);
    expect(await reader.get('shared')).toStrictEqual({ list: [1], at: new Date(0), bytes: Buffer.from('ab') });
  });

  it.each(['pantry:1', 'keyv:1', 'a*b?[c]', 'lone \uD800', '', 'x'.repeat(100_000), '__proto__'])(
    'keeps the key %.20j apart from every other',
    async (key) => {
      await manager.set('1', 'of 1');
      expect(await reader.get(key)).toBeUndefined();
      await manager.set(key, 'its own');
      expect(await reader.mget([key, '1'])).toEqual(['its own', 'of 1']);
    },
  );

  it('takes lifetimes as milliseconds', async () => {
    await manager.set('short', 1, MINUTE);
    clock.advance(milliseconds(MINUTE - 1));
    expect(await reader.get('short')).toBe(1);
    clock.advance(milliseconds(1));
    expect(await reader.get('short')).toBeUndefined();
    expect(await manager.get('short')).toBeUndefined();
  });

  it.each([undefined, 0])('takes a lifetime of %j for no end', async (ttl) => {
    await manager.set('long', 1, ttl);
    expect(await manager.ttl('long')).toBeUndefined();
    clock.advance(days(24));
    clock.advance(days(24));
    expect(await reader.get('long')).toBe(1);
  });

  it('keeps what lives longer than a timer can count', async () => {
    const ttl = days(20).ms * 2;
    await manager.set('jam', 1, ttl);
    clock.advance(milliseconds(ttl / 2));
    clock.advance(milliseconds(ttl / 2 - 1));
    expect(await reader.get('jam')).toBe(1);
    clock.advance(milliseconds(1));
    expect(await reader.get('jam')).toBeUndefined();
  });

  it.each([-1, 0.5, Number.NaN, Infinity, '60s' as never])('refuses a lifetime of %p', async (ttl) => {
    const refused = { code: 'DURATION_INVALID', message: expect.stringContaining('give milliseconds from 1') };
    await expect(manager.set('odd', 1, ttl)).rejects.toMatchObject(refused);
    await expect(manager.mset([{ key: 'odd', value: 1, ttl }])).rejects.toMatchObject(refused);
    await expect(manager.wrap('odd', () => 1, ttl)).rejects.toMatchObject(refused);
  });

  it('leaves nothing in Redis for long of what lived shortly', async () => {
    if (!redis) return;
    await manager.set('short', 1, MINUTE);
    const client = await createClient({ url: redis.url }).connect();
    const life = await client.pTTL(`${redis.prefix}fence:k:cache-manager:short`);
    client.destroy();
    expect(life).toBeGreaterThan(MINUTE);
    expect(life).toBeLessThanOrEqual(2 * MINUTE);
  });

  it('tells by ttl the moment at which something ends', async () => {
    await manager.set('short', 1, MINUTE);
    const ends = clock.now() + MINUTE;
    clock.advance(milliseconds(5));
    expect(await reader.ttl('short')).toBe(ends);
    expect(await reader.ttl('never set')).toBeUndefined();
  });

  it('sets, reads and deletes several at once, in order', async () => {
    const list = [
      { key: 'a', value: 1 as unknown, ttl: MINUTE },
      { key: 'b', value: '' as unknown },
      { key: 'c', value: null as unknown },
    ];
    expect(await manager.mset(list)).toEqual(list);
    expect(await reader.mget(['c', 'never set', 'a', 'b', 'a'])).toEqual([null, undefined, 1, '', 1]);
    expect([await manager.ttl('a'), await manager.ttl('b')]).toEqual([clock.now() + MINUTE, undefined]);
    expect(await manager.mdel(['a', 'b', 'never set'])).toBe(true);
    expect(await manager.mget(['a', 'b', 'c'])).toEqual([undefined, undefined, null]);
    expect(await manager.del('c')).toBe(true);
    expect(await manager.get('c')).toBeUndefined();
  });

  it('clears its own and nothing else', async () => {
    const cache = nest.get(Cache);
    await cache.put(jars, 1, 'jam');
    await manager.set('a', 1);
    expect(await manager.clear()).toBe(true);
    expect(await manager.get('a')).toBeUndefined();
    expect((await cache.peek(jars, 1))?.value).toBe('jam');
  });

  it('forgets on every instance', async () => {
    await manager.set('a', 1);
    expect(await reader.get('a')).toBe(1);
    await manager.del('a');
    await until('the other has heard of it', async () => (await reader.get('a')) === undefined);
  });

  it('asks the source of a wrapped value once for all who ask at the same time', async () => {
    let asked = 0;
    const load = async () => ({ asked: (asked += 1) });
    const answers = await Promise.all(Array.from({ length: 100 }, () => manager.wrap('menu', load, MINUTE)));
    expect(new Set(answers.map((answer) => answer.asked))).toEqual(new Set([1]));
    expect(await manager.wrap('menu', load)).toEqual({ asked: 1 });
    expect(asked).toBe(1);
  });

  it('gives the error of a wrapped source to all who wait, and keeps nothing of it', async () => {
    let asked = 0;
    const fails = async () => {
      asked += 1;
      throw new Error('burnt');
    };
    const answers = await Promise.allSettled([manager.wrap('menu', fails), manager.wrap('menu', fails)]);
    expect(answers.map((answer) => answer.status === 'rejected' && answer.reason.message)).toEqual(['burnt', 'burnt']);
    expect(asked).toBe(1);
    expect(await manager.wrap('menu', () => 'soup')).toBe('soup');
  });

  it('takes the lifetime of a wrapped value from the value', async () => {
    await manager.wrap('menu', () => 3, { ttl: (value) => value * MINUTE });
    expect(await reader.ttl('menu')).toBe(clock.now() + 3 * MINUTE);
    const raw = await manager.wrap('menu', () => 0, { raw: true });
    expect(raw).toEqual({ value: 3, expires: clock.now() + 3 * MINUTE });
  });

  it.each([MINUTE, () => MINUTE])(
    'refreshes a wrapped value in the background within the threshold',
    async (threshold) => {
      const refreshed = hear('refresh');
      let asked = 0;
      const wrapped = () => manager.wrap('menu', async () => (asked += 1), 3 * MINUTE, threshold);
      expect([await wrapped(), await wrapped()]).toEqual([1, 1]);
      clock.advance(milliseconds(2 * MINUTE + 1));
      expect(await wrapped()).toBe(1);
      await until('it is refreshed', () => refreshed.length > 0);
      expect(refreshed).toEqual([{ key: 'menu', value: 2 }]);
      expect([await wrapped(), asked]).toEqual([2, 2]);
      expect(await manager.ttl('menu')).toBe(clock.now() + 3 * MINUTE);
    },
  );

  it('tells its listeners what happens', async () => {
    const told = { set: hear('set'), del: hear('del'), clear: hear('clear'), get: hear('get'), mget: hear('mget') };
    const error = { key: 'odd', value: Number.NaN, error: expect.objectContaining({ code: 'VALUE_NOT_STORABLE' }) };
    await manager.set('a', 1);
    await manager.get('a');
    await manager.mget(['a', 'b']);
    await manager.del('a');
    await manager.clear();
    await expect(manager.set('odd', Number.NaN)).rejects.toBeInstanceOf(CacheError);
    expect(told).toMatchObject({
      set: [{ key: 'a', value: 1 }, { key: 'a', value: 1 }, error],
      get: [{ key: 'a', value: 1 }],
      mget: [{ keys: ['a', 'b'] }],
      del: [{ key: 'a' }],
      clear: [undefined],
    });
  });

  it('answers a wrapped value that is too large to be kept, and says so', async () => {
    const told: unknown[] = [];
    const stop = nest.get(Cache).events.on('notStored', (event) => told.push(event));
    const large = 'x'.repeat(5 * 1024 * 1024);
    expect(await manager.wrap('large', () => large)).toBe(large);
    expect(await manager.get('large')).toBeUndefined();
    expect(told).toMatchObject([{ region: 'cache-manager', key: 'cache-manager:large' }]);
    stop();
  });

  it('has one store, which others may use', async () => {
    const [store, ...others] = manager.stores;
    expect(others).toEqual([]);
    await manager.set('a', 0);
    expect(await store?.get('a')).toBe(0);
    expect([await store?.has('a'), await store?.has('b')]).toEqual([true, false]);
    expect([await store?.delete('a'), await store?.delete('a')]).toEqual([true, false]);
    expect(manager.cacheId()).toEqual(expect.any(String));
  });

  it('leaves the tiers to the program when it is told to disconnect', async () => {
    await manager.set('a', 1);
    await manager.disconnect();
    expect(await reader.get('a')).toBe(1);
    await manager.set('b', 2);
    expect(await reader.get('b')).toBe(2);
  });
});

describe('the CACHE_MANAGER that was given a lifetime for all', () => {
  it('keeps for that long what is given none of its own', async () => {
    const clock = new TestClock();
    const stock = CacheManagerModule.with({ ttl: MINUTE, cacheId: 'kitchen' });
    const imports = [CacheModule.forRootAsync({ imports: [stock], useFactory: () => ({ cache: { clock } }) })];
    const nest = await Test.createTestingModule({ imports }).compile();
    const manager = nest.get<CacheManager>(CACHE_MANAGER);
    await manager.wrap('menu', () => 'soup');
    clock.advance(milliseconds(MINUTE - 1));
    expect([manager.cacheId(), await manager.wrap('menu', () => 'stew')]).toEqual(['kitchen', 'soup']);
    clock.advance(milliseconds(1));
    expect(await manager.wrap('menu', () => 'stew')).toBe('stew');
    await nest.close();
  });
});
