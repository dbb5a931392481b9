/**
 * What a whole catalogue costs, in the program's own rooms on an embedded database: `npm run build && npm run bench:ranking`. For
 * four hundred recipes, the shipped ones and some made of them, and for ten thousand (`RECIPES`) more: the processor time of one pass of reading their rows, of preparing them, and of
 * ranking them for somebody of whom nothing is held. What is compared takes turns; ratios are taken round by round. Prints medians over `ROUNDS`.
 */
import { NestFactory } from '@nestjs/core';
import { day } from '../dist/src/calendar/day.js';
import { cacheModule } from '../dist/src/config/cache.js';
import { Config } from '../dist/src/config/config.js';
import { ConfigModule } from '../dist/src/config/config.module.js';
import { DatabaseModule } from '../dist/src/database/database.module.js';
import { IngredientsService } from '../dist/src/ingredients/ingredients.service.js';
import { CatalogueModule } from '../dist/src/recipes/catalogue.module.js';
import { readRecipeFiles } from '../dist/src/recipes/recipe-files.js';
import { RecipeImporter } from '../dist/src/recipes/recipe-importer.js';
import { RecipesRepository } from '../dist/src/recipes/recipes.repository.js';
import { preparedCatalogue } from '../dist/src/recommendations/prepared-catalogue.js';
import { rank } from '../dist/src/recommendations/ranking.js';
import { median } from './interleaved.js';
import { randomFrom } from './random.js';
import { recipesOfGrammar } from './recipe-grammar.js';

const ROUNDS = Number(process.env.ROUNDS ?? 15);
const MADE = Number(process.env.RECIPES ?? 10_000);
const TODAY = day('2026-06-15');
const FEW = 400;
const LOTS = 40;
/** Ranked for in each round: one alone is over before a clock of processor time has moved far. */
const PEOPLE = 10;

const random = randomFrom(Number(process.env.SEED ?? 1));
const app = await NestFactory.createApplicationContext(
  {
    module: class Bench {},
    imports: [
      ConfigModule.with(Config.from({ ...process.env, DATA_DIR: 'memory:' })),
      cacheModule(),
      DatabaseModule,
      CatalogueModule,
    ],
  },
  { logger: ['error'] },
);
try {
  const repository = app.get(RecipesRepository, { strict: false });
  const book = await app.get(IngredientsService, { strict: false }).book();
  const shipped = await readRecipeFiles();
  await bring(recipesOfGrammar(shipped, FEW - shipped.length, 2));
  await compare(repository, book);
  await bring(recipesOfGrammar(shipped, MADE));
  await compare(repository, book);
} finally {
  await app.close();
}

async function bring(documents) {
  const run = await app.get(RecipeImporter, { strict: false }).begin();
  const ms = await costOf(() => run.add(documents));
  const { imported, updated, lines, resolved } = run.report;
  const count = imported + updated;
  console.log(
    `import: ${count} recipes, ${told((1000 * count) / ms)} a second of processor time, ${told((100 * resolved) / lines)} % of ${lines} lines resolved`,
  );
}

async function compare(repository, book) {
  let catalogue = await repository.all();
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const readMs = await costOf(async () => {
      catalogue = await repository.all();
    });
    const prepareMs = await costOf(() => preparedCatalogue(catalogue, book));
    const people = Array.from({ length: PEOPLE }, () => somebodyWith(catalogue, book));
    const rankMs = (await costOf(() => people.forEach((one) => rank(one)))) / PEOPLE;
    rounds.push({ readMs, prepareMs, rankMs, 'rank / read': rankMs / readMs, 'prepare / read': prepareMs / readMs });
  }
  const medians = Object.keys(rounds[0]).map((name) => `${name} ${told(median(rounds.map((one) => one[name])))}`);
  console.log(`${catalogue.length} recipes: ${medians.join(', ')} (medians of ${ROUNDS} rounds)`);
}

/** Another person each time: a kitchen of forty foods, half of them due this week, an allergy and some tastes. */
function somebodyWith(catalogue, book) {
  const foods = book.ingredients;
  const stock = Array.from({ length: LOTS }, (_, at) => {
    const food = foods[Math.floor(random() * foods.length)];
    const expiresOn = at % 2 === 0 ? day(`2026-06-${15 + Math.floor(random() * 8)}`) : null;
    const { id: ingredientId, name } = food;
    return {
      id: at + 1,
      name,
      ingredientId,
      quantity: '500',
      unit: 'g',
      purchasedOn: TODAY,
      expiryKind: 'best-before',
      expiresOn,
      openedOn: null,
    };
  });
  const preferences = {
    diets: [],
    allergens: random() < 0.5 ? ['nuts'] : [],
    likedIngredients: ['tomato', 'cheese'],
    dislikedIngredients: ['celery'],
    cuisines: { italian: 0.8, thai: 0.4 },
    maxMinutes: null,
    nutritionGoals: {},
    learned: { cuisines: {}, ingredients: {}, minutes: null, confidence: 0 },
  };
  const seed = Math.floor(random() * 2 ** 31) | 1;
  return { stock, preferences, interactions: [], catalogue, book, today: TODAY, context: 'any', seed };
}

/** Milliseconds of processor time, all threads: it stays the same while others keep the machine busy. */
async function costOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function told(number) {
  return number.toFixed(number < 10 ? 2 : 1);
}
