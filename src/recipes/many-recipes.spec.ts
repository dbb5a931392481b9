import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { Cache } from '#cache';
import { recipesOfGrammar } from '../../bench/recipe-grammar.js';
import { RoomApp, type Person } from '../../test/room-app.js';
import { PantryService } from '../pantry/pantry.service.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import { recipesRegion } from '../recommendations/recommendations.cache.js';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { RecipeImporter } from './recipe-importer.js';
import { readRecipeFiles } from './recipe-files.js';
import { RecipesModule } from './recipes.module.js';
import { recipesTag, searchAnswers, searchesRegion } from './recipes.cache.js';

/** Made and stored in some seconds; ten thousand, with `MANY_RECIPES=10000`, take minutes and prove the same. */
const MADE = Number(process.env.MANY_RECIPES ?? 1000);
/** The recipes with their lines. */
const OF_THE_CATALOGUE = 1;
/** What somebody wants and did. */
const OF_PREFERENCES = 1;

/** Less than the recipes take: what is held of them does not go by the cache's limit. */
const CACHE_MEMORY_MB = '4';

let app: RoomApp;
let ann: Person;
let shipped: number;
beforeAll(async () => {
  app = await RoomApp.start({ imports: [RecipesModule, RecommendationsModule], settings: { CACHE_MEMORY_MB } });
  ann = await app.person();
  const wishes = { allergens: ['molluscs'], diets: ['vegetarian'] };
  const stated = { method: 'PATCH', url: `/preferences/${ann.id}`, headers: ann.headers, payload: wishes } as const;
  expect((await app.inject(stated)).statusCode).toBe(200);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ method: 'GET', url, headers: ann.headers });

/** How many statements the database is sent for a request, those in transactions among them, and what it answers. */
async function asked(url: string) {
  const alone = jest.spyOn(PGlite.prototype, 'query');
  const together = countedInTransactions();
  const answer = await get(url);
  const statements = alone.mock.calls.length + together.statements;
  jest.restoreAllMocks();
  expect(answer.statusCode).toBe(200);
  return { statements, body: answer.json() };
}

function countedInTransactions() {
  const count = { statements: 0 };
  const counted = (tx: Transaction): Transaction => ({
    ...tx,
    get query() {
      count.statements += 1;
      return tx.query.bind(tx);
    },
  });
  const real = Reflect.get(PGlite.prototype, 'transaction');
  jest.spyOn(PGlite.prototype, 'transaction').mockImplementation(function (this: PGlite, work) {
    return real.call(this, (tx) => work(counted(tx)));
  });
  return count;
}

const SEARCHES = [
  '/recipes/search?query=tomato%20soup',
  '/recipes/search?query=tomatoe%20sopu&diets=vegan&exclude=nuts,cheese&cuisine=italian&maxMinutes=60',
  '/recipes/search?query=chick&sort=minutes&page=3&limit=100',
  '/recipes/search?sort=title',
  '/recipes/search',
];
const READS = ['/recipes/1/similar', '/recipes/popular'];

/** Of each, when nothing of the catalogue is held, and nothing of who asks. */
async function coldStatements(urls: readonly string[]): Promise<number[]> {
  const counts: number[] = [];
  for (const url of urls) {
    await app.nest.get(Cache).invalidate(recipesTag(), preferencesTag(ann.id));
    counts.push((await asked(url)).statements);
  }
  return counts;
}

/** The same searches by somebody, whose hard filters come on top of what they ask. */
const ownSearches = () => SEARCHES.map((url) => `${url}${url.includes('?') ? '&' : '?'}userId=${ann.id}`);

describe('many recipes more', () => {
  it('take not one statement more, cold, than the shipped ones', async () => {
    const urls = [...SEARCHES, ...ownSearches(), ...READS, `/recommendations/${ann.id}?maxMissing=20`];
    await coldStatements(urls);
    const before = await coldStatements(urls);
    shipped = (await asked('/recipes/search?limit=1')).body.total;

    const run = await app.nest.get(RecipeImporter).begin();
    await run.add(recipesOfGrammar((await readRecipeFiles()) as Record<string, unknown>[], MADE));
    expect(run.report).toMatchObject({ imported: MADE, skipped: [] });
    await run.announce();

    expect(await coldStatements(urls)).toEqual(before);
    expect(before.slice(0, 2 * SEARCHES.length)).toEqual([
      ...SEARCHES.map(() => OF_THE_CATALOGUE),
      ...SEARCHES.map(() => OF_THE_CATALOGUE + OF_PREFERENCES),
    ]);
  });

  it('are searched with none at all once they are held', async () => {
    await get('/recipes/search?query=warm');
    for (const url of [...SEARCHES, ...ownSearches()]) {
      await app.nest.get(Cache).clear(searchAnswers);
      await app.nest.get(Cache).clear(searchesRegion);
      const { statements, body } = await asked(url);
      expect([url, statements, body.total > 0]).toEqual([url, 0, true]);
    }
  });

  it('are all found, page by page, each once', async () => {
    const ids = new Set<number>();
    let total = 0;
    for (let page = 1; page === 1 || (page - 1) * 100 < total; page += 1) {
      const { body } = await asked(`/recipes/search?limit=100&page=${page}`);
      total = body.total;
      for (const { id } of body.items) ids.add(id);
    }
    expect([total, ids.size]).toEqual([shipped + MADE, shipped + MADE]);
  });

  it('have facets that add up', async () => {
    const { body } = await asked('/recipes/search?query=curry');
    const counted = body.facets.cuisines.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThanOrEqual(body.total);
  });

  describe('of which two hundred are ranked', () => {
    /** All that are made so quickly, and that Ann may eat. */
    const quick = async (maxMinutes: number) => {
      const { body } = await asked(`/recipes/search?maxMinutes=${maxMinutes}&limit=100&userId=${ann.id}`);
      return body.items.map(({ id }: { id: number }) => id) as number[];
    };
    const proposed = async (maxMinutes: number) => {
      const { body } = await asked(`/recommendations/${ann.id}?maxMinutes=${maxMinutes}&maxMissing=20&limit=50`);
      return body.recipes.map(({ recipe }: { recipe: { id: number } }) => recipe.id) as number[];
    };
    const rankedOfAll = async () => {
      const ranking = await app.nest.get(Cache).peek(recipesRegion, { userId: ann.id, context: 'any' });
      return ranking?.value.recipes.map(({ recipe }) => recipe.id) ?? [];
    };

    let maxMinutes = 1;
    beforeAll(async () => {
      const payload = { name: 'potatoes', quantity: 5, unit: 'kg', expiresOn: null };
      const bought = { method: 'POST', url: `/pantry/${ann.id}/items`, headers: ann.headers, payload } as const;
      expect((await app.inject(bought)).statusCode).toBe(201);
      while ((await quick(maxMinutes + 1)).length <= 50) maxMinutes += 1;
    });

    it('are all proposed that suit a wish, be others ever so much better', async () => {
      const suiting = await quick(maxMinutes);
      const all = await rankedOfAll();
      expect(suiting.filter((id) => !all.includes(id)).length).toBeGreaterThan(0);
      expect(new Set(await proposed(maxMinutes))).toEqual(new Set(suiting));
    });

    it('are at least those of them proposed that suit it, where no others can be ranked', async () => {
      await get(`/recommendations/${ann.id}`);
      const suiting = await quick(maxMinutes + 1);
      const all = await rankedOfAll();
      const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      jest.spyOn(app.nest.get(PantryService), 'itemsOf').mockRejectedValue(away);
      expect(new Set(await proposed(maxMinutes + 1))).toEqual(new Set(suiting.filter((id) => all.includes(id))));
    });
  });
});
