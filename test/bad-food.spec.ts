import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngredientBook } from '../src/ingredients/ingredient-book.js';
import type { Substitute } from '../src/ingredients/ingredient.js';
import { RecipesRepository } from '../src/recipes/recipes.repository.js';
import type { Recipe } from '../src/recipes/recipe.js';
import { rank } from '../src/recommendations/ranking.js';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { aLot, anInput, aRecipe, book } from './kitchen.js';
import { expectProblem } from './problems.js';

/** Recipes and amounts as nobody should send them: taken safely, or refused in clear words, and never by half. */

let app: TestApp;
let admin: Person;
let turn = 0;
beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});
afterAll(() => app.stop());

const stored = () => app.nest.get(RecipesRepository, { strict: false }).all();
const aDish = (recipeIngredient: unknown, more: object = {}) => ({
  '@type': 'Recipe',
  name: `Dish ${(turn += 1)}`,
  recipeIngredient,
  ...more,
});

/** Imports one recipe and gives it back as it is stored and served. */
async function imported(document: object): Promise<Recipe> {
  const before = new Set((await stored()).map(({ id }) => id));
  const reply = await app.post('/recipes/import', { token: admin.token, body: [document] });
  expect([reply.status, reply.body.imported, reply.body.skipped]).toEqual([200, 1, []]);
  const [made, ...others] = (await stored()).filter(({ id }) => !before.has(id));
  expect(others).toEqual([]);
  const served = await app.get(`/recipes/${made?.id}`);
  expect([served.status, served.body.ingredients.length]).toEqual([200, made?.ingredients.length]);
  return made as Recipe;
}

describe('an amount in a line', () => {
  it.each([
    ['½ cup milk', '0.5', 'cup', 'milk'],
    ['1½ cups milk', '1.5', 'cup', 'milk'],
    ['1 1/2 – 2 cups milk', '1.5', 'cup', 'milk'],
    ['1 1/2 — 2 cups milk', '1.5', 'cup', 'milk'],
    ['🥛 2 cups milk 🥛', '2', 'cup', 'milk'],
    ['٢ cups milk', '2', 'cup', 'milk'],
    ['२ cups milk', '2', 'cup', 'milk'],
    ['２ cups milk', '2', 'cup', 'milk'],
    ['0 eggs', '0', null, 'egg'],
  ])('%s is read', async (line, quantity, unit, slug) => {
    const [read] = (await imported(aDish([line]))).ingredients;
    expect([read?.quantity, read?.unit]).toEqual([quantity, unit]);
    expect(read?.ingredientId).toBe((await app.get(`/ingredients?query=${slug}&limit=1`)).body.items[0].id);
  });

  it.each(['二 cups milk', 'два яйца', '三個の卵', 'बहुत दूध', '🥜', '🥜🥛🥚', '½½½', '1/0 cup zzxqv', '−3 zzxqv'])(
    '%s is kept as it was written, and nothing is guessed of it',
    async (line) => {
      const { ingredients, allergens } = await imported(aDish(['1 onion', line]));
      const written = ingredients.find(({ text }) => text !== '1 onion');
      expect(written?.text).toBe(line.normalize());
      const isUnderstood = written?.ingredientId !== null;
      expect([isUnderstood, allergens.unknown]).toEqual([isUnderstood, !isUnderstood]);
    },
  );

  it.each(['9'.repeat(400), `${'9'.repeat(40)} g flour`, '1e308 g flour', `${'1'.repeat(30)}/3 cups flour`])(
    'beyond all measure does no harm: %s',
    async (line) => {
      const { ingredients } = await imported(aDish([line, '1 onion']));
      expect(ingredients.map(({ quantity }) => quantity === null || Number.isFinite(Number(quantity)))).toEqual([
        true,
        true,
      ]);
    },
  );
});

describe('a recipe', () => {
  it('with a line of 10 kB keeps its text, and is unknown to who has an allergy', async () => {
    const made = await imported(aDish([`2 eggs ${'and some more of it '.repeat(520)}`, '1 onion']));
    expect(made.ingredients).toHaveLength(2);
    expect(made.allergens.unknown).toBe(true);
  });

  it('with markup in its title has a plain one, and no script', async () => {
    const name = 'Pie <b>of</b> <script>alert(1)</script><img src=x onerror=alert(2)> &lt;i&gt;leeks&lt;/i&gt;';
    const { title, slug } = await imported({ ...aDish(['1 leek']), name });
    expect(title).toBe('Pie of leeks');
    expect(slug).toMatch(/^[a-z0-9-]+$/);
  });

  it('with nothing but markup for a title is refused by name, and nothing of it is written', async () => {
    const before = (await stored()).length;
    const body = [{ ...aDish(['1 leek']), name: '<p><br></p>' }];
    const reply = await app.post('/recipes/import', { token: admin.token, body });
    expect(reply.body).toMatchObject({ imported: 0, skipped: [{ reason: 'has no name' }] });
    expect(await stored()).toHaveLength(before);
  });

  it('with 500 ingredients is taken whole', async () => {
    const made = await imported(aDish(Array.from({ length: 500 }, (_, at) => `${at + 1} g flour`)));
    expect(made.ingredients.map(({ quantity }) => quantity)).toEqual(
      Array.from({ length: 500 }, (_, at) => `${at + 1}`),
    );
  });

  it('with more than 1,000 is refused by name, and the others of the import are taken whole', async () => {
    const before = await stored();
    const body = [aDish(['1 leek', '1 onion']), aDish(Array.from({ length: 1001 }, () => '1 egg')), aDish(['2 eggs'])];
    const reply = await app.post('/recipes/import', { token: admin.token, body });
    expect(reply.body).toMatchObject({ imported: 2, skipped: [{ reason: 'has more than 1000 ingredients' }] });
    const added = (await stored()).slice(before.length);
    expect(added.map(({ ingredients }) => ingredients.length)).toEqual([2, 1]);
  });

  it.each([0, '0', -4, 'none', 1e9, '0 servings', null])(
    'for %j people is for an unknown number',
    async (recipeYield) => {
      const { id, servings, nutrition } = await imported(aDish(['100 g flour'], { recipeYield }));
      expect([servings, nutrition.perServing]).toEqual([null, null]);
      expect((await app.get(`/recipes/${id}/nutrition`)).status).toBe(200);
    },
  );

  it.each(['0', '-1', '1.5', 'NaN', '1e9', 'two'])('is not served for %s people: 400', async (servings) => {
    expectProblem(await app.get(`/recipes/1?servings=${servings}`), 400);
    expectProblem(await app.get(`/recipes/1/nutrition?servings=${servings}`), 400);
  });
});

describe('an amount in a pantry', () => {
  it.each(['½', '1 1/2', '1-2', '٢', '二', '🥚', '1e3', '', '0', '-1', '0x10', '1,5'])(
    '%j is refused, pointed at, and nothing is put there',
    async (quantity) => {
      const ann = await app.user();
      const good = { name: 'egg', quantity: 2, unit: 'piece' };
      const body = [good, { ...good, quantity }];
      const reply = await app.request('PUT', `/pantry/${ann.id}/items`, { token: ann.token, body });
      expectProblem(reply, 400);
      expect(reply.body.errors[0].pointer).toBe('/1/quantity');
      expect((await app.get(`/pantry/${ann.id}`, { token: ann.token })).body.items).toEqual([]);
    },
  );
});

describe('substitutes in a circle', () => {
  it('lead nowhere: one step, and what is asked for stays missing', () => {
    const instead: Record<string, Substitute[]> = {
      leek: [{ slug: 'onion', confidence: 0.9 }],
      onion: [{ slug: 'shallot', confidence: 0.9 }],
      shallot: [{ slug: 'leek', confidence: 0.9 }],
    };
    const circle = new IngredientBook(
      book.ingredients.map((food) => {
        const substitutes = instead[food.slug];
        return substitutes ? { ...food, parent: null, substitutes } : food;
      }),
    );
    const stock = [aLot('shallot', 500, 'g')];
    const recipe = (name: string) => aRecipe({ id: 1, lines: [`200 g ${name}`] });
    const found = (name: string) => rank(anInput({ stock, catalogue: [recipe(name)], book: circle }))[0];

    expect(found('onion')).toMatchObject({ missing: [{ name: 'onion' }], substitutions: [{ use: 'shallot' }] });
    expect(found('leek')).toMatchObject({ missing: [{ name: 'leek' }], substitutions: [] });
  });
});
