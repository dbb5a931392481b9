import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Cache, CacheError, defineRegion, defineTag, hours, milliseconds, RedisTier } from '#cache';
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
  const far = new RedisTier({ url: redis.url, prefix: '', onError: () => {} });
  await until('there is a line', () => lineOf(far));
  const cache = new Cache({ clock, random: () => 0.5, far, deadlineMs: 5000 });
  opened.push(cache);
  return { cache, far, clock, read: (userId: number) => cache.read(pantries, userId, async () => source.value) };
}

/** Undefined until it is connected and listens. */
async function lineOf(far: RedisTier): Promise<number | undefined> {
  try {
    return await far.heard();
  } catch (error) {
    if (error instanceof CacheError) return undefined;
    throw error;
  }
}

const source = { value: 'old' };

/** How often Redis was asked to do this. */
async function calls(command: string): Promise<number> {
  const stats = String(await redis.cli('info', 'commandstats'));
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
}

/** A while passes in which this instance hears from its line. */
async function whileListening(clock: TestClock, reads: () => Promise<unknown>): Promise<void> {
  const heard = await calls('get');
  clock.advance(milliseconds(600));
  await reads();
  await until('the line was asked', async () => (await calls('get')) > heard);
}

it('a hundred entries held are vouched for by one question on the line, not by asking for the tokens of each', async () => {
  const { clock, read } = await anInstance();
  const reads = () => Promise.all(Array.from({ length: 100 }, (_, id) => read(id)));
  await reads();
  for (let round = 0; round < 4; round += 1) await whileListening(clock, reads);
  const [asked, heard] = [await calls('mget'), await calls('get')];
  for (let round = 0; round < 5; round += 1) await whileListening(clock, reads);
  expect([(await calls('mget')) - asked, (await calls('get')) - heard]).toEqual([0, 5]);
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
  await until('it listens again', () => lineOf(two.far));
  await whileListening(two.clock, reads);
  two.clock.advance(milliseconds(600));
  expect(await reads()).toBe('new');
});

it('who has a line sees that somebody emptied Redis', async () => {
  const { clock, far, read } = await anInstance();
  source.value = 'old';
  const reads = () => read(900);
  await reads();
  for (let round = 0; round < 4; round += 1) await whileListening(clock, reads);
  await redis.cli('flushall');
  source.value = 'new';
  await until('there is a line again', () => lineOf(far));
  await whileListening(clock, reads);
  clock.advance(milliseconds(600));
  expect(await reads()).toBe('new');
});

it('who comes to a new line goes by nothing that was said before it, however shortly before', async () => {
  const fences = ['t:pantry:1000'];
  const [one, two] = [await anInstance(), await anInstance()];
  const tokens = async ({ far }: typeof one) => (await far.read(undefined, fences)).tokens[0];
  for (let round = 0; round < 8; round += 1) {
    await one.far.plant(fences, `planted-${round}`, 60_000);
    const before = await tokens(two);
    await redis.cli('client', 'kill', 'type', 'pubsub');
    await one.far.drop({ fences: ['all'], keys: [] });
    await until('it listens again', () => lineOf(two.far));
    expect([before, await tokens(two)]).toEqual([expect.any(String), expect.not.stringMatching(before ?? '')]);
  }
});
