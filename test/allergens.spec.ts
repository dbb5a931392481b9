import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Cache, hours, milliseconds, minutes } from '#cache';
import { Database } from '../src/database/database.js';
import { allergensOf } from '../src/ingredients/allergens.js';
import { allergens, diets, type Allergen, type Diet } from '../src/ingredients/ingredient.js';
import { resolveLine } from '../src/ingredients/line-resolver.js';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { PreferencesService } from '../src/preferences/preferences.service.js';
import { recipeContexts, type Recipe } from '../src/recipes/recipe.js';
import { catalogueRegion, popularRegion } from '../src/recipes/recipes.cache.js';
import { RecipesRepository } from '../src/recipes/recipes.repository.js';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { aPantryItem } from './harness/builders.js';
import { book } from './kitchen.js';
import { makePopular, MOST_POPULAR } from './popular-dishes.js';
import { expectProblem } from './problems.js';
import { aRandom } from './random.js';

let app: TestApp;
let catalogue: Map<number, Recipe>;

const oneOfOurOwn = (name: string, line: string) => ({ '@type': 'Recipe', name, recipeIngredient: [line, '1 onion'] });

beforeAll(async () => {
  app = await startApp();
  const admin = await app.admin();
  const body = [
    oneOfOurOwn('Mystery', '2 frumious zzxqv'),
    oneOfOurOwn('Pesto', '2 tbsp pesto'),
    oneOfOurOwn('Nuts', '100 g walnuts'),
  ];
  await app.post('/recipes/import', { token: admin.token, body });
  await readCatalogue();

  // What would be shown first to somebody whose filters failed: what others like and must not be eaten with any allergy.
  const unsafe = [...catalogue.values()].filter((one) => one.allergens.unknown || one.allergens.contains.length > 2);
  const fan = await app.user();
  for (const { id: recipeId } of unsafe.slice(0, 30))
    await app.post(`/preferences/${fan.id}/interactions`, { token: fan.token, body: { recipeId, kind: 'saved' } });
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => app.stop());

async function readCatalogue(): Promise<void> {
  catalogue = new Map((await app.nest.get(RecipesRepository, { strict: false }).all()).map((one) => [one.id, one]));
}

/** Somebody with a filled kitchen. */
async function somebody(): Promise<Person> {
  const person = await app.user();
  const names = [
    'egg',
    'milk',
    'wheat flour',
    'walnuts',
    'celery',
    'prawns',
    'salmon',
    'soy sauce',
    'tofu',
    'rice',
    'onion',
  ];
  const body = names.map((name) => aPantryItem({ name, quantity: 500, unit: 'g', expiresOn: '2026-06-17' }));
  await app.request('PUT', `/pantry/${person.id}/items`, { token: person.token, body });
  return person;
}

function state(person: Person, wishes: { allergens?: readonly Allergen[]; diets?: readonly Diet[] }): Promise<Reply> {
  return app.request('PATCH', `/preferences/${person.id}`, { token: app.tokenFor(person), body: wishes });
}

const isSafe = ({ allergens: { contains, mayContain, unknown } }: Recipe, allergen: Allergen) =>
  !unknown && !contains.includes(allergen) && !mayContain.includes(allergen);

function recommended({ body }: Reply): Recipe[] {
  return body.recipes.map(({ recipe }: { recipe: { id: number } }) => catalogue.get(recipe.id));
}

/** What is proposed to be put into the pots: from the pantry, and instead of what is missing. */
function foodsUsed({ body }: Reply): string[] {
  const used: { used: { name: string }[]; substitutions: { use: string }[] }[] = body.recipes;
  return used.flatMap((one) => [...one.used.map(({ name }) => name), ...one.substitutions.map(({ use }) => use)]);
}

function mayHave(food: string, allergen: Allergen): boolean {
  const { contains, mayContain, unknown } = allergensOf(resolveLine(food, book));
  return unknown || contains.includes(allergen) || mayContain.includes(allergen);
}

const recommend = (person: Person, context: string, headers = {}, limit = 50) =>
  app.get(`/recommendations/${person.id}?context=${context}&limit=${limit}&maxMissing=20`, {
    token: app.tokenFor(person),
    headers,
  });

/** All that the assistant proposes to somebody, whatever it is asked. */
async function toldOf(person: Person): Promise<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const message of [
    'What can I cook with walnuts, prawns, eggs and milk?',
    'Something quick with salmon or tofu',
  ]) {
    const reply = await app.post(`/assistant/${person.id}/ask`, { token: app.tokenFor(person), body: { message } });
    expect(reply.status).toBe(200);
    for (const id of reply.body.recipes) recipes.push(catalogue.get(id) as Recipe);
  }
  return recipes;
}

/** All that a search finds, page by page. */
async function found(person: Person | undefined, query = ''): Promise<Recipe[]> {
  const recipes: Recipe[] = [];
  for (let page = 1; ; page += 1) {
    const own = person === undefined ? '' : `&userId=${person.id}`;
    const { body } = await app.get(`/recipes/search?limit=100&page=${page}${own}${query}`, {
      token: person && app.tokenFor(person),
    });
    for (const { id } of body.items) recipes.push(catalogue.get(id) as Recipe);
    if (page * 100 >= body.total) return recipes;
  }
}

const idsOf = (recipes: readonly Recipe[]) => recipes.map(({ id }) => id).toSorted((a, b) => a - b);
const titlesOf = (recipes: readonly Recipe[]) => recipes.map(({ title }) => title);

/** The database is gone for who asks it, as if its server had been stopped. */
function loseDatabase(): void {
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  jest.spyOn(app.nest.get(Database), 'db', 'get').mockImplementation(() => {
    throw gone;
  });
}

/** A ranking is of one day: these tests are to stay within one. */
function waitForNoon(): void {
  const day = hours(24).ms;
  app.clock.advance(milliseconds(day - ((app.clock.now() - hours(12).ms) % day)));
}

/** No ranking can be made; the pantry and what must not be eaten are read as ever. */
function loseRankings(): void {
  const preferences = app.nest.get(PreferencesService, { strict: false });
  jest.spyOn(preferences, 'recentInteractions').mockRejectedValue(new Error('no interactions'));
}

function losePantries(): void {
  const pantries = app.nest.get(PantryRepository, { strict: false });
  jest.spyOn(pantries, 'pantryOf').mockRejectedValue(new Error('no pantry'));
}

it('the catalogue of this file has recipes of every doubtful kind', () => {
  const all = [...catalogue.values()];
  expect(all.some((one) => one.allergens.unknown)).toBe(true);
  expect(all.some((one) => one.allergens.mayContain.length > 0)).toBe(true);
  for (const allergen of allergens)
    expect([allergen, all.some((one) => isSafe(one, allergen))]).toEqual([allergen, true]);
});

describe('who must not eat something', () => {
  let ann: Person;
  beforeAll(async () => {
    ann = await somebody();
  });

  it.each(allergens)('is shown none of it, for %s, on any path and for any occasion', async (allergen) => {
    await state(ann, { allergens: [allergen] });
    let shown = 0;
    for (const context of recipeContexts) {
      const recipes = recommended(await recommend(ann, context));
      shown += recipes.length;
      expect(titlesOf(recipes.filter((one) => !isSafe(one, allergen)))).toEqual([]);
    }
    expect(shown).toBeGreaterThan(0);

    const safe = [...catalogue.values()].filter((one) => isSafe(one, allergen));
    expect(idsOf(await found(ann))).toEqual(idsOf(safe));
    expect(titlesOf((await found(ann, '&query=soup')).filter((one) => !isSafe(one, allergen)))).toEqual([]);
    expect(idsOf(await found(undefined, `&exclude=${allergen}`))).toEqual(idsOf(safe));
  });

  it.each([
    ['egg', ['eggs']],
    ['dairy', ['milk']],
    ['Shellfish', ['crustaceans', 'molluscs']],
    ['tree nuts', ['nuts']],
  ] as const)('finds none of it by a search that leaves out "%s"', async (name, meant) => {
    const safe = [...catalogue.values()].filter((one) => meant.every((allergen) => isSafe(one, allergen)));
    expect(idsOf(await found(undefined, `&exclude=${encodeURIComponent(name)}`))).toEqual(idsOf(safe));
  });

  it.each(allergens)(
    'is shown none of it, for %s, by a ranking that is held, and is told to use none',
    async (allergen) => {
      await state(ann, { allergens: [allergen] });
      let foods = 0;
      for (const context of recipeContexts) {
        await recommend(ann, context);
        const held = await recommend(ann, context, {}, 49);
        expect([held.status, held.body.source]).toEqual([200, 'cache']);
        expect(titlesOf(recommended(held).filter((one) => !isSafe(one, allergen)))).toEqual([]);
        foods += foodsUsed(held).length;
        expect(foodsUsed(held).filter((food) => mayHave(food, allergen))).toEqual([]);
      }
      expect(foods).toBeGreaterThan(0);
    },
  );

  it.each(allergens)('is told of none of it, for %s, by the assistant', async (allergen) => {
    // Each has questions of their own: nobody may ask the assistant as often as there are allergens.
    const bob = await somebody();
    await state(bob, { allergens: [allergen] });
    const told = await toldOf(bob);
    expect(titlesOf(told.filter((one) => !isSafe(one, allergen)))).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
  });

  it.each(diets)('or does not, for %s, is shown what surely keeps it', async (diet) => {
    await state(ann, { allergens: [], diets: [diet] });
    for (const context of recipeContexts)
      expect(titlesOf(recommended(await recommend(ann, context)).filter((one) => !one.diets.includes(diet)))).toEqual(
        [],
      );
    const keeping = [...catalogue.values()].filter((one) => one.diets.includes(diet));
    expect(idsOf(await found(ann))).toEqual(idsOf(keeping));
    await state(ann, { diets: [] });
  });

  it('cannot widen that with a query of their own', async () => {
    await state(ann, { allergens: ['nuts'], diets: ['vegan'] });
    const recipes = await found(ann, '&diets=pescatarian&exclude=milk');
    expect(titlesOf(recipes.filter((one) => !isSafe(one, 'nuts') || !one.diets.includes('vegan')))).toEqual([]);
    await state(ann, { diets: [] });
  });
});

describe('when the ranking cannot be made', () => {
  it.each(allergens)('popular recipes keep %s out too', async (allergen) => {
    const ben = await somebody();
    await state(ben, { allergens: [allergen] });
    losePantries();
    let shown = 0;
    for (const context of recipeContexts) {
      const reply = await recommend(ben, context);
      expect([reply.status, reply.body.source, reply.body.degraded]).toEqual([200, 'popular', true]);
      shown += reply.body.recipes.length;
      expect(titlesOf(recommended(reply).filter((one) => !isSafe(one, allergen)))).toEqual([]);
    }
    expect(shown).toBeGreaterThan(0);
  });

  it.each(diets)('popular recipes keep to %s too', async (diet) => {
    const ben = await somebody();
    await state(ben, { diets: [diet] });
    losePantries();
    for (const context of recipeContexts) {
      const reply = await recommend(ben, context);
      expect(reply.body.source).toBe('popular');
      expect(titlesOf(recommended(reply).filter((one) => !one.diets.includes(diet)))).toEqual([]);
    }
  });

  it('the filters hold for what is popular from the cache and from the database, and at once after a change', async () => {
    const ben = await somebody();
    losePantries();
    for (const [turn, allergen] of allergens.entries()) {
      await state(ben, { allergens: [allergen] });
      if (turn % 2 === 0) app.clock.advance(hours(3));
      const reply = await recommend(ben, 'any');
      expect(reply.body.source).toBe('popular');
      expect(titlesOf(recommended(reply).filter((one) => !isSafe(one, allergen)))).toEqual([]);
    }
  });

  it.each(allergens)('an older ranking keeps %s out too', async (allergen) => {
    waitForNoon();
    const cid = await somebody();
    await state(cid, { allergens: [allergen] });
    for (const context of recipeContexts) await recommend(cid, context);
    app.clock.advance(minutes(155));
    loseDatabase();
    for (const context of recipeContexts) {
      const reply = await recommend(cid, context);
      expect([reply.status, reply.body.source, reply.body.degraded]).toEqual([200, 'stale', true]);
      expect(titlesOf(recommended(reply).filter((one) => !isSafe(one, allergen)))).toEqual([]);
    }
  });

  it.each(allergens)(
    'the assistant tells of none with %s, neither of what is popular nor of an older ranking',
    async (allergen) => {
      waitForNoon();
      const [hal, ida] = [await somebody(), await somebody()];
      await state(hal, { allergens: [allergen] });
      await state(ida, { allergens: [allergen] });
      for (const context of ['any', 'quick']) await recommend(ida, context);
      app.clock.advance(minutes(155));
      loseRankings();
      for (const [person, source] of [
        [hal, 'popular'],
        [ida, 'stale'],
      ] as const) {
        expect((await recommend(person, 'any')).body.source).toBe(source);
        const told = await toldOf(person);
        expect(told.length).toBeGreaterThan(0);
        expect(titlesOf(told.filter((one) => !isSafe(one, allergen)))).toEqual([]);
      }
    },
  );

  it('and what must not be eaten cannot be read either, nothing is recommended', async () => {
    const dan = await somebody();
    await recommend(dan, 'any');
    await found(dan);
    await state(dan, { allergens: ['nuts'] });
    loseDatabase();
    expectProblem(await recommend(dan, 'any'), 503);
    expectProblem(await recommend(dan, 'any', { 'cache-control': 'max-stale' }), 503);
    expectProblem(await recommend(dan, 'any', { 'cache-control': 'only-if-cached, max-stale' }), 503, 504);
    const own = `/recipes/search?limit=100&page=1&userId=${dan.id}`;
    expectProblem(await app.get(own, { token: app.tokenFor(dan) }), 503);
  });
});

describe('when nothing that is popular may be eaten, and no ranking can be made', () => {
  /** Of each of the fourteen. */
  const FEAST =
    '1 cup wheat flour, 100 g prawns, 2 eggs, 100 g salmon, 50 g peanuts, 50 g tofu, 1 cup milk, 50 g walnuts, 1 stalk celery, 1 tsp mustard, 1 tbsp tahini, 1 cup white wine, 50 g lupin flour, 100 g mussels';
  beforeAll(async () => {
    await makePopular(
      app,
      'Feast',
      Array.from({ length: MOST_POPULAR }, (_, at) => [...FEAST.split(', '), `${at + 1} g butter`]),
    );
    await readCatalogue();
    const { body } = await app.get('/recipes/popular?limit=100');
    for (const { title, allergens: told } of body.items) {
      expect([title, allergens.filter((one) => !told.contains.includes(one))]).toEqual([title, []]);
    }
  });

  const forget = async () => {
    await app.nest.get(Cache).clear(popularRegion);
    await app.nest.get(Cache).clear(catalogueRegion);
  };
  const ways = [
    ['read from the database', losePantries, forget],
    ['held, the database gone', loseDatabase, async () => undefined],
    ['held, no pantry to be had', losePantries, async () => undefined],
  ] as const;

  it.each(allergens)('what else there is keeps %s out, wherever it comes from', async (allergen) => {
    const ben = await somebody();
    await state(ben, { allergens: [allergen] });
    const safe = [...catalogue.values()].filter((one) => isSafe(one, allergen));
    for (const [way, lose, before] of ways) {
      await app.get(`/preferences/${ben.id}`, { token: app.tokenFor(ben) });
      await before();
      lose();
      for (const context of recipeContexts) {
        const reply = await recommend(ben, context);
        expect([way, reply.status, reply.body.source]).toEqual([way, 200, 'popular']);
        expect(titlesOf(recommended(reply).filter((one) => !isSafe(one, allergen)))).toEqual([]);
        if (context === 'any') expect(reply.body.recipes).toHaveLength(Math.min(50, safe.length));
      }
      jest.restoreAllMocks();
    }
  });
});

describe('after a change of what must not be eaten', () => {
  it('the very next answer obeys, on every path, for every change', async () => {
    const { seed, pick } = aRandom();
    const eve = await somebody();
    const tags = new Map<string, string>();
    for (let turn = 0; turn < 25; turn += 1) {
      const allergen = pick(allergens);
      await state(eve, { allergens: [allergen] });
      const context = pick(recipeContexts);
      const reply = await recommend(eve, context, { 'if-none-match': tags.get(context) ?? '"none"' });
      tags.set(context, String(reply.headers.etag));
      if (reply.status === 200) {
        const unsafe = titlesOf(recommended(reply).filter((one) => !isSafe(one, allergen)));
        expect({ seed, turn, allergen, unsafe }).toEqual({ seed, turn, allergen, unsafe: [] });
      }
      const unsafe = titlesOf((await found(eve)).filter((one) => !isSafe(one, allergen)));
      expect({ seed, turn, allergen, unsafe }).toEqual({ seed, turn, allergen, unsafe: [] });
    }
  });

  it('also an answer that was on its way is not kept', async () => {
    const fay = await somebody();
    const some = recipeContexts.slice(0, 3);
    for (const allergen of allergens) {
      await state(fay, { allergens: [] });
      const onTheirWay = some.map((context) => recommend(fay, context));
      await state(fay, { allergens: [allergen] });
      await Promise.all(onTheirWay);
      for (const context of some) {
        const recipes = recommended(await recommend(fay, context));
        expect(titlesOf(recipes.filter((one) => !isSafe(one, allergen)))).toEqual([]);
      }
    }
  });

  it('an older ranking from before it is never the way out', async () => {
    const gus = await somebody();
    for (const context of recipeContexts) await recommend(gus, context);
    await state(gus, { allergens: ['milk'] });
    losePantries();
    for (const context of recipeContexts) {
      const reply = await recommend(gus, context);
      expect(titlesOf(recommended(reply).filter((one) => !isSafe(one, 'milk')))).toEqual([]);
    }
  });
});
