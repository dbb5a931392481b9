import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { Cache, hours, milliseconds, minutes, seconds } from '#cache';
import { Database } from '../src/database/database.js';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { pantryLots } from '../src/pantry/pantry.tables.js';
import { recipeContexts } from '../src/recipes/recipe.js';
import { searchesRegion } from '../src/recipes/recipes.cache.js';
import { RecipesRepository } from '../src/recipes/recipes.repository.js';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { aPantryItem } from './harness/builders.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { changesNothing, expectProblem } from './problems.js';

let redis: RedisServer;
let app: TestApp;
let admin: Person;
let ann: Person;

beforeAll(async () => {
  redis = await RedisServer.start();
  app = await startApp({ redis: redis.url, settings: { CACHE_FAR_DEADLINE_MS: '5000' } });
  admin = await app.admin();
  await until('Redis is in use', async () => (await app.get('/health')).body.checks.redis.state === 'up');
});
beforeEach(async () => {
  ann = await app.user();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await app.stop();
  await redis.stop();
});

interface Recommended {
  readonly recipe: { readonly id: number; readonly title: string };
  readonly components: { readonly coverage: number; readonly preference: number };
  readonly missing: readonly { readonly name: string; readonly quantity: number | null }[];
}

const stock = (person: Person, ...items: object[]) =>
  app.request('PUT', `/pantry/${person.id}/items`, { token: app.tokenFor(person), body: items });
const state = (person: Person, wishes: object) =>
  app.request('PATCH', `/preferences/${person.id}`, { token: app.tokenFor(person), body: wishes });
const pantryOf = (person: Person, query = '') =>
  app.get(`/pantry/${person.id}${query}`, { token: app.tokenFor(person) });
const empty = (person: Person, ...cacheTypes: string[]) =>
  app.post(`/cache/invalidate/user/${person.id}`, { token: app.tokenFor(person), body: { cacheTypes } });
const taken = async (...recipes: object[]) =>
  (await app.post('/recipes/import', { token: app.tokenFor(admin), body: recipes })).body;
const stats = async () => (await app.get('/admin/cache/stats', { token: app.tokenFor(admin) })).body;
const inRedis = async (...keys: string[]) => Number(await redis.cli('exists', ...keys));

async function recommended(person: Person, query = ''): Promise<readonly Recommended[]> {
  const path = `/recommendations/${person.id}?limit=50&maxMissing=20${query}`;
  return (await app.get(path, { token: app.tokenFor(person) })).body.recipes;
}

const aRecipe = (name: string, ...recipeIngredient: string[]) => ({
  '@type': 'Recipe',
  name,
  recipeIngredient,
  recipeInstructions: 'Cook it.',
});

describe('a ranking', () => {
  it('is saved with the first request, where everybody who serves finds it', async () => {
    await stock(ann, aPantryItem());
    await recommended(ann, '&context=quick');
    const key = `recipes:${ann.id}:quick`;
    const [head = ''] = String(await redis.cli('get', key)).split('\n');
    expect(JSON.parse(head)).toMatchObject({ region: 'recipes', key });
    expect((await stats()).regions.recipes.errors).toBe(0);
  });

  it('is never begun by the same recipes whatever is in the kitchen', async () => {
    const bob = await app.user();
    await stock(
      ann,
      aPantryItem({ name: 'spaghetti', quantity: 500, unit: 'g' }),
      aPantryItem({ name: 'tomatoes', quantity: 800, unit: 'g' }),
    );
    await stock(
      bob,
      aPantryItem({ name: 'oats', quantity: 500, unit: 'g' }),
      aPantryItem({ name: 'milk', quantity: 1, unit: 'l' }),
    );
    const [hers, his] = [await recommended(ann), await recommended(bob)];
    expect(hers[0]?.recipe.id).not.toBe(his[0]?.recipe.id);
    const firsts = await Promise.all(recipeContexts.map((context) => recommended(ann, `&context=${context}`)));
    expect(new Set(firsts.map(([first]) => first?.recipe.id)).size).toBeGreaterThan(2);
  });

  it('takes no amount for enough that cannot be compared', async () => {
    await taken(aRecipe('Zyzzyva rice', '200 g rice', '1 onion'));
    await stock(
      ann,
      aPantryItem({ name: 'rice', quantity: 1, unit: 'bunch' }),
      aPantryItem({ name: 'onion', quantity: 1 }),
    );
    const found = (await recommended(ann)).find(({ recipe }) => recipe.title === 'Zyzzyva rice');
    expect(found?.missing).toEqual([expect.objectContaining({ quantity: null })]);
    expect(found?.components.coverage).toBeLessThan(1);
  });

  it('knows no favourite that outbids an allergen', async () => {
    await taken(aRecipe('Zyzzyva nut pasta', '200 g spaghetti', '100 g walnuts'));
    const { body } = await app.get('/recipes/search?query=zyzzyva nut pasta'.replaceAll(' ', '%20'));
    const recipeId = body.items[0].id;
    await stock(
      ann,
      aPantryItem({ name: 'spaghetti', quantity: 1, unit: 'kg' }),
      aPantryItem({ name: 'walnuts', quantity: 1, unit: 'kg', expiresOn: '2026-06-16' }),
    );
    for (let time = 0; time < 10; time += 1)
      await app.post(`/preferences/${ann.id}/interactions`, {
        token: ann.token,
        body: { recipeId, kind: 'rated', rating: 5 },
      });
    await state(ann, { likedIngredients: ['walnuts', 'spaghetti'] });
    const ids = async () => (await recommended(ann)).map(({ recipe }) => recipe.id);
    expect(await ids()).toContain(recipeId);
    await state(ann, { allergens: ['nuts'] });
    expect(await ids()).not.toContain(recipeId);
  });

  it('compares recipes by what they are like: no two unlike ones have one vector', async () => {
    const catalogue = await app.nest.get(RecipesRepository, { strict: false }).all();
    const vectors = catalogue.map(({ embedding }) => embedding);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
    expect(new Set(vectors.map((vector) => vector.join())).size).toBeGreaterThan(0.9 * vectors.length);

    await stock(ann, aPantryItem());
    await state(ann, { likedIngredients: ['spinach'], cuisines: { italian: 1 } });
    const tastes = (await recommended(ann)).map(({ components }) => components.preference);
    expect(new Set(tastes).size).toBeGreaterThan(5);
  });
});

describe('a recipe', () => {
  it('of which nothing is known is free of nothing', async () => {
    await taken(aRecipe('Zyzzyva mystery', '2 frumious zzxqv'));
    const found = async (query: string) =>
      (await app.get(`/recipes/search?query=mystery${query}`)).body.items.map(({ title }: { title: string }) => title);
    expect(await found('')).toEqual(['Zyzzyva mystery']);
    for (const filter of [
      'diets=dairy-free',
      'diets=vegan',
      'diets=gluten-free',
      'diets=nut-free',
      'exclude=milk',
      'exclude=nuts',
    ])
      expect([filter, await found(`&${filter}`)]).toEqual([filter, []]);
  });

  it('is what its source says, and where the source says nothing there is none', async () => {
    const total = async () => (await app.get('/recipes/search?limit=1')).body.total;
    const before = await total();
    expect(await taken({ name: 'no recipe' }, { '@type': 'Recipe', name: 'Zyzzyva of nothing' })).toMatchObject({
      imported: 0,
    });
    expect(await total()).toBe(before);

    await taken(aRecipe('Zyzzyva soup', '3 carrots', '1 l water'));
    const { items } = (await app.get('/recipes/search?query=zyzzyva%20soup')).body;
    const { body } = await app.get(`/recipes/${items[0].id}`);
    expect([body.title, body.steps]).toEqual(['Zyzzyva soup', ['Cook it.']]);
    expect(body.ingredients.map(({ text }: { text: string }) => text)).toEqual(['3 carrots', '1 l water']);
  });
});

describe('emptying', () => {
  it('of preferences drops the key that is read, and the next answer is the new one', async () => {
    const read = async () => (await app.get(`/preferences/${ann.id}`, { token: ann.token })).body.householdSize;
    expect(await read()).toBe(2);
    const key = `preferences:${ann.id}`;
    expect(await inRedis(key)).toBe(1);
    await empty(ann, 'preferences');
    expect(await inRedis(key)).toBe(0);

    await read();
    await state(ann, { householdSize: 5 });
    expect(await read()).toBe(5);
    expect(JSON.parse(String(await redis.cli('get', key))).value.householdSize).toBe(5);
  });

  it('of user 1 leaves users 12 and 123 alone', async () => {
    const { db } = app.nest.get(Database);
    await db.execute(sql`insert into users (email, name, password_hash, role, created_at)
      select 'crowd-' || n || '@example.org', 'Crowd', '-', 'user', now() from generate_series(1, 130) n`);
    for (const id of [1, 12, 123])
      for (let time = 0; time < 2; time += 1) expect((await pantryOf({ id, token: '' })).status).toBe(200);
    expect(await inRedis('pantry:1', 'pantry:12', 'pantry:123')).toBe(3);
    const source = jest.spyOn(app.nest.get(PantryRepository, { strict: false }), 'pantryOf');

    await empty({ id: 1, token: '' }, 'pantry');
    expect([await inRedis('pantry:1'), await inRedis('pantry:12', 'pantry:123')]).toEqual([0, 2]);
    for (const id of [1, 12, 123]) await pantryOf({ id, token: '' });
    expect(source.mock.calls.map(([id]) => id)).toEqual([1]);
  });

  it('of the recipes of a user drops all of them, for every occasion', async () => {
    for (const context of recipeContexts) await recommended(ann, `&context=${context}`);
    const keys = [`recipes:${ann.id}`, ...recipeContexts.map((context) => `recipes:${ann.id}:${context}`)];
    expect(await inRedis(...keys)).toBe(recipeContexts.length);
    await empty(ann, 'recipes');
    expect(await inRedis(...keys)).toBe(0);
  });

  it('and everything else asks Redis for what it knows by name, never for all keys', async () => {
    await redis.cli('config', 'resetstat');
    await stock(ann, aPantryItem());
    await recommended(ann);
    await app.get('/recipes/search?query=soup');
    await empty(ann, 'pantry', 'preferences', 'recipes');
    await app.post('/cache/invalidate/recipes', { token: app.tokenFor(admin) });
    await app.post('/cache/invalidate/tag/ingredients', { token: app.tokenFor(admin) });
    await app.post(`/users/${ann.id}/cache/warm`, { token: ann.token });
    await stats();
    await app.get('/health');
    const said = String(await redis.cli('info', 'commandstats'));
    const used = [...said.matchAll(/cmdstat_([\w|]+):/g)].map(([, name]) => name);
    expect(used).toContain('unlink');
    for (const name of ['keys', 'scan', 'sscan', 'hscan', 'smembers', 'flushall', 'flushdb', 'monitor', 'debug'])
      expect(used).not.toContain(name);
  });
});

describe('a hit', () => {
  it('is also an answer that is empty', async () => {
    const source = jest.spyOn(app.nest.get(PantryRepository, { strict: false }), 'pantryOf');
    expect((await pantryOf(ann)).body.items).toEqual([]);
    expect((await pantryOf(ann)).headers['cache-status']).toContain('; hit');
    expect((await app.get(`/pantry/${ann.id}/expiring`, { token: ann.token })).body.items).toEqual([]);
    expect(source).toHaveBeenCalledTimes(1);

    const loads = async () => (await stats()).regions.searches.loads;
    await app.get('/recipes/search?query=qqqqqqqqqqqq');
    const before = await loads();
    const again = await app.get('/recipes/search?query=QQQQQQQQQQQQ');
    expect([again.body.items, await loads()]).toEqual([[], before]);
  });

  it('counts the same wherever hit rates are told: as a ratio', async () => {
    await pantryOf(ann);
    await pantryOf(ann);
    const { totals, regions } = await stats();
    await pantryOf(ann);
    const { cache } = (await app.get('/health')).body.checks;
    const after = await stats();
    expect(totals.hitRate).toBeGreaterThan(0);
    expect(cache.hitRate).toBeLessThanOrEqual(1);
    expect(cache.hitRate).toBeGreaterThanOrEqual(totals.hitRate);
    expect(cache.hitRate).toBeLessThanOrEqual(after.totals.hitRate);
    expect(cache.regions.recipes).toBe(regions.recipes.hitRate);
    expect(cache.regions.searches).toBe(regions.searches.hitRate);
  });

  it('by a warm user is counted, in a field that is there', async () => {
    const rate = async () => (await app.get('/health')).body.checks.cache.warmUserHitRate;
    const { body } = await app.post(`/users/${ann.id}/cache/warm`, { token: ann.token });
    await until('it is warm', async () => {
      const job = await app.get(`/users/${ann.id}/cache/warm/${body.jobId}`, { token: ann.token });
      return job.body.state === 'done';
    });
    await pantryOf(ann);
    expect(await rate()).toBeGreaterThan(0);
    expect(await rate()).toBeLessThanOrEqual(1);
  });

  it('is not for who reads past the cache: not in any of the caches below', async () => {
    await stock(ann, aPantryItem({ name: 'milk', quantity: 1, unit: 'l' }));
    await recommended(ann);
    await pantryOf(ann);
    const { db } = app.nest.get(Database);
    await db.update(pantryLots).set({ name: 'oat drink' }).where(eq(pantryLots.userId, ann.id));

    const names = async (query = '') =>
      (await pantryOf(ann, query)).body.items.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['milk']);
    expect(await names('?fresh=true')).toEqual(['oat drink']);
    expect(await names()).toEqual(['oat drink']);

    const source = jest.spyOn(app.nest.get(PantryRepository, { strict: false }), 'pantryOf');
    const path = `/recommendations/${ann.id}?fresh=true`;
    expect((await app.get(path, { token: ann.token })).body.source).toBe('computed');
    expect(source).toHaveBeenCalledTimes(1);
  });
});

describe('days', () => {
  /** Waits for this time of the day, UTC. */
  function waitFor(hour: number, minute: number): string {
    const day = hours(24).ms;
    const due = hours(hour).ms + minutes(minute).ms;
    app.clock.advance(milliseconds(day - ((((app.clock.now() - due) % day) + day) % day)));
    return new Date(app.clock.now()).toISOString().slice(0, 10);
  }

  it('are counted anew after midnight, also from an entry that lives on', async () => {
    const today = waitFor(23, 40);
    await stock(ann, aPantryItem({ expiresOn: today }));
    const left = async () => (await pantryOf(ann)).body.items[0].daysLeft;
    expect([await left(), await left()]).toEqual([0, 0]);
    const source = jest.spyOn(app.nest.get(PantryRepository, { strict: false }), 'pantryOf');
    app.clock.advance(minutes(21));
    expect(await left()).toBe(-1);
    expect(source).not.toHaveBeenCalled();
  });

  it('are those of who asks, wherever the program runs', async () => {
    const today = waitFor(10, 30);
    await stock(ann, aPantryItem({ expiresOn: today }));
    const left = async (timeZone: string) => {
      await state(ann, { timeZone });
      return (await pantryOf(ann)).body.items[0].daysLeft;
    };
    const before = process.env.TZ;
    for (const programs of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
      process.env.TZ = programs;
      const days = [await left('Pacific/Pago_Pago'), await left('UTC'), await left('Pacific/Kiritimati')];
      expect([programs, ...days]).toEqual([programs, 1, 0, -1]);
    }
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });
});

describe('many changes at once', () => {
  it('happen all or not at all', async () => {
    await stock(ann, aPantryItem({ name: 'rice', quantity: 1, unit: 'kg' }));
    const { id } = (await pantryOf(ann)).body.items[0];
    const change = { id, quantity: 2 };
    const repository = app.nest.get(PantryRepository, { strict: false });

    await changesNothing(app, async () => {
      expectProblem(await stock(ann, aPantryItem(), change, { id: 2_147_483_647, quantity: 1 }), 404);
      expectProblem(await stock(ann, change, aPantryItem({ quantity: -1 })), 400);
      jest.spyOn(repository, 'add').mockRejectedValue(new Error('the disk is full'));
      expectProblem(await stock(ann, change, aPantryItem()), 500);
      jest.restoreAllMocks();
    });
    expect((await pantryOf(ann)).body.items).toMatchObject([{ name: 'rice', quantity: 1 }]);
    expect((await stock(ann, change, aPantryItem())).body).toEqual({ updated: 2 });
  });
});

describe('lists', () => {
  it('of one text with a comma are not lists of two', async () => {
    const query = {
      query: '',
      diets: [],
      allergens: [],
      cuisine: null,
      maxMinutes: null,
      sort: 'relevance' as const,
      page: 1,
      limit: 20,
    };
    const keyOf = (...exclude: string[]) => searchesRegion.keyFor({ ...query, exclude });
    expect(keyOf('a,b')).not.toBe(keyOf('a', 'b'));
    expect(keyOf('a', 'b,c')).not.toBe(keyOf('a,b', 'c'));

    for (const dislikedIngredients of [['salt,pepper'], ['salt', 'pepper']]) {
      await state(ann, { dislikedIngredients });
      const { body } = await app.get(`/preferences/${ann.id}`, { token: ann.token });
      expect(body.dislikedIngredients).toEqual(dislikedIngredients);
    }
  });
});

describe('a Redis that hangs', () => {
  it('is tried by one request at a time, the others do not wait for it', async () => {
    const hasty = await startApp({ redis: redis.url });
    const cache = hasty.nest.get(Cache);
    const users = await Promise.all(Array.from({ length: 30 }, () => hasty.user()));
    await redis.freeze();
    try {
      await until('it is given up', async () => {
        await hasty.get('/recipes/search?query=given-up');
        hasty.clock.advance(seconds(2));
        return cache.far?.breaker === 'open';
      });
      const before = cache.far?.failures ?? 0;
      hasty.clock.advance(seconds(2));
      const answers = await Promise.all(users.map(({ id, token }) => hasty.get(`/pantry/${id}`, { token })));
      expect(answers.map(({ status }) => status)).toEqual(users.map(() => 200));
      // One try for reading and one for writing, and more only where this process itself was too late to judge them.
      expect((cache.far?.failures ?? 0) - before).toBeGreaterThan(0);
      expect((cache.far?.failures ?? 0) - before).toBeLessThan(users.length / 3);
      expect(cache.far?.breaker).toBe('open');
    } finally {
      await redis.thaw();
      await hasty.stop();
    }
  });
});
