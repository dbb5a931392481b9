import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import { Client } from 'pg';
import { Cache, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { PostgresServer } from './harness/postgres-server.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { redisAnswers } from './redis-answers.js';

/** What is told here must not depend on how busy the machine is that tells it. */
const settings = { CACHE_FAR_DEADLINE_MS: '5000' };
const CHANNEL = 'cache:dropped';
const DINNER = '/recommendations/:me?limit=50&maxMissing=10';

let postgres: PostgresServer;
let redis: RedisServer;
const apps: TestApp[] = [];
let one: TestApp;
let two: TestApp;
let admin: Person;

const listeners = async () => Number(((await redis.cli('pubsub', 'numsub', CHANNEL)) as unknown[])[1]);

async function started(count: number): Promise<TestApp[]> {
  const clock = new TestClock();
  const parts = { redis: redis.url, database: postgres.url, clock, settings };
  const starts = await Promise.allSettled(Array.from({ length: count }, () => startApp(parts)));
  const more = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
  apps.push(...more);
  await Promise.all(more.map(redisAnswers));
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
  return more;
}

beforeAll(async () => {
  [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await Promise.all([postgres.discard(), redis.stop()]);
});

describe('three instances that start together on an empty PostgreSQL', () => {
  it('make the tables once and seed them once', async () => {
    const three = await started(3);
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const count = async (from: string) => Number((await client.query(`select count(*) from ${from}`)).rows[0].count);

    expect(await count('drizzle.__drizzle_migrations')).toBeGreaterThan(0);
    expect(await count('(select hash from drizzle.__drizzle_migrations group by hash having count(*) > 1) twice')).toBe(
      0,
    );
    expect(await count('(select slug from recipes group by slug having count(*) > 1) twice')).toBe(0);
    expect(await count("users where role = 'admin'")).toBe(1);
    const [recipes, ingredients] = [await count('recipes'), await count('ingredients')];
    expect(recipes).toBeGreaterThan(100);
    expect(ingredients).toBeGreaterThan(250);
    await client.end();

    for (const app of three) {
      expect((await app.get('/health/ready')).status).toBe(200);
      expect((await app.get('/recipes/search')).body.total).toBe(recipes);
      expect((await app.get('/ingredients')).body.total).toBe(ingredients);
    }
  });
});

describe('two instances', () => {
  beforeAll(async () => {
    [one, two] = (apps.length > 1 ? apps : await started(2)) as [TestApp, TestApp];
    admin = await one.admin();
    await until('all listen', async () => (await listeners()) === apps.length);
  });

  /** A cook whose answers are held near at both. */
  async function known(paths: readonly string[]): Promise<Cook> {
    const cook = await Cook.with(one, readmeKitchen, { diets: ['vegetarian'] });
    for (const path of paths) for (const app of [one, two]) await cook.at(app).get(path);
    return cook;
  }

  /** The message of a change has come over. */
  async function heard(app: TestApp, change: () => Promise<unknown>): Promise<void> {
    let drops = 0;
    const stop = app.nest.get(Cache).events.on('dropped', ({ own }) => (drops += own ? 0 : 1));
    await change();
    await until('the change is heard', () => drops > 0);
    stop();
  }

  it.each(['/pantry/:me', '/pantry/:me/expiring', '/preferences/:me', DINNER, '/recipes/4', '/ingredients/4'])(
    'share %s: what one made the other sends, byte for byte',
    async (path) => {
      const cook = await Cook.with(one, readmeKitchen);
      const made = await cook.get(path);
      const sent = await cook.at(two).get(path);
      expect([cameBy(made), cameBy(sent)]).toEqual(['miss', 'redis']);
      expect(sent.bytes).toEqual(made.bytes);
      expect(sent.headers.etag).toBe(made.headers.etag);
      const again = await cook.at(two).get(path, { 'if-none-match': made.headers.etag });
      expect([again.status, cameBy(again)]).toEqual([304, 'memory']);
    },
  );

  interface Change {
    readonly what: string;
    readonly paths: readonly string[];
    readonly by: (cook: Cook) => Promise<unknown>;
  }
  const onions = { name: 'red onions', quantity: 3, unit: 'piece' };
  const changes: readonly Change[] = [
    {
      what: 'something new in the pantry',
      paths: ['/pantry/:me', DINNER],
      by: (cook) => cook.change('POST', '/pantry/:me/items', onions),
    },
    {
      what: 'something gone from the pantry',
      paths: ['/pantry/:me', DINNER],
      by: async (cook) =>
        cook.change('DELETE', `/pantry/:me/items/${(await cook.get('/pantry/:me')).body.items[0].id}`),
    },
    {
      what: 'other preferences',
      paths: ['/preferences/:me', DINNER],
      by: (cook) => cook.change('PATCH', '/preferences/:me', { diets: ['vegan'], allergens: ['eggs'] }),
    },
  ];

  /** Told at both, each time the same, and not what it was before. */
  async function expectChanged(path: string, before: Reply, cook: Cook, [first, second]: [TestApp, TestApp]) {
    const after = await cook.at(first).get(path);
    const elsewhere = await cook.at(second).get(path);
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(elsewhere.bytes).toEqual(after.bytes);
    expect([cameBy(after), cameBy(elsewhere)]).toEqual(['miss', 'redis']);
  }

  describe.each([
    ['the one', () => [one, two] as [TestApp, TestApp]],
    ['the other', () => [two, one] as [TestApp, TestApp]],
  ])('after a change at %s', (_, order) => {
    it.each(changes)('both know of $what', async ({ paths, by }) => {
      const [writer, reader] = order();
      const cook = await known(paths);
      const before = await Promise.all(paths.map((path) => cook.get(path)));
      await heard(reader, () => by(cook.at(writer)));
      for (const [index, path] of paths.entries()) await expectChanged(path, before[index] as Reply, cook, order());
    });
  });

  it('own writes are seen at once, and others within a second, also when every message is lost', async () => {
    const cook = await known(['/pantry/:me', DINNER]);
    const before = await cook.get('/pantry/:me');
    const operator = await createClient({ url: redis.url }).connect();
    // No new connection is taken: who is cut off stays cut off.
    await operator.configSet('maxclients', '1');
    await operator.sendCommand(['client', 'kill', 'type', 'pubsub']);
    expect(await operator.pubSubNumSub(CHANNEL)).toEqual({ [CHANNEL]: 0 });
    await cook.change('POST', '/pantry/:me/items', onions);
    expect(await cook.shelves()).toContain('red onions');

    one.clock.advance(seconds(1));
    expect(await cook.at(two).shelves()).toContain('red onions');
    expect((await cook.at(two).get('/pantry/:me')).headers.etag).not.toBe(before.headers.etag);

    await operator.configSet('maxclients', '10000');
    operator.destroy();
    await until('all listen again', async () => (await listeners()) === apps.length);
  });

  it('who cut one off at one door is out at the other', async () => {
    const cook = await known(['/pantry/:me']);
    await heard(two, () => cook.change('DELETE', '/users/:me'));
    const { status } = await two.get(`/pantry/${cook.id}`, { token: cook.token });
    expect(status).toBe(401);
  });

  describe('an admin empties the cache of all', () => {
    const empty = (path: string, body?: object) => one.post(`/cache/invalidate/${path}`, { token: admin.token, body });

    it.each([
      ['of a user', '/pantry/:me', ({ id }: Cook) => empty(`user/${id}`)],
      [
        'of a user, one kind',
        '/preferences/:me',
        ({ id }: Cook) => empty(`user/${id}`, { cacheTypes: ['preferences'] }),
      ],
      ['of a user, the rankings', DINNER, ({ id }: Cook) => empty(`user/${id}`, { cacheTypes: ['recipes'] })],
      ['by tag', '/pantry/:me', ({ id }: Cook) => empty(`tag/pantry:${id}`)],
      ['of the recipes', '/recipes/5', () => empty('recipes')],
      ['of the recipes, on which rankings rest', DINNER, () => empty('recipes')],
    ])('%s', async (_, path, emptied) => {
      const cook = await known([path]);
      const untouched = await known(['/preferences/:me']);
      expect(cameBy(await cook.at(two).get(path))).toBe('memory');
      await heard(two, async () => expect((await emptied(cook)).status).toBe(200));
      expect(cameBy(await cook.at(two).get(path))).toBe('miss');
      expect(cameBy(await untouched.at(two).get('/preferences/:me'))).toBe('memory');
    });
  });

  it('a crowd at both doors has the ranking made once', async () => {
    const cook = await Cook.with(one, readmeKitchen);
    const loads = () =>
      [one, two].reduce((sum, app) => sum + (app.nest.get(Cache).counts.get('recipes')?.loads ?? 0), 0);
    const before = loads();
    const crowd = Array.from({ length: 40 }, (_, index) => cook.at(index % 2 ? one : two).get(DINNER));
    const replies = await Promise.all(crowd);
    expect(new Set(replies.map(({ status, headers }) => `${status} ${String(headers.etag)}`)).size).toBe(1);
    expect(loads() - before).toBe(1);
  });
});
