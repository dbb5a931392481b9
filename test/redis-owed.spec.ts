import { createClient } from '@redis/client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, RedisTier, seconds } from '#cache';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { RunningClock } from './running-clock.js';

/** One more than are kept apart. */
const TOO_MANY = 10_001;
const SOMEBODY = 7;

const shelfTag = defineTag<[person: number]>('shelf');
const aRegion = (name: string) =>
  defineRegion<number, string>({
    name,
    version: 1,
    freshFor: hours(1),
    key: (person) => [person],
    tags: (person) => [shelfTag(person)],
  });
const pantries = aRegion('pantry');
const soups = aRegion('soups');

let redis: RedisServer;
/** An operator's connection: it stays when nobody else may come. */
let operator: ReturnType<typeof createClient>;
let value: string;
const caches: Cache[] = [];
const clock = new RunningClock();

beforeEach(async () => {
  redis = await RedisServer.start();
  operator = createClient({ url: redis.url });
  await operator.connect();
  value = 'old';
});
afterEach(async () => {
  await Promise.all(caches.splice(0).map((cache) => cache.close()));
  operator.destroy();
  await redis.stop();
});

async function aCache(): Promise<Cache> {
  const far = new RedisTier({ url: redis.url, prefix: '', onError: () => undefined });
  const cache = new Cache({ clock, far, deadlineMs: 2000 });
  caches.push(cache);
  await until('Redis answers', () => cache.farAnswers());
  return cache;
}

const soupOf = (cache: Cache) => cache.fetch(soups, SOMEBODY, async () => value);
const permit = (what: string) => operator.sendCommand(['acl', 'setuser', 'default', what]);

/** Who knows nothing of soups makes more changes than it can tell; all of them are told when this resolves. */
async function owesTooMuch(one: Cache): Promise<void> {
  one.register(pantries);
  await permit('-eval');
  value = 'new';
  for (let person = 0; person < TOO_MANY; person += 1) await one.invalidate(shelfTag(person));
  expect(one.far?.owed).toBe(1);
  await permit('+eval');
  await until('it is told', () => one.far?.owed === 0);
}

describe('more changes than can be kept apart while they can not be told', () => {
  it('leave nothing old to a region that is used only later', async () => {
    const one = await aCache();
    expect((await soupOf(await aCache())).value).toBe('old');
    await owesTooMuch(one);
    expect(await soupOf(one)).toMatchObject({ value: 'new', from: 'load' });
  });

  it('nor to one that only others know: those who hear of it, and those who come later', async () => {
    const [one, two] = [await aCache(), await aCache()];
    await soupOf(two);
    await owesTooMuch(one);
    expect(await soupOf(two)).toMatchObject({ value: 'new', from: 'load' });
    expect(await soupOf(await aCache())).toMatchObject({ value: 'new', from: 'redis' });
  });

  it('nor, once the trust window is over, to those whom no message reaches', async () => {
    const [one, two, three] = [await aCache(), await aCache(), await aCache()];
    await soupOf(two);
    // No new connection is taken: who is cut off stays cut off.
    await operator.configSet('maxclients', '1');
    await operator.sendCommand(['client', 'kill', 'type', 'pubsub']);
    await owesTooMuch(one);
    clock.advance(seconds(1));
    expect(await soupOf(two)).toMatchObject({ value: 'new', from: 'load' });
    expect(await soupOf(three)).toMatchObject({ value: 'new', from: 'redis' });
  });
});
