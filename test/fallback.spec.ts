import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Cache, hours, milliseconds, minutes } from '#cache';
import { Database } from '../src/database/database.js';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { allowedFor } from '../src/recipes/hard-filters.js';
import { catalogueRegion, popularRegion } from '../src/recipes/recipes.cache.js';
import { RecipesRepository } from '../src/recipes/recipes.repository.js';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { makePopular, MOST_POPULAR } from './popular-dishes.js';

/** Each step that recommendations fall to, one after the other, as somebody meets it who must not have milk and eats no meat. */

const WISHES = { allergens: ['milk'], diets: ['vegetarian'] };

let app: TestApp;
let ann: Cook;

beforeAll(async () => {
  app = await startApp();
  const fan = await Cook.with(app);
  const all = await recipesInDatabase().all();
  // What would be shown first if a filter failed.
  const forbidden = all.filter(
    ({ allergens, diets }) => allergens.contains.includes('milk') && !diets.includes('vegetarian'),
  );
  for (const { id } of forbidden) {
    await fan.change('POST', '/preferences/:me/interactions', { recipeId: id, kind: 'saved' });
  }
});
beforeEach(async () => {
  const day = hours(24).ms;
  app.clock.advance(milliseconds(day - ((app.clock.now() - hours(9).ms) % day)));
  ann = await Cook.with(app, readmeKitchen, WISHES);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => app.stop());

const recommend = (limit = 50) => ann.get(`/recommendations/:me?maxMissing=20&limit=${limit}`);

function gone(): never {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
}

const recipesInDatabase = () => app.nest.get<RecipesRepository>(RecipesRepository, { strict: false });
const losePantries = () => {
  const pantries = app.nest.get<PantryRepository>(PantryRepository, { strict: false });
  return jest.spyOn(pantries, 'pantryOf').mockImplementation(gone);
};
const loseDatabase = () => jest.spyOn(app.nest.get(Database), 'db', 'get').mockImplementation(gone);

/** What the answer says of where it came from; that it has recipes, and that each may be eaten. */
function levelOf({ status, body }: Reply) {
  expect(status).toBe(200);
  expect(body.recipes.length).toBeGreaterThan(5);
  for (const { recipe, used, substitutions } of body.recipes) {
    expect([...recipe.allergens.contains, ...recipe.allergens.mayContain]).not.toContain('milk');
    expect([recipe.allergens.unknown, recipe.diets.includes('vegetarian')]).toEqual([false, true]);
    const offered = [
      ...used.map(({ name }: { name: string }) => name),
      ...substitutions.map(({ use }: { use: string }) => use),
    ];
    for (const food of ['milk', 'butter', 'cheddar', 'feta', 'yoghurt']) expect(offered).not.toContain(food);
  }
  const { source, degraded } = body;
  return { source, degraded };
}

describe('recommendations come', () => {
  it('freshly computed, then from the personal cache, which serves every length', async () => {
    const rankings = () => app.nest.get(Cache).counts.get('recipes')?.loads;
    expect(levelOf(await recommend())).toEqual({ source: 'computed', degraded: false });
    const made = rankings();
    expect(levelOf(await recommend(20))).toEqual({ source: 'cache', degraded: false });
    expect(rankings()).toBe(made);
  });

  it('from the last good ranking, with its age, when none can be made', async () => {
    const made = await recommend();
    app.clock.advance(minutes(155));
    loseDatabase();
    const old = await recommend();
    expect(levelOf(old)).toEqual({ source: 'stale', degraded: true });
    expect(old.body.generatedAt).toBe(made.body.generatedAt);
    expect(old.headers['cache-control']).toMatch(/^private/);
  });

  it('from what is popular, as the cache holds it, when there was no ranking and nothing can be read at all', async () => {
    losePantries();
    await recommend();
    loseDatabase();
    const asked = jest.spyOn(recipesInDatabase(), 'popularSince');
    expect(levelOf(await recommend())).toEqual({ source: 'popular', degraded: true });
    expect(asked).not.toHaveBeenCalled();
  });

  it('from what is popular, as the database says, when the cache holds nothing either', async () => {
    losePantries();
    await app.nest.get(Cache).clear(popularRegion);
    const asked = jest.spyOn(recipesInDatabase(), 'popularSince');
    expect(levelOf(await recommend())).toEqual({ source: 'popular', degraded: true });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('from the catalogue that is held, when nobody can say what is popular', async () => {
    losePantries();
    await recommend();
    await app.nest.get(Cache).clear(popularRegion);
    loseDatabase();
    expect(levelOf(await recommend())).toEqual({ source: 'popular', degraded: true });
  });

  it('from nowhere when the catalogue cannot be had either', async () => {
    losePantries();
    await recommend();
    for (const region of [popularRegion, catalogueRegion]) await app.nest.get(Cache).clear(region);
    loseDatabase();
    expect((await recommend()).status).toBe(503);
  });

  it('computed again as soon as all is back: what was degraded is not kept', async () => {
    const lost = losePantries();
    expect(levelOf(await recommend())).toEqual({ source: 'popular', degraded: true });
    lost.mockRestore();
    expect(levelOf(await recommend())).toEqual({ source: 'computed', degraded: false });
  });

  it('from the rest of the catalogue, where nothing that is popular may be eaten', async () => {
    const strict = { allergens: ['eggs'], diets: ['vegan'] };
    const ben = await Cook.with(app, readmeKitchen, strict);
    await makePopular(
      app,
      'Omelette',
      Array.from({ length: MOST_POPULAR }, (_, at) => [`${at + 1} eggs`]),
    );
    const all = await recipesInDatabase().all();
    const allowed = all.filter((recipe) => allowedFor(recipe, strict)).map(({ id }) => id);

    losePantries();
    const { status, body } = await ben.get('/recommendations/:me?maxMissing=20&limit=50');
    expect([status, body.source]).toEqual([200, 'popular']);
    expect(body.recipes).toHaveLength(Math.min(50, allowed.length));
    for (const { recipe } of body.recipes) expect(allowed).toContain(recipe.id);
  });
});
