import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import { Cache, defineRegion, defineTag, hours, KeyvTier, milliseconds, minutes, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { aRedisYet } from './harness/keyv-stores.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

const TRUST_MS = 1000;
const prefix = 'shop:';
/** Outages are what these specs make. */
const onError = () => undefined;

const pantryTag = defineTag<[userId: number]>('pantry');
const pantries = defineRegion<{ userId: number }, unknown>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  key: ({ userId }) => [userId],
  tags: ({ userId }) => [pantryTag(userId)],
});

const stores: [string, (url: string) => Promise<KeyvTier>][] = [
  [
    '@keyv/redis',
    async (url) => {
      const store = new KeyvRedis({ url, disableOfflineQueue: true });
      await store.getClient();
      return new KeyvTier({ store, prefix, onError, close: () => store.disconnect(true) });
    },
  ],
  [
    'cache-manager-redis-yet',
    async (url) => {
      const { store, client } = await aRedisYet(url);
      return new KeyvTier({ store, prefix, onError, close: () => client.disconnect() });
    },
  ],
];

describe.each(stores)('a cache on %s', (_, aTier) => {
  let redis: RedisServer;
  let clock: TestClock;
  let source: { value: unknown; asked: number };
  let caches: Cache[];

  beforeEach(async () => {
    redis = await RedisServer.start();
    clock = new TestClock();
    source = { value: { eggs: 6 }, asked: 0 };
    caches = [];
  });
  afterEach(async () => {
    await Promise.all(caches.map((cache) => cache.close()));
    await redis.stop();
  });

  async function anInstance(): Promise<Cache> {
    const cache = new Cache({ clock, far: await aTier(redis.url), trustMs: TRUST_MS, deadlineMs: 5000 });
    caches.push(cache);
    return cache;
  }
  const fetch = (cache: Cache) =>
    cache.fetch(pantries, { userId: 7 }, async () => {
      source.asked += 1;
      return source.value;
    });

  it('has what it was told before the process started again', async () => {
    const before = await anInstance();
    await fetch(before);
    await caches.pop()?.close();

    const { value, from, ttlMs } = await fetch(await anInstance());
    expect([value, from, source.asked]).toEqual([{ eggs: 6 }, 'redis', 1]);
    expect(ttlMs).toBeGreaterThan(minutes(30).ms);
    expect(ttlMs).toBeLessThanOrEqual(hours(1).ms);
  });

  it('sees what another instance changed within the trust window, without a message', async () => {
    const [one, two] = [await anInstance(), await anInstance()];
    for (const instance of [one, two]) await fetch(instance);
    source.value = { eggs: 0 };
    await one.invalidate(pantryTag(7));

    expect((await fetch(one)).value).toEqual({ eggs: 0 });
    clock.advance(milliseconds(TRUST_MS));
    expect((await fetch(two)).value).toEqual({ eggs: 0 });
    expect(source.asked).toBe(2);
  });

  it('keeps nothing of a load that a change overtook', async () => {
    const [one, two] = [await anInstance(), await anInstance()];
    let land = () => {};
    let takenOff = () => {};
    const offTheGround = new Promise<void>((resolve) => (takenOff = resolve));
    const slow = one.read(pantries, { userId: 7 }, async () => {
      const { value } = source;
      takenOff();
      await new Promise<void>((resolve) => (land = resolve));
      return value;
    });
    await offTheGround;
    source.value = { eggs: 0 };
    await two.invalidate(pantryTag(7));
    land();
    await slow;

    expect((await fetch(await anInstance())).value).toEqual({ eggs: 0 });
  });

  it('answers from the source when the store is killed, and from the store when it is back', async () => {
    const cache = await anInstance();
    await fetch(cache);
    await redis.kill();
    source.value = { eggs: 1 };
    await cache.invalidate(pantryTag(7));
    for (let time = 0; time < 5; time += 1) expect((await fetch(cache)).value).toEqual({ eggs: 1 });
    expect(cache.far?.owed).toBeGreaterThan(0);

    await redis.restart();
    await until('the store answers', () => {
      clock.advance(seconds(1));
      return cache.farAnswers();
    });
    await fetch(cache);
    expect((await fetch(await anInstance())).from).toBe('redis');
  });

  it('takes what somebody else wrote there for a miss, and mends it', async () => {
    await redis.cli('set', `${prefix}pantry:7`, '"something else"');
    expect((await fetch(await anInstance())).from).toBe('load');
    expect((await fetch(await anInstance())).from).toBe('redis');
  });
});
