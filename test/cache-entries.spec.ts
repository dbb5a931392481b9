import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cache, minutes } from '#cache';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { aRedis, type SharedRedis } from './harness/redis-server.js';
import { expectProblem } from './problems.js';
import { redisAnswers } from './redis-answers.js';

describe.each(['memory', 'Redis'] as const)('GET /admin/cache/entries, with the cache in %s', (where) => {
  let redis: SharedRedis | undefined;
  let app: TestApp;
  let admin: Person;
  beforeAll(async () => {
    if (where === 'Redis') redis = await aRedis();
    const settings = { CACHE_FAR_DEADLINE_MS: '5000', ...(redis && { CACHE_KEY_PREFIX: redis.prefix }) };
    app = await startApp({ redis: redis?.url, settings });
    if (redis) await redisAnswers(app);
    admin = await app.admin();
  });
  afterAll(async () => {
    await app.stop();
    await redis?.stop();
  });

  const tiers = () => (redis ? ['memory', 'redis'] : ['memory']);
  async function entries(path: string) {
    const { status, headers, body } = await app.get(`/admin/cache/entries/${path}`, { token: app.tokenFor(admin) });
    expect([path, status, headers['cache-control']]).toEqual([path, 200, 'no-store']);
    return body;
  }

  it('lists what is held of a region, with size, age, time left and tags', async () => {
    const cooks = [await Cook.with(app, readmeKitchen), await Cook.with(app)];
    for (const cook of cooks) await cook.get('/pantry/:me');
    app.clock.advance(minutes(10));
    const { items, ...page } = await entries('pantry?limit=100');
    expect(page).toEqual({ page: 1, limit: 100, total: items.length, complete: true });
    for (const { id } of cooks) {
      const entry = items.find(({ key }: { key: string }) => key === `pantry:${id}`);
      expect(entry).toMatchObject({ tiers: tiers(), state: 'fresh', ageSeconds: 600, tags: [`pantry:${id}`] });
      // Redis counts by itself: its clock is not the test's.
      expect(entry.ttlSeconds).toBe(3000);
      expect(entry.bytes).toBeGreaterThan(20);
    }
  });

  it('lists those that have certain signs in their key, a page at a time, and all signs stand for themselves', async () => {
    const cook = await Cook.with(app, readmeKitchen);
    for (const context of ['quick', 'dinner', 'lunch']) await cook.get(`/recommendations/:me?context=${context}`);
    const keys = async (query: string) =>
      (await entries(`recipes?${query}`)).items.map(({ key }: { key: string }) => key);
    expect(await keys(`match=${cook.id}:`)).toEqual(
      ['dinner', 'lunch', 'quick'].map((each) => `recipes:${cook.id}:${each}`),
    );
    expect(await keys(`match=${cook.id}:&limit=2&page=2`)).toEqual([`recipes:${cook.id}:quick`]);
    for (const sign of ['*', '?', '%5B', '%5C', 'recipes']) expect(await keys(`match=${sign}`)).toEqual([]);
  });

  it('shows one, decoded, by its key with its region or without', async () => {
    const cook = await Cook.with(app, readmeKitchen.slice(0, 2));
    await cook.get('/pantry/:me');
    for (const key of [`pantry:${cook.id}`, `pantry%3A${cook.id}`, cook.id]) {
      const entry = await entries(`pantry/${key}`);
      expect(entry).toMatchObject({ key: `pantry:${cook.id}`, tiers: tiers(), state: 'fresh' });
      expect(entry.value.items.map(({ name }: { name: string }) => name)).toEqual(
        readmeKitchen.slice(0, 2).map(({ name }) => name),
      );
    }
    const answer = await entries(`pantry.answer/${cook.id}`);
    expect(answer.value).toMatchObject({ contentType: expect.stringContaining('json'), body: { userId: cook.id } });
  });

  it('finds a key with the oddest signs in it', async () => {
    const query = 'soup: 100 % "å" * ?';
    await app.get(`/recipes/search?query=${encodeURIComponent(query)}`);
    const { items } = await entries('searches?limit=100');
    const keys = items.map(({ key }: { key: string }) => key);
    const key = keys.find((each: string) => each.includes('soup%3A'));
    expect(await entries(`searches/${encodeURIComponent(key)}`)).toMatchObject({ key });
  });

  it('tells of what is dead as such, and counts looking as no read', async () => {
    const cook = await Cook.with(app, readmeKitchen);
    await cook.get('/recommendations/:me?maxMissing=3');
    const counts = () => app.nest.get(Cache).counts.get('recommendations.answer');
    const { hits, misses } = counts() ?? {};
    const of = async () => (await entries(`recommendations.answer?match=${cook.id}:`)).items;
    expect((await of()).map(({ state }: { state: string }) => state)).toEqual(['fresh']);
    await cook.change('POST', '/pantry/:me/items', { name: 'onions', quantity: 2, unit: 'kg' });
    expect((await of()).map(({ state }: { state: string }) => state)).toEqual(['dead']);
    expect(counts()).toMatchObject({ hits, misses });
  });

  it('answers 404 for what is not there, and 400 for what is asked wrongly', async () => {
    const token = app.tokenFor(admin);
    for (const path of ['nowhere', 'nowhere/1', 'pantry/999999', 'pantry/%2A'])
      expectProblem(await app.get(`/admin/cache/entries/${path}`, { token }), 404);
    for (const query of ['limit=0', 'limit=101', 'page=x', 'match=a%00', 'pattern=x'])
      expectProblem(await app.get(`/admin/cache/entries/pantry?${query}`, { token }), 400);
  });
});
