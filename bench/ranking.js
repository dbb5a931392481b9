/**
 * What ranking the whole catalogue costs, with 400 recipes and with 10,000, on the built program and its embedded database: `npm run build &&
 * npm run bench:ranking`. It takes some two minutes. Beside it stands one pass of reading the same recipes from the database, in turns with it: their ratio
 * is what a busy machine leaves as it is. Tells as well how many recipes a second are imported. Puts its table into `docs/performance.md`; `ROUNDS`,
 * `SEED` and `DOCS` as in the other benchmarks.
 */
import { Cache } from '#cache';
import { Config } from '../dist/src/config/config.js';
import { createApp } from '../dist/src/create-app.js';
import { IngredientsService } from '../dist/src/ingredients/ingredients.service.js';
import { pantryTag } from '../dist/src/pantry/pantry.cache.js';
import { PantryService } from '../dist/src/pantry/pantry.service.js';
import { PreferencesService } from '../dist/src/preferences/preferences.service.js';
import { readRecipeFiles } from '../dist/src/recipes/recipe-files.js';
import { RecipeImporter } from '../dist/src/recipes/recipe-importer.js';
import { RecipesRepository } from '../dist/src/recipes/recipes.repository.js';
import { RecipesService } from '../dist/src/recipes/recipes.service.js';
import { rank } from '../dist/src/recommendations/ranking.js';
import { RecommendationsService } from '../dist/src/recommendations/recommendations.service.js';
import { intoDocument } from './document.js';
import { median } from './interleaved.js';
import { recipesOfGrammar } from './recipe-grammar.js';

const ROUNDS = Number(process.env.ROUNDS ?? 21);
const SEED = Number(process.env.SEED ?? 1);
const SIZES = [400, 10_000];
const HOUSEHOLD =
  'eggs milk butter cheddar yoghurt spinach tomatoes onions garlic carrots potatoes courgettes lemons rice spaghetti lentils chickpeas honey flour oats bananas apples mushrooms broccoli feta';
const ANN = { email: 'ann@example.org', password: 'a pass phrase of Ann', name: 'Ann' };

const shipped = await readRecipeFiles();
const grammatical = recipesOfGrammar(shipped, Math.max(...SIZES), SEED);
const config = Config.from({
  DATA_DIR: 'memory:',
  LOG_LEVEL: 'warn',
  WARMUP_CRON: 'off',
  RATE_LIMIT_PER_MINUTE: '1000000',
});
const app = await createApp(config);
try {
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const userId = await aHousehold();
  const rows = [];
  for (const size of SIZES) {
    const perSecond = await grownTo(size);
    rows.push({ recipes: size, ...(await costs(userId, size)), 'imported a second': perSecond });
  }
  console.table(rows);
  await intoDocument('ranking', rows);
} finally {
  await app.close();
}

async function aHousehold() {
  const { user, accessToken } = await asked('POST', '/auth/register', ANN);
  const items = HOUSEHOLD.split(' ').map((name) => ({ name, quantity: 500, unit: 'g' }));
  await asked('PUT', `/pantry/${user.id}/items`, items, accessToken);
  return user.id;
}

async function asked(method, path, payload, token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await app.inject({ method, url: `/api/v1${path}`, payload, headers });
  if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${answer.body}`);
  return answer.json();
}

/** Brings the catalogue to this size; tells how many recipes a second that were. */
async function grownTo(size) {
  const held = (await app.get(RecipesRepository).all()).length;
  const made = grammatical.slice(held - shipped.length, size - shipped.length);
  const started = performance.now();
  const run = await app.get(RecipeImporter).begin();
  await run.add(made);
  await run.announce();
  const took = performance.now() - started;
  const { imported, skipped } = run.report;
  if (imported !== made.length)
    throw new Error(`of ${made.length} recipes ${imported} were imported, ${skipped.length} skipped`);
  return Math.round((1000 * imported) / took);
}

/**
 * By turns: one pass over the rows; a ranking of facts that are at hand; and all that a cold answer takes, with nothing of the user held, the
 * reading of the pantry from the database and the keeping of the ranking among it.
 */
async function costs(userId, size) {
  const [cache, repository] = [app.get(Cache), app.get(RecipesRepository)];
  const service = app.get(RecommendationsService);
  const input = await inputFor(userId);
  const turns = {
    read: () => repository.all(),
    rank: async () => rank(input),
    answer: () => service.warm(userId, 'any'),
  };
  for (let turn = 0; turn < 5; turn += 1) rank(input);

  const rounds = [];
  for (let round = 0; round < (size > 1000 ? Math.ceil(ROUNDS / 2) : ROUNDS); round += 1) {
    await cache.invalidate(pantryTag(userId));
    const took = {};
    for (const [name, turn] of Object.entries(turns)) took[name] = await timed(turn);
    rounds.push(took);
  }
  const of = (figure) => told(median(rounds.map(figure)));
  return {
    'reading the rows, ms': of(({ read }) => read),
    'ranking, ms': of((round) => round.rank),
    'to reading': of((round) => round.rank / round.read),
    'cold answer, ms': of(({ answer }) => answer),
  };
}

async function inputFor(userId) {
  const [stock, preferences, catalogue, book] = await Promise.all([
    app.get(PantryService).itemsOf(userId),
    app.get(PreferencesService).of(userId),
    app.get(RecipesService).catalogue(),
    app.get(IngredientsService).book(),
  ]);
  const today = new Date().toISOString().slice(0, 10);
  return { stock, preferences, interactions: [], catalogue, book, today, context: 'any', seed: SEED };
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function told(number) {
  return number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0);
}
