import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';
import { RedisServer } from './harness/redis-server.js';
import { redisAnswers } from './redis-answers.js';

/** What somebody put into Redis who may write there, under names that are ours, with a checksum that is right. */

let postgres: Awaited<ReturnType<typeof aDatabase>>;
let redis: RedisServer;
/** The one keeps what was read in memory; the other finds it in Redis alone. */
let one: TestApp;
let two: TestApp;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([aDatabase(), RedisServer.start()]);
  const parts = { redis: redis.url, database: postgres.url, settings: { CACHE_FAR_DEADLINE_MS: '5000' } };
  one = await startApp(parts);
  two = await startApp({ ...parts, clock: one.clock });
  await Promise.all([one, two].map(redisAnswers));
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await Promise.all([postgres.discard(), redis.stop()]);
});

const SUM_TAIL = ',"sum":"00000000"}'.length;

/** The entry with its text changed and its checksum made anew. */
function forged(entry: string, change: (text: string) => string): string {
  const text = change(entry.slice(0, -SUM_TAIL));
  return `${text},"sum":"${crc32(text).toString(16).padStart(8, '0')}"}`;
}

const withValue = (value: string) => (text: string) => text.replace(/"value":.*$/s, () => `"value":${value}`);

const plants: [string, (text: string) => string][] = [
  ['a number', withValue('7')],
  ['null', withValue('null')],
  ['a list', withValue('[1,2,3]')],
  ['an object without anything', withValue('{}')],
  ['what would reach the prototype of all objects', withValue('{"__proto__":{"polluted":true}}')],
  ['a constructor', withValue('{"constructor":{"prototype":{"polluted":true}}}')],
  ['a text of three megabytes', withValue(JSON.stringify('x'.repeat(3_000_000)))],
  ['lists in lists, ten thousand deep', withValue('['.repeat(10_000) + ']'.repeat(10_000))],
  ['no JSON', withValue('{"userId":')],
  ['an entry of another version', (text) => text.replace(/"version":\d+/, '"version":999')],
  ['an entry of another wire version', (text) => text.replace(/"wire":\d+/, '"wire":999')],
  ['an entry of another region', (text) => text.replace(/"region":"\w+"/, '"region":"recipes"')],
  ['an entry of another key', (text) => text.replace(/"key":"[^"]+"/, '"key":"pantry:999"')],
];

describe.each(['pantry', 'preferences'])('%s, in whose place somebody put', (region) => {
  it.each(plants)('%s, is made anew, and the entry is healed', async (_, change) => {
    const cook = await Cook.with(one, readmeKitchen.slice(0, 3));
    const path = `/${region}/:me`;
    const { bytes } = await cook.get(path);
    const key = `${region}:${cook.id}`;
    const entry = String(await redis.cli('get', key));
    expect(forged(entry, (text) => text)).toBe(entry);
    await redis.cli('set', key, forged(entry, change), 'keepttl');
    await redis.cli('unlink', `${region}.answer:${cook.id}`);

    const reply = await cook.at(two).get(path);
    expect([reply.status, reply.bytes.equals(bytes)]).toEqual([200, true]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const healed = JSON.parse(String(await redis.cli('get', key)));
    expect(healed.value).toEqual(JSON.parse(entry).value);
  });
});

describe('preferences, in whose place somebody put', () => {
  it('what is whole and of the right shape, are what was put there: who may write to Redis is believed', async () => {
    const cook = await Cook.with(one, [], { householdSize: 2 });
    await cook.get('/preferences/:me');
    const key = `preferences:${cook.id}`;
    const entry = String(await redis.cli('get', key));
    const larger = (text: string) => text.replace('"householdSize":2', '"householdSize":9');
    await redis.cli('set', key, forged(entry, larger), 'keepttl');
    await redis.cli('unlink', `preferences.answer:${cook.id}`);
    expect((await cook.at(two).get('/preferences/:me')).body.householdSize).toBe(9);

    await cook.change('PATCH', '/preferences/:me', { maxMinutes: 30 });
    expect((await cook.at(two).get('/preferences/fresh?userId=:me')).body.householdSize).toBe(2);
  });
});

describe('a tag', () => {
  /** How often each command was given while `work` was done, but for what is asked on the beat. */
  async function commandsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
    await redis.cli('config', 'resetstat');
    await work();
    const stats = String(await redis.cli('info', 'commandstats'));
    const counts = [...stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)].map(([, name = '', calls]) => [
      name,
      Number(calls),
    ]);
    const beat = /^(ping|info|config|hello|client|auth)/;
    return Object.fromEntries(counts.filter(([name]) => !beat.test(String(name))));
  }

  it('under which much lies costs what one costs under which little lies, and nothing is sought', async () => {
    const { token } = await one.admin();
    const emptied = () => one.post('/cache/invalidate/recipes', { token });
    const readSome = async (count: number) => {
      for (let id = 1; id <= count; id += 1) expect((await one.get(`/recipes/${id}`)).status).toBe(200);
    };
    /** What comes by each half second on its own falls into one of three times, not into each. */
    const costOver = async (count: number) => {
      const costs: Record<string, number>[] = [];
      for (let time = 0; time < 3; time += 1) {
        await readSome(count);
        costs.push(await commandsOf(emptied));
      }
      const [first = {}] = costs;
      const always = Object.keys(first).filter((name) => costs.every((cost) => name in cost));
      return Object.fromEntries(always.map((name) => [name, Math.min(...costs.map((cost) => cost[name] ?? 0))]));
    };
    const few = await costOver(1);
    const many = await costOver(100);
    expect(many).toEqual(few);
    for (const name of ['keys', 'scan', 'sscan', 'smembers', 'flushdb']) expect(few[name]).toBeUndefined();
    expect(Object.values(few).reduce((sum, calls) => sum + calls, 0)).toBeGreaterThan(0);
  });

  it('is one of few: no entry has more than 32', async () => {
    const cook = await Cook.with(one, readmeKitchen);
    for (const path of [
      '/pantry/:me',
      '/recommendations/:me',
      '/recipes/1',
      '/recipes/search?query=rice',
      '/ingredients/1',
    ])
      await cook.get(path);
    const names = (await redis.cli('keys', '*')) as string[];
    const heads = await Promise.all(
      names.map(async (name) => /"tags":(\[[^\]]*\])/.exec(String(await redis.cli('get', name)))?.[1]),
    );
    const counts = heads.filter((head) => head !== undefined).map((head) => (JSON.parse(head) as string[]).length);
    expect(counts.length).toBeGreaterThan(5);
    expect(Math.max(...counts)).toBeLessThanOrEqual(32);
  });
});
