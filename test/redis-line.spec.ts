import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, milliseconds, RedisTier, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

const pantryTag = defineTag<[userId: number]>('pantry');
const pantries = defineRegion<number, string>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  key: (userId) => [userId],
  tags: (userId) => [pantryTag(userId)],
});

let redis: RedisServer;
const opened: Cache[] = [];
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});
afterAll(async () => {
  await redis.stop();
});

async function anInstance() {
  const clock = new TestClock();
  const cache = new Cache({
    clock,
    random: () => 0.5,
    far: new RedisTier({ url: redis.url, prefix: '', onError: () => {} }),
  });
  opened.push(cache);
  // The breaker tries once in a while.
  await until('Redis answers', () => {
    clock.advance(seconds(1));
    return cache.farAnswers();
  });
  return { cache, clock, read: (userId: number) => cache.read(pantries, userId, async () => source.value) };
}
const source = { value: 'old' };

/** How often Redis was asked to do this. */
async function calls(command: string): Promise<number> {
  const stats = String(await redis.cli('info', 'commandstats'));
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
}

/** How many listen for changes. */
async function channels(): Promise<number> {
  const [, listeners] = (await redis.cli('pubsub', 'numsub', 'cache:dropped')) as [string, number];
  return listeners;
}

/** A while passes in which this instance hears from its line. */
async function whileListening(clock: TestClock, reads: () => Promise<unknown>): Promise<void> {
  const said = await calls('publish');
  clock.advance(milliseconds(600));
  await reads();
  await until('something was said', async () => (await calls('publish')) > said);
}

it('a hundred entries held are vouched for by one word on the line, not by asking for the tokens of each', async () => {
  const { clock, read } = await anInstance();
  const reads = () => Promise.all(Array.from({ length: 100 }, (_, id) => read(id)));
  await reads();
  for (let round = 0; round < 4; round += 1) await whileListening(clock, reads);
  const [asked, said] = [await calls('mget'), await calls('publish')];
  for (let round = 0; round < 5; round += 1) await whileListening(clock, reads);
  expect([(await calls('mget')) - asked, (await calls('publish')) - said]).toEqual([0, 5]);
});

it('who was cut off from the line trusts nothing that it vouched for, once the window is over', async () => {
  const [one, two] = [await anInstance(), await anInstance()];
  source.value = 'old';
  const reads = () => two.read(500);
  await reads();
  for (let round = 0; round < 4; round += 1) await whileListening(two.clock, reads);
  await redis.cli('client', 'kill', 'type', 'pubsub');
  source.value = 'new';
  await one.cache.invalidate(pantryTag(500));
  await until('both listen again', async () => (await channels()) === 2);
  await whileListening(two.clock, reads);
  two.clock.advance(milliseconds(600));
  expect(await reads()).toBe('new');
});
