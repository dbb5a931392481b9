import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { RoomApp, type Person } from '../../test/room-app.js';
import { Config } from '../config/config.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { ingredients } from '../ingredients/ingredients.tables.js';
import { Cache } from '#cache';
import { ingredientsTag } from '../ingredients/ingredients.cache.js';
import { interactions } from '../preferences/preferences.tables.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { FileImport, summaryLines } from './file-import.js';
import { readRecipeFiles } from './recipe-files.js';
import { RecipeImporter } from './recipe-importer.js';
import { RecipesModule } from './recipes.module.js';
import { RecipesRepository } from './recipes.repository.js';
import { RecipesSeed } from './recipes.seed.js';
import { RecipesService } from './recipes.service.js';

let app: RoomApp;
let admin: Person;
let user: Person;
beforeAll(async () => {
  app = await RoomApp.start({ imports: [RecipesModule] });
  admin = await app.person('admin');
  user = await app.person();
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
const search = async (query: string, headers = {}) => (await get(`/recipes/search?${query}`, headers)).json();
const post = (payload: string | object, type = 'application/json', person: Person = admin) =>
  app.inject({
    method: 'POST',
    url: '/recipes/import',
    headers: { ...person.headers, 'content-type': type },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
const aRecipe = (more: object = {}) => ({
  '@type': 'Recipe',
  name: 'Leek soup',
  author: 'Ann',
  recipeYield: 2,
  recipeIngredient: ['2 leeks', '500 ml vegetable stock'],
  ...more,
});
const idOf = async (slug: string) =>
  (await app.nest.get(RecipesService).catalogue()).find((recipe) => recipe.slug === slug)?.id ?? 0;

describe('the catalogue at start', () => {
  it('is the data files', async () => {
    expect(await app.nest.get(RecipesService).catalogue()).toHaveLength((await readRecipeFiles()).length);
  });

  it('is not written again when nothing changed, by however many instances', async () => {
    const seed = app.nest.get(RecipesSeed);
    for (const { imported, updated, unchanged } of await Promise.all([seed.seed(), seed.seed(), seed.seed()])) {
      expect([imported, updated, unchanged]).toEqual([0, 0, (await readRecipeFiles()).length]);
    }
  });
});

describe('POST /recipes/import', () => {
  it('is for admins', async () => {
    expect((await post(aRecipe(), 'application/json', user)).statusCode).toBe(403);
    expect((await app.inject({ method: 'POST', url: '/recipes/import', payload: {} })).statusCode).toBe(401);
  });

  it('takes a recipe, once, and its change', async () => {
    expect((await post(aRecipe())).json()).toMatchObject({ imported: 1, updated: 0, unchanged: 0, skipped: [] });
    expect((await post(aRecipe())).json()).toMatchObject({ imported: 0, updated: 0, unchanged: 1 });
    const id = await idOf('leek-soup');
    expect((await post(aRecipe({ recipeIngredient: ['3 leeks'] }))).json()).toMatchObject({ imported: 0, updated: 1 });
    expect((await get(`/recipes/${id}`)).json().ingredients).toMatchObject([{ text: '3 leeks', quantity: 3 }]);
  });

  it('names what it cannot take, and takes the rest', async () => {
    const answer = await post([
      aRecipe({ name: 'Broth' }),
      { '@type': 'Recipe', recipeIngredient: ['egg'] },
      aRecipe({ name: 'Dry', recipeIngredient: [] }),
    ]);
    expect(answer.json()).toMatchObject({
      imported: 1,
      skipped: [
        { name: '(no name)', reason: 'has no name' },
        { name: 'Dry', reason: 'has no ingredients' },
      ],
    });
  });

  it('keeps two recipes of one name and different sources, and never overwrites the catalogue', async () => {
    const [first] = await app.nest.get(RecipesService).catalogue();
    const answer = await post([
      aRecipe({ identifier: first?.slug }),
      aRecipe({ identifier: first?.slug, author: 'Ben' }),
    ]);
    expect(answer.json()).toMatchObject({ imported: 2, skipped: [] });
    expect((await get(`/recipes/${first?.id}`)).json()).toMatchObject({ title: first?.title, source: 'PrepSense' });
    expect(
      (await post([aRecipe({ name: 'Twin' }), aRecipe({ name: 'Twin', recipeIngredient: ['egg'] })])).json(),
    ).toMatchObject({
      imported: 1,
      skipped: [{ name: 'Twin' }],
    });
  });

  it('tells of a line it had to cut, and claims nothing of the recipe', async () => {
    const answer = await post(aRecipe({ name: 'Long', recipeIngredient: ['egg', 'x'.repeat(20_000)] }));
    expect(answer.json()).toMatchObject({
      imported: 1,
      warnings: [{ name: 'Long', reason: 'ingredient 2 was cut off' }],
    });
    expect((await get(`/recipes/${await idOf('long')}`)).json()).toMatchObject({
      diets: [],
      allergens: { unknown: true },
    });
  });

  it('takes five hundred ingredients, and amounts that no kitchen has', async () => {
    const recipeIngredient = Array.from({ length: 500 }, (_, at) => `${at + 1} eggs`);
    expect((await post(aRecipe({ name: 'Many', recipeIngredient }))).json()).toMatchObject({ imported: 1 });
    expect((await post(aRecipe({ name: 'Huge', recipeIngredient: [`${'9'.repeat(300)} eggs`] }))).json()).toMatchObject(
      { imported: 1 },
    );
  });

  it('refuses an empty body', async () => {
    expect((await post('', 'application/json')).statusCode).toBe(400);
  });
});

describe('importing files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recipes-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const imported = async (...contents: (string | Buffer)[]) => {
    const run = new FileImport(await app.nest.get(RecipeImporter).begin(), () => undefined);
    for (const [at, content] of contents.entries()) {
      const file = join(folder, `${at}.json`);
      await writeFile(file, content);
      await run.read(file);
    }
    return run;
  };

  it('reads NDJSON line by line and names broken lines', async () => {
    const lines = [
      JSON.stringify(aRecipe({ name: 'File one' })),
      '{broken',
      JSON.stringify(aRecipe({ name: 'File two' })),
    ];
    const run = await imported(lines.join('\n'));
    expect(run.succeeded).toBe(true);
    expect(run.result).toMatchObject({
      report: { imported: 2 },
      unread: [{ name: expect.stringContaining('line 2') }],
    });
    expect(summaryLines(run.result)[1]).toBe('ingredient lines: 4 of 4 resolved (100.0 %)');
  });

  it('reads a file that begins with a byte order mark, by line and as a whole', async () => {
    const lines = ['Marked one', 'Marked two'].map((name) => JSON.stringify(aRecipe({ name })));
    const whole = JSON.stringify(aRecipe({ name: 'Marked whole' }), null, 2);
    const { report, unread } = (await imported(`\uFEFF${lines.join('\n')}`, `\uFEFF${whole}`)).result;
    expect([report.imported, unread]).toEqual([3, []]);
  });

  it('takes the others where the first line is broken', async () => {
    const lines = ['{"@type":"Recipe","na', ...['Second', 'Third'].map((name) => JSON.stringify(aRecipe({ name })))];
    const { report, unread } = (await imported(lines.join('\n'))).result;
    expect(report.imported).toBe(2);
    expect(unread).toMatchObject([{ name: expect.stringContaining('line 1'), reason: 'is no JSON' }]);
  });

  it('names what is in another encoding, and stores nothing of it', async () => {
    const [good, bad] = ['In UTF-8: crème', 'In Latin-1: crème'].map((name) => JSON.stringify(aRecipe({ name })));
    const lines = Buffer.concat([Buffer.from(`${good}\n`), Buffer.from(`${bad}`, 'latin1')]);
    const run = await imported(lines, Buffer.from(`\uFEFF${bad}`, 'utf16le'));
    expect(run.result.report.imported).toBe(1);
    expect(run.result.unread).toMatchObject([
      { name: expect.stringContaining('line 2'), reason: 'is no UTF-8' },
      { reason: 'is no UTF-8' },
    ]);
  });

  it('reads one document over several lines, and a list', async () => {
    const graph = { '@graph': [aRecipe({ name: 'In a graph' })] };
    const run = await imported(JSON.stringify(graph, null, 2), JSON.stringify([aRecipe({ name: 'In a list' })]));
    expect(run.result.report.imported).toBe(2);
  });

  it('reads cups by the measures that the settings name', async () => {
    const settings = Config.from({ DATA_DIR: 'memory:', NODE_ENV: 'test', MEASURES: 'metric' });
    const [repository, table] = [app.nest.get(RecipesRepository), app.nest.get(IngredientsService)];
    const run = await new RecipeImporter(repository, table, app.nest.get(Cache), app.clock, settings).begin();
    await run.add([aRecipe({ name: 'Cups', recipeIngredient: ['1 cup flour'] })]);
    await run.announce();
    const { ingredients: lines } = (await get(`/recipes/${await idOf('cups')}`)).json();
    expect(lines).toMatchObject([{ quantity: 1, unit: 'metric cup' }]);
  });

  it('fails when a file cannot be read or nothing was in it', async () => {
    const missing = new FileImport(await app.nest.get(RecipeImporter).begin(), () => undefined);
    await missing.read(join(folder, 'missing.ndjson'));
    await missing.read(folder);
    expect([missing.succeeded, missing.result.unread.length]).toEqual([false, 2]);
    expect((await imported('')).succeeded).toBe(false);
    expect((await imported('no json at all')).succeeded).toBe(false);
  });
});

describe('GET /recipes/:id', () => {
  it('scales amounts, and nutrition in all', async () => {
    const id = await idOf('greek-village-salad');
    const recipe = (await get(`/recipes/${id}`)).json();
    const doubled = (await get(`/recipes/${id}?servings=${recipe.servings * 2}`)).json();
    expect(doubled.servings).toBe(recipe.servings * 2);
    for (const [at, { quantity }] of recipe.ingredients.entries()) {
      expect(doubled.ingredients[at].quantity).toBe(quantity === null ? null : quantity * 2);
    }
    const nutrition = (await get(`/recipes/${id}/nutrition?servings=3`)).json();
    expect(nutrition).toMatchObject({ recipeId: id, servings: 3, coverage: 1 });
    expect(nutrition.total.kcal).toBeCloseTo(nutrition.perServing.kcal * 3, 6);
  });

  it('is given as schema.org/Recipe as well', async () => {
    const answer = await get(`/recipes/${await idOf('greek-village-salad')}.jsonld`);
    expect(answer.headers['content-type']).toContain('application/ld+json');
    expect(answer.json()).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Recipe',
      identifier: 'greek-village-salad',
    });
  });

  it.each([
    ['/recipes/999999', 404],
    ['/recipes/999999/nutrition', 404],
    ['/recipes/999999.jsonld', 404],
    ['/recipes/abc', 400],
    ['/recipes/1?servings=0', 400],
    ['/recipes/1?servings=1.5', 400],
    ['/recipes/1?useCache=maybe', 400],
    ['/recipes/1?colour=red', 400],
  ])('%s is %i', async (url, status) => {
    expect((await get(url)).statusCode).toBe(status);
  });

  it('is looked for once where there is none, and found as soon as it is there', async () => {
    const last = Math.max(...(await app.nest.get(RecipesService).catalogue()).map(({ id }) => id));
    const loads = () => app.nest.get(Cache).counts.get('recipe')?.loads;
    const ids = [1, 2, 3, 4, 5].map((more) => last + more);
    const statuses = async () => Promise.all(ids.map(async (id) => (await get(`/recipes/${id}`)).statusCode));

    expect(new Set(await statuses())).toEqual(new Set([404]));
    const asked = loads();
    expect(new Set(await statuses())).toEqual(new Set([404]));
    expect(loads()).toBe(asked);

    await post(aRecipe({ name: 'Leek soup that was looked for before' }));
    expect(await statuses()).toContain(200);
  });
});

describe('GET /recipes/:id/similar', () => {
  const similar = async (id: number, query = '') => (await get(`/recipes/${id}/similar${query}`)).json();

  it('pages through all others, the most alike first, and never the recipe itself', async () => {
    const id = await idOf('greek-village-salad');
    const others = (await app.nest.get(RecipesService).catalogue()).length - 1;
    const [first, second] = [await similar(id), await similar(id, '?page=2')];
    expect([first.total, first.page, first.limit, first.items.length]).toEqual([others, 1, 20, 20]);
    const items = [...first.items, ...second.items] as { id: number; similarity: number }[];
    expect(new Set([id, ...items.map((one) => one.id)]).size).toBe(41);
    expect(items).toEqual(items.toSorted((one, other) => other.similarity - one.similarity || one.id - other.id));
    expect(items[0]?.similarity).toBeLessThanOrEqual(1);
  });

  it('tells of a recipe as soon as it is there', async () => {
    const id = await idOf('greek-village-salad');
    const { ingredients, steps, cuisine } = (await get(`/recipes/${id}`)).json();
    await similar(id);
    const twin = aRecipe({
      name: 'Village salad of another village',
      recipeCuisine: cuisine,
      recipeIngredient: ingredients.map(({ text }: { text: string }) => text),
      recipeInstructions: steps,
    });
    expect((await post(twin)).json()).toMatchObject({ imported: 1 });
    expect((await similar(id, '?limit=1')).items).toMatchObject([{ title: twin.name, similarity: 1 }]);
  });

  it.each([
    ['/recipes/999999/similar', 404],
    ['/recipes/abc/similar', 400],
    ['/recipes/1/similar?limit=0', 400],
    ['/recipes/1/similar?limit=101', 400],
    ['/recipes/1/similar?userId=1', 400],
  ])('%s is %i', async (url, status) => {
    expect((await get(url)).statusCode).toBe(status);
  });
});

describe('GET /recipes/search', () => {
  it('finds by words, by their beginnings and with a slip of the pen', async () => {
    for (const query of ['village', 'villa', 'vilage', 'Greek village salads']) {
      const { items } = await search(`query=${encodeURIComponent(query)}`);
      expect([query, items.some(({ slug }: { slug: string }) => slug === 'greek-village-salad')]).toEqual([
        query,
        true,
      ]);
      expect(items[0].score).toBe(1);
    }
  });

  it('keeps to diets, allergens, excluded foods, cuisine and time', async () => {
    const vegan = await search('diets=vegan,gluten-free&limit=100');
    expect(vegan.total).toBeGreaterThan(0);
    for (const { diets } of vegan.items) expect(diets).toEqual(expect.arrayContaining(['vegan', 'gluten-free']));

    for (const { allergens } of (await search('exclude=milk&limit=100')).items) {
      expect([...allergens.contains, ...allergens.mayContain]).not.toContain('milk');
      expect(allergens.unknown).toBe(false);
    }
    const catalogue = await app.nest.get(RecipesService).catalogue();
    const book = await app.nest.get(IngredientsService).book();
    const { items } = await search('exclude=cheese&limit=100&query=pasta');
    for (const { id } of items) {
      const foods = catalogue
        .find((recipe) => recipe.id === id)
        ?.ingredients.map(({ ingredientId }) => book.byId(ingredientId ?? 0));
      expect(foods?.some((food) => food && book.isKindOf(food, 'cheese'))).toBe(false);
    }
    for (const { cuisine, totalMinutes } of (await search('cuisine=Italian&maxMinutes=30')).items) {
      expect([cuisine, totalMinutes <= 30]).toEqual(['italian', true]);
    }
  });

  it.each([
    ['pork', /\b(?:pork|bacon|ham|chorizo|pancetta|prosciutto|sausages?)\b/i],
    ['meat', /\b(?:beef|lamb|chicken|turkey|bacon|mince)\b/i],
    ['Alcohol', /\b(?:red|white|rice) wine\b(?! vinegar)|\bbeer\b/i],
  ])('leaves out all that is %s, whatever it is called', async (group, words) => {
    const hasIt = async (query: string) => {
      const recipes = new Map((await app.nest.get(RecipesService).catalogue()).map((recipe) => [recipe.id, recipe]));
      const pages = [1, 2].map((page) => search(`limit=100&page=${page}${query}`));
      const lines = (await Promise.all(pages)).flatMap(({ items }) => items.map(({ id }: { id: number }) => id));
      return lines.filter((id) => recipes.get(id)?.ingredients.some(({ text }) => words.test(text))).length;
    };
    expect(await hasIt('')).toBeGreaterThan(0);
    expect(await hasIt(`&exclude=${group}`)).toBe(0);
  });

  it('finds by the name of a diet what surely keeps it, and nothing else', async () => {
    for (const diet of ['gluten-free', 'dairy-free', 'high-protein']) {
      const { items, total } = await search(`query=${diet}&limit=100`);
      expect([diet, total]).toEqual([diet, (await search(`diets=${diet}`)).total]);
      for (const { diets } of items) expect(diets).toContain(diet);
    }
  });

  it('counts what each further choice would leave, and finds as many when it is made', async () => {
    const asked = 'query=tomato&diets=vegetarian&exclude=nuts&cuisine=italian&maxMinutes=60';
    const { facets, total } = await search(asked);
    const finds = async (name: string, value: string | number) => {
      const changed = new URLSearchParams(asked);
      changed.set(name, name === 'diets' ? `vegetarian,${value}` : String(value));
      return (await search(changed.toString())).total;
    };
    for (const [name, facet] of [
      ['cuisine', facets.cuisines],
      ['diets', facets.diets],
      ['maxMinutes', facets.maxMinutes],
    ] as const) {
      expect(facet.length).toBeGreaterThan(1);
      for (const { value, count } of facet)
        expect([name, value, await finds(name, value)]).toEqual([name, value, count]);
    }
    const chosen = (facet: { value: unknown; count: number }[], value: unknown) =>
      facet.find((one) => one.value === value)?.count;
    expect(chosen(facets.cuisines, 'italian')).toBe(total);
    expect(chosen(facets.diets, 'vegetarian')).toBe(total);
    expect(chosen(facets.maxMinutes, 60)).toBe(total);
  });

  it('comes in the order that is asked for', async () => {
    const byMinutes = (await search('query=soup&sort=minutes&limit=100')).items.map(
      ({ totalMinutes }: { totalMinutes: number | null }) => totalMinutes ?? Infinity,
    );
    expect(byMinutes.length).toBeGreaterThan(3);
    expect(byMinutes).toEqual(byMinutes.toSorted((one: number, other: number) => one - other));
    const titles = (await search('sort=title&limit=100')).items.map(({ title }: { title: string }) => title);
    expect(titles).toEqual(titles.toSorted());
    const scores = (await search('query=soup')).items.map(({ score }: { score: number }) => score);
    expect(scores).toEqual(scores.toSorted((one: number, other: number) => other - one));
  });

  it('pages without repeating or losing any', async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => search(`limit=20&page=${page}`)));
    expect(new Set(pages.flatMap(({ items }) => items.map(({ id }: { id: number }) => id))).size).toBe(60);
  });

  it('holds to what a user declared, and asks for that user', async () => {
    await app.nest.get(PreferencesService).replace(user.id, { diets: ['vegetarian'], allergens: ['milk'] });
    const { items, total } = await search(`userId=${user.id}&limit=100`, user.headers);
    expect(total).toBeGreaterThan(0);
    for (const { diets, allergens } of items) {
      expect(diets).toContain('vegetarian');
      expect([...allergens.contains, ...allergens.mayContain]).not.toContain('milk');
      expect(allergens.unknown).toBe(false);
    }
    expect((await get(`/recipes/search?userId=${user.id}`)).statusCode).toBe(401);
    expect((await get(`/recipes/search?userId=${admin.id}`, user.headers)).statusCode).toBe(403);
  });

  it.each(['diets=keto', 'sort=price', 'diets=vegan&diets=vegan', 'maxMinutes=0', 'limit=101', 'query=a&query=b'])(
    'refuses ?%s',
    async (query) => {
      expect((await get(`/recipes/search?${query}`)).statusCode).toBe(400);
    },
  );
});

describe('GET /recipes/popular', () => {
  it('begins with what people liked lately, then what most is known of', async () => {
    const catalogue = await app.nest.get(RecipesService).catalogue();
    const [liked, loved, old] = [catalogue.at(-1)?.id ?? 0, catalogue.at(-2)?.id ?? 0, catalogue.at(-3)?.id ?? 0];
    const now = new Date(app.clock.now());
    const act = (recipeId: number, kind: 'viewed' | 'cooked', createdAt = now) => ({
      userId: user.id,
      recipeId,
      kind,
      ingredientIds: [],
      createdAt,
    });
    await app.db
      .insert(interactions)
      .values([
        act(liked, 'viewed'),
        act(loved, 'cooked'),
        act(old, 'cooked', new Date(now.getTime() - 40 * 86_400_000)),
      ]);

    const { items } = (await get('/recipes/popular?limit=10')).json();
    expect(items.slice(0, 2).map(({ id }: { id: number }) => id)).toEqual([loved, liked]);
    expect(items).toHaveLength(10);
    expect(new Set(items.map(({ id }: { id: number }) => id)).size).toBe(10);
  });
});

describe('a mended ingredient table', () => {
  it('reaches recipes of other sources', async () => {
    const { nest, db } = app;
    const id = await idOf('leek-soup');
    await db
      .update(ingredients)
      .set({ contains: ['celery'], updatedAt: new Date(0) })
      .where(eq(ingredients.slug, 'leek'));
    await nest.get(Cache).invalidate(ingredientsTag());

    expect(await nest.get(RecipesSeed).workOutAgain()).toBeGreaterThan(0);
    expect((await nest.get(RecipesService).byId(id)).allergens.contains).toContain('celery');
    expect((await nest.get(RecipesRepository).find(id))?.slug).toBe('leek-soup');
  });
});
