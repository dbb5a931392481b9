import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Measures } from '../config/measures.js';
import { readIngredientFiles } from '../ingredients/ingredient-files.js';
import { IngredientBook } from '../ingredients/ingredient-book.js';
import { isSkipped, recipesIn, sourceOf, type RecipeSource } from './json-ld.js';
import { readRecipeFiles } from './recipe-files.js';
import { makeRecipe, slugBesideOf, UNKNOWN_ORIGIN, type MadeRecipe } from './recipe-import.js';
import { jsonLdOf } from './recipe-json-ld.js';

let book: IngredientBook;
let catalogue: RecipeSource[];
beforeAll(async () => {
  const table = await readIngredientFiles();
  book = new IngredientBook(table.map((facts, at) => ({ ...facts, id: at + 1, updatedAt: new Date(0) })));
  const read = (await readRecipeFiles()).flatMap((document) => recipesIn(document).recipes.map(sourceOf));
  catalogue = read.filter((source): source is RecipeSource => !isSkipped(source));
  expect(catalogue).toHaveLength(read.length);
});

const slugOf = (id: number | null) => (id === null ? null : (book.byId(id)?.slug ?? null));

function made(recipe: object): MadeRecipe {
  const source = sourceOf({ '@type': 'Recipe', name: 'Soup', recipeIngredient: ['1 onion'], ...recipe });
  if (isSkipped(source)) throw new Error(source.reason);
  return makeRecipe(source, book);
}

describe('measures that a line does not name', () => {
  const aCupOf = (measures: Measures | undefined, ...recipeIngredient: string[]) => {
    const source = sourceOf({ '@type': 'Recipe', name: 'Soup', recipeYield: '1', recipeIngredient });
    if (isSkipped(source)) throw new Error(source.reason);
    return makeRecipe(source, book, { ...UNKNOWN_ORIGIN, measures });
  };
  const unitsOf = ({ ingredients }: MadeRecipe) => ingredients.map(({ quantity, unit }) => `${quantity} ${unit}`);

  it.each([
    [undefined, ['1 cup', '1 pint', '2 tbsp', '100 g', '1 cup']],
    ['us', ['1 cup', '1 pint', '2 tbsp', '100 g', '1 cup']],
    ['metric', ['1 metric cup', '1 pint', '2 tbsp', '100 g', '1 cup']],
    ['imperial', ['1 imperial cup', '1 imperial pint', '2 tbsp', '100 g', '1 cup']],
  ] as const)('are those of the kitchen that the recipe comes from: %s', (measures, units) => {
    const lines = ['1 cup flour', '1 pint milk', '2 tbsp oil', '100 g sugar', '1 US cup rice'];
    expect(unitsOf(aCupOf(measures, ...lines))).toEqual(units);
  });

  it('count in what a serving gives', () => {
    const [us, metric] = (['us', 'metric'] as const).map((one) => aCupOf(one, '1 cup milk').nutrition.perServing?.kcal);
    expect((metric ?? 0) / (us ?? 1)).toBeCloseTo(250 / 236.5882365, 2);
  });
});

describe('the catalogue that comes with the program', () => {
  it('is read to the last line', () => {
    const unknown = catalogue.flatMap((source) =>
      makeRecipe(source, book)
        .ingredients.filter(({ ingredientId }) => ingredientId === null)
        .map(({ text }) => `${source.name}: ${text}`),
    );
    expect(unknown).toEqual([]);
  });

  it('has known allergens, steps, times, servings, an occasion and a slug of its own throughout', () => {
    const recipes = catalogue.map((source) => makeRecipe(source, book));
    expect(new Set(recipes.map(({ slug }) => slug)).size).toBe(recipes.length);
    const meals = ['breakfast', 'lunch', 'dinner', 'snack', 'dessert'];
    const poor = recipes.filter(
      ({ allergens, steps, totalMinutes, servings, contexts }) =>
        allergens.unknown ||
        steps.length < 3 ||
        totalMinutes === null ||
        servings === null ||
        !contexts.some((context) => meals.includes(context)),
    );
    expect(poor.map(({ slug }) => slug)).toEqual([]);
  });

  it('has something for every diet and occasion', () => {
    const recipes = catalogue.map((source) => makeRecipe(source, book));
    const count = (of: (recipe: MadeRecipe) => readonly string[], word: string) =>
      recipes.filter((recipe) => of(recipe).includes(word)).length;
    for (const diet of ['vegan', 'vegetarian', 'gluten-free', 'dairy-free', 'nut-free', 'low-carb', 'high-protein']) {
      expect([diet, count(({ diets }) => diets, diet) >= 5]).toEqual([diet, true]);
    }
    for (const context of ['breakfast', 'lunch', 'dinner', 'snack', 'dessert', 'quick', 'healthy', 'vegetarian']) {
      expect([context, count(({ contexts }) => contexts, context) >= 5]).toEqual([context, true]);
    }
  });
});

describe('a recipe that is made', () => {
  it('knows its ingredients, with amounts as exact decimals', () => {
    const { ingredients } = made({
      recipeIngredient: ['1 1/2 cups milk', 'salt and pepper', '2 tbsp butter or oil (optional)'],
    });
    expect(
      ingredients.map(({ ingredientId, quantity, unit, optional }) => [slugOf(ingredientId), quantity, unit, optional]),
    ).toEqual([
      ['milk', '1.5', 'cup', false],
      ['salt', null, null, false],
      ['black-pepper', null, null, false],
      ['butter', '2', 'tbsp', true],
    ]);
    expect(ingredients[3]?.alternatives.map(slugOf)).toEqual(['oil']);
  });

  it('keeps a heading as a note of the lines under it', () => {
    const { ingredients } = made({ recipeIngredient: ['2 eggs', 'For the sauce:', '200 ml cream, cold'] });
    expect(ingredients.map(({ text, note }) => [text, note])).toEqual([
      ['2 eggs', null],
      ['200 ml cream, cold', 'cold; For the sauce'],
    ]);
  });

  it('weighs a serving', () => {
    const { nutrition } = made({ recipeIngredient: ['200 g butter', '100 g sugar', 'salt'], recipeYield: 2 });
    expect(nutrition.coverage).toBe(1);
    expect(nutrition.perServing).toMatchObject({ kcal: expect.any(Number) });
    expect(nutrition.perServing?.kcal).toBeGreaterThan(850);
    expect(nutrition.perServing?.kcal).toBeLessThan(980);
  });

  it('says how much of it could not be weighed, and per serving nothing without servings', () => {
    expect(made({ recipeIngredient: ['200 g butter', 'some flour'] }).nutrition).toEqual({
      perServing: null,
      coverage: 0.5,
    });
  });

  it('is quick, healthy and vegetarian by what is in it', () => {
    const soup = made({
      recipeIngredient: ['300 g carrots', '500 ml water'],
      recipeYield: 2,
      prepTime: 'PT5M',
      cookTime: 'PT20M',
    });
    expect(soup).toMatchObject({ totalMinutes: 25, contexts: ['any', 'quick', 'healthy', 'vegetarian', 'use-it-up'] });
    expect(made({ recipeCategory: 'Main course', cookTime: 'PT2H' }).contexts).toEqual([
      'any',
      'dinner',
      'vegetarian',
      'use-it-up',
    ]);
  });

  it('takes its cuisine from its own word or its keywords', () => {
    expect(made({ recipeCuisine: 'Thai' }).cuisine).toBe('thai');
    expect(made({ keywords: ['quick', 'Italian'] }).cuisine).toBe('italian');
    expect(made({ keywords: ['quick'] }).cuisine).toBeNull();
  });

  it('claims nothing when a line is not understood or was cut off', () => {
    for (const line of ['1 cup quux', `1 onion ${'x'.repeat(20_000)}`]) {
      expect(made({ recipeIngredient: ['1 onion', line] })).toMatchObject({ allergens: { unknown: true }, diets: [] });
    }
    expect(made({ recipeIngredient: ['For the sauce:'] }).allergens.unknown).toBe(true);
  });

  it('has a slug of plain letters, and another one beside a recipe of another source', () => {
    expect(made({ name: 'Crème brûlée à l’orange!' }).slug).toBe('creme-brulee-a-l-orange');
    expect(made({ identifier: 'soup-1' }).slug).toBe('soup-1');
    expect(made({ name: '寿司' }).slug).toMatch(/^recipe-[0-9a-f]{12}$/);
    expect(slugBesideOf({ slug: 'soup', source: 'Ann' })).not.toBe(slugBesideOf({ slug: 'soup', source: 'Ben' }));
  });

  it('is the same however often it is made, and another when anything differs', () => {
    expect(made({}).contentHash).toBe(made({}).contentHash);
    expect(made({ recipeInstructions: 'Stir.' }).contentHash).not.toBe(made({}).contentHash);
  });

  it('comes back from its own JSON-LD', () => {
    for (const source of catalogue.slice(0, 30)) {
      const recipe = { ...makeRecipe(source, book), id: 1, picture: null, updatedAt: new Date(0) };
      const again = made(jsonLdOf(recipe));
      const { slug, ingredients, steps, allergens, diets, contexts, nutrition } = recipe;
      expect(again).toMatchObject({ slug, ingredients, steps, allergens, diets, contexts, nutrition });
    }
  });
});
