/**
 * What searching ten thousand recipes costs in the process that holds them, filters and facets included: `npm run build && npm run bench:search`. It takes
 * some two minutes. Each query of `test/search/slips.ndjson` takes turns with what it means, and with a scan of the same texts for the words of that; the
 * ratios are what a busy machine leaves as they are. Puts its table into `docs/performance.md`; `ROUNDS`, `SEED` and `DOCS` as in the other benchmarks.
 */
import { readFile } from 'node:fs/promises';
import { foodWords } from '../dist/src/ingredients/food-words.js';
import { IngredientBook } from '../dist/src/ingredients/ingredient-book.js';
import { readIngredientFiles } from '../dist/src/ingredients/ingredient-files.js';
import { sourceOf } from '../dist/src/recipes/json-ld.js';
import { readRecipeFiles } from '../dist/src/recipes/recipe-files.js';
import { makeRecipe } from '../dist/src/recipes/recipe-import.js';
import { RecipeIndex } from '../dist/src/recipes/recipe-index.js';
import { searched } from '../dist/src/recipes/recipe-search.js';
import { intoDocument } from './document.js';
import { interleaved, median } from './interleaved.js';
import { randomFrom } from './random.js';
import { recipesOfGrammar } from './recipe-grammar.js';

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SEED = Number(process.env.SEED ?? 1);
const RECIPES = 10_000;
const SHOWN = ['chickn curry', 'spagehtti carbonarra', 'parmezan', 'blubery'];

const random = randomFrom(SEED);
const facts = await readIngredientFiles();
const book = new IngredientBook(facts.map((one, at) => ({ ...one, id: at + 1, updatedAt: new Date(0) })));
const recipes = await manyRecipes();
const index = RecipeIndex.of(recipes);
const texts = recipes.map(({ title, summary, tags, cuisine, ingredients }) =>
  [title, summary, ...tags, cuisine, ...ingredients.map(({ name }) => name)].join(' ').toLowerCase(),
);

const costs = [];
for (const { query, means } of await slips()) costs.push(await costOf(query, means));
const rows = [
  ...costs.filter(({ query }) => SHOWN.includes(query)).map(({ query, ...figures }) => rowOf(query, figures)),
  rowOf(`median of ${costs.length}`, over(median)),
  rowOf(
    `most of ${costs.length}`,
    over((figures) => Math.max(...figures)),
  ),
];
console.table(rows);
await intoDocument('search', rows);

async function manyRecipes() {
  const shipped = await readRecipeFiles();
  const nodes = [...shipped, ...recipesOfGrammar(shipped, RECIPES - shipped.length, SEED)];
  const added = { picture: null, updatedAt: new Date(0) };
  return nodes.map((node, at) => ({ ...makeRecipe(sourceOf(node), book), id: at + 1, ...added }));
}

async function slips() {
  const text = await readFile(new URL('../test/search/slips.ndjson', import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

async function costOf(query, means) {
  const words = foodWords(means);
  const contenders = [
    { name: 'meant', run: turnOf(() => searched(index, book, queryFor(means))) },
    { name: 'slips', run: turnOf(() => searched(index, book, queryFor(query))) },
    { name: 'scan', run: turnOf(() => texts.filter((text) => words.every((word) => text.includes(word)))) },
  ];
  const [meant, slipped, scan] = await interleaved(contenders, { rounds: ROUNDS, random });
  return { query, meant: meant.cpuNs / 1e6, slips: slipped.cpuNs / 1e6, scan: scan.cpuNs / 1e6 };
}

function queryFor(query) {
  const open = { diets: [], allergens: [], exclude: [], cuisine: null, maxMinutes: null };
  return { query, ...open, sort: 'relevance', page: 1, limit: 20 };
}

function turnOf(work) {
  return async (count) => {
    for (let turn = 0; turn < count; turn += 1) work();
  };
}

/** Over all queries; ratios are of each query's own. */
function over(choose) {
  const of = (figure) => choose(costs.map(figure));
  return {
    meant: of(({ meant }) => meant),
    slips: of(({ slips }) => slips),
    toScan: of(({ meant, scan }) => meant / scan),
    toMeant: of(({ meant, slips }) => slips / meant),
  };
}

function rowOf(search, { meant, slips, scan, toScan = meant / scan, toMeant = slips / meant }) {
  return {
    search,
    'as meant, ms': meant.toFixed(2),
    'to a scan': toScan.toFixed(2),
    'with slips, ms': slips.toFixed(2),
    'to as meant': toMeant.toFixed(2),
  };
}
