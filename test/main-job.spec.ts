import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type SQL } from 'drizzle-orm';
import { Erasures } from '../src/changes/erasures.js';
import { Database } from '../src/database/database.js';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { redisAnswers } from './redis-answers.js';

const ANN = { diets: ['vegetarian'], allergens: ['nuts', 'peanuts'] };
const DINNER = '/recommendations/:me?limit=50&maxMissing=10';

const worlds = [
  { database: 'embedded', cache: 'memory' },
  { database: 'embedded', cache: 'Redis' },
  { database: 'a real', cache: 'memory' },
  { database: 'a real', cache: 'Redis' },
] as const;

describe.each(worlds)('the main job, with $database PostgreSQL and the cache in $cache', ({ database, cache }) => {
  let postgres: Awaited<ReturnType<typeof aDatabase>> | undefined;
  let redis: RedisServer | undefined;
  let app: TestApp;

  beforeAll(async () => {
    if (database === 'a real') postgres = await aDatabase();
    if (cache === 'Redis') redis = await RedisServer.start();
    const settings = { CACHE_FAR_DEADLINE_MS: '5000' };
    app = await startApp({ database: postgres?.url, redis: redis?.url, settings });
    if (redis) await redisAnswers(app);
  });
  afterAll(async () => {
    await app.stop();
    await Promise.all([postgres?.discard(), redis?.stop()]);
  });

  const ann = () => Cook.with(app, readmeKitchen, ANN);

  it('takes 25 things into the kitchen at once', async () => {
    const cook = await Cook.with(app);
    const { body } = await cook.change('PUT', '/pantry/:me/items', readmeKitchen);
    expect(body).toEqual({ updated: 25 });
    expect(await cook.shelves()).toEqual(readmeKitchen.map(({ name }) => name));
  });

  it('tells what to cook, best first, with parts and reasons', async () => {
    const { body } = await (await ann()).get('/recommendations/:me?limit=10');
    expect(body).toMatchObject({ context: 'any', source: 'computed', degraded: false });
    expect(body.recipes.length).toBeGreaterThan(3);

    for (const { score, components, reasons } of body.recipes) {
      const parts: number[] = [score, ...Object.values<number>(components)];
      expect(Object.keys(components)).toEqual(['coverage', 'expiry', 'preference', 'effort', 'nutrition', 'novelty']);
      expect(parts.filter((part) => !(part >= 0 && part <= 1))).toEqual([]);
      expect(reasons).not.toEqual([]);
    }
    const scores = body.recipes.map(({ score }: { score: number }) => score);
    expect(scores[0]).toBe(Math.max(...scores));
  });

  it('keeps to the diet and to what must not be on the plate', async () => {
    const { body } = await (await ann()).get('/recommendations/:me?limit=50&maxMissing=20');
    expect(body.recipes).not.toEqual([]);
    for (const { recipe } of body.recipes) {
      expect(recipe.diets).toContain('vegetarian');
      expect(recipe.allergens.unknown).toBe(false);
      const { contains, mayContain } = recipe.allergens;
      expect([...contains, ...mayContain].filter((one: string) => ANN.allergens.includes(one))).toEqual([]);
    }
  });

  it('tells the same again from the cache, and not at all to who has it already', async () => {
    const cook = await ann();
    const first = await cook.get(DINNER);
    const again = await cook.get(DINNER);
    expect(cameBy(first)).toBe('miss');
    expect(again.headers['cache-status']).toMatch(/^PrepSense; hit; ttl=\d+; detail=memory$/);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(again.bytes).toEqual(first.bytes);

    const known = await cook.get(DINNER, { 'if-none-match': first.headers.etag });
    expect([known.status, known.bytes.length]).toEqual([304, 0]);
  });

  /** The answer after `change` is made anew and differs from the one before. */
  async function noticed(cook: Cook, change: () => Promise<unknown>): Promise<[before: Reply, after: Reply]> {
    await cook.get(DINNER);
    const before = await cook.get(DINNER);
    await change();
    const after = await cook.get(DINNER, { 'if-none-match': before.headers.etag });
    expect([cameBy(before), cameBy(after), after.status]).toEqual(['memory', 'miss', 200]);
    expect(after.body).not.toEqual(before.body);
    return [before, after];
  }

  const itemsUsed = ({ body }: Reply): number[] =>
    body.recipes.flatMap(({ used }: { used: { itemId: number }[] }) => used.map(({ itemId }) => itemId));

  it('knows what came into the kitchen, at the next question', async () => {
    const cook = await Cook.with(app, readmeKitchen.slice(0, 5));
    await cook.get('/pantry/:me');
    const onions = { name: 'onions', quantity: 2, unit: 'kg' };
    const [before, after] = await noticed(cook, () => cook.change('POST', '/pantry/:me/items', onions));
    const pantry = await cook.get('/pantry/:me');
    const { id } = pantry.body.items.at(-1);
    expect([cameBy(pantry), pantry.body.items.at(-1).name]).toEqual(['miss', 'onions']);
    expect(itemsUsed(before)).not.toContain(id);
    expect(itemsUsed(after)).toContain(id);
  });

  it('knows what went out of it', async () => {
    const cook = await ann();
    const [used] = itemsUsed(await cook.get(DINNER));
    const [, after] = await noticed(cook, () => cook.change('DELETE', `/pantry/:me/items/${used}`));
    expect(itemsUsed(after)).not.toContain(used);
  });

  it('knows what must not be on the plate from now on', async () => {
    const cook = await Cook.with(app, readmeKitchen);
    const [, after] = await noticed(cook, () =>
      cook.change('PATCH', '/preferences/:me', { diets: ['vegan'], allergens: ['milk', 'eggs'] }),
    );
    for (const { recipe } of after.body.recipes) expect(recipe.diets).toContain('vegan');
  });

  it('says how well the cache serves', async () => {
    const cook = await ann();
    const hitRate = async () => (await app.get('/health')).body.checks.cache.hitRate as number;
    await cook.get(DINNER);
    const before = await hitRate();
    for (let times = 0; times < 20; times += 1) await cook.get(DINNER);
    const after = await hitRate();
    expect(after).toBeGreaterThan(before);
    expect(after).toBeLessThan(1);
  });

  const everyPath = ['/pantry/:me', '/pantry/:me/expiring', '/preferences/:me', DINNER, '/recipes/search?userId=:me'];

  it('forgets who leaves: the token is good for nothing', async () => {
    const cook = await ann();
    for (const path of everyPath) expect((await cook.get(path)).status).toBe(200);
    await cook.change('DELETE', '/users/:me');
    for (const path of everyPath) {
      const { status } = await app.get(path.replace(':me', String(cook.id)), { token: cook.token });
      expect([path, status]).toEqual([path, 401]);
    }
  });

  it('leaves no row in the database that tells of who leaves', async () => {
    const cook = await ann();
    for (const path of everyPath) await cook.get(path);
    const body = { name: 'onions', quantity: 2, unit: 'kg' };
    await cook.request('POST', '/pantry/:me/items', { body, headers: { 'idempotency-key': 'onions' } });
    expect(await rowsOf(cook)).not.toEqual([]);
    await cook.change('DELETE', '/users/:me');
    await app.nest.get(Erasures).makeOlderThan(app.clock.now());
    await until('it is announced', async () => (await rowsOf(cook)).length === 0);
  });

  /** Tables with a row that names this cook, by its column or as `user:7` in a text. */
  async function rowsOf({ id }: Cook): Promise<string[]> {
    const { db } = app.nest.get(Database);
    const rowsFor = async (query: SQL) => ((await db.execute(query)) as { rows: Record<string, string>[] }).rows;
    const columns = await rowsFor(
      sql`select table_name, column_name from information_schema.columns where table_schema = 'public'`,
    );
    const tables: string[] = [];
    for (const { table_name: table = '', column_name: column = '' } of columns) {
      const isId = column === 'user_id' || (table === 'users' && column === 'id');
      const place = sql`${sql.identifier(column)}::text`;
      const names = isId
        ? sql`${place} = ${String(id)}`
        : sql`${place} ~ ${`\\m(user|pantry|preferences|ranking):${id}\\M`}`;
      const found = await rowsFor(sql`select 1 from ${sql.identifier(table)} where ${names} limit 1`);
      if (found.length > 0) tables.push(`${table}.${column}`);
    }
    return tables;
  }

  if (cache === 'memory') return;

  /** The keys in Redis, and the fences of keys, that are this cook's. */
  async function copiesOf({ id }: Cook): Promise<string[]> {
    const keys = (await (redis as RedisServer).cli('keys', '*')) as string[];
    const isTheirs = new RegExp(`^(fence:k:)?(pantry|preferences|recipes|recommendations|searches)[a-z.]*:${id}(:|$)`);
    return keys.filter((key) => isTheirs.test(key) || key === `accounts:${id}`);
  }
  const regionsIn = (keys: readonly string[]) => new Set(keys.map((key) => key.replace('fence:k:', '').split(':')[0]));

  it('leaves no copy in Redis of anything of who leaves, and every one of who stays', async () => {
    const [cook, other] = [await ann(), await ann()];
    for (const path of everyPath) for (const each of [cook, other]) await each.get(path);
    const kept = [
      'accounts',
      'pantry',
      'pantry.answer',
      'pantry.expiring',
      'preferences',
      'preferences.answer',
      'recipes',
      'recommendations.answer',
      'searches.answer',
    ];
    const before = (await copiesOf(other)).toSorted();
    for (const each of [cook, other]) expect(regionsIn(await copiesOf(each))).toEqual(new Set(kept));
    await cook.change('DELETE', '/users/:me');
    expect(await copiesOf(cook)).toEqual([]);
    expect((await copiesOf(other)).toSorted()).toEqual(before);
  });
});
