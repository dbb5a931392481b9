import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { book } from '../../test/kitchen.js';
import { embed, EMBEDDING_SIZE, featuresOf } from './embedding.js';
import { documentsIn } from './ndjson.js';
import { RecipeIndex } from './recipe-index.js';
import { byQuality, qualityOf } from './recipe-quality.js';
import type { Recipe, RecipeLine } from './recipe.js';
import { scaledTo, servingOf } from './scaling.js';

const aLine = (more: Partial<RecipeLine> = {}): RecipeLine => ({
  text: '1 onion',
  ingredientId: 1,
  alternatives: [],
  name: 'onion',
  quantity: '1',
  unit: null,
  optional: false,
  note: null,
  confidence: 1,
  ...more,
});

const aRecipe = (more: Partial<Recipe> = {}): Recipe => ({
  id: 1,
  slug: 'soup',
  title: 'Soup',
  summary: '',
  cuisine: null,
  contexts: ['any'],
  diets: [],
  allergens: { contains: [], mayContain: [], unknown: false },
  prepMinutes: null,
  cookMinutes: null,
  totalMinutes: null,
  servings: 4,
  ingredients: [aLine()],
  steps: [],
  tags: [],
  image: null,
  picture: null,
  source: 'test',
  license: 'CC0',
  nutrition: { perServing: null, coverage: 0 },
  embedding: [],
  updatedAt: new Date(0),
  ...more,
});

describe('another number of servings', () => {
  const quantities = (recipe: Recipe) => recipe.ingredients.map(({ quantity }) => quantity);

  it('scales amounts exactly', () => {
    const recipe = aRecipe({
      servings: 3,
      ingredients: [aLine({ quantity: '1' }), aLine({ quantity: '0.3' }), aLine({ quantity: null })],
    });
    expect(quantities(scaledTo(recipe, 6))).toEqual(['2', '0.6', null]);
    expect(quantities(scaledTo(recipe, 1))).toEqual(['0.333333', '0.1', null]);
    expect(scaledTo(recipe, 6).servings).toBe(6);
  });

  it('leaves the recipe itself alone', () => {
    const recipe = Object.freeze(aRecipe());
    expect(scaledTo(recipe, 8)).not.toBe(recipe);
    expect(quantities(recipe)).toEqual(['1']);
  });

  it('counts nutrition per serving and in all', () => {
    const perServing = { kcal: 100.1, protein: 1, carbs: 2, sugar: 3, fat: 4, saturated: 5, fibre: 6, sodium: 7 };
    const recipe = aRecipe({ nutrition: { perServing, coverage: 0.5 } });
    expect(servingOf(recipe, 3)).toMatchObject({ servings: 3, perServing, total: { kcal: 300.3 }, coverage: 0.5 });
    expect(servingOf(aRecipe())).toMatchObject({ servings: 4, perServing: null, total: null });
  });
});

describe('embeddings', () => {
  const soup = { ingredients: [{ slug: 'leek', parent: 'onion' }], cuisine: 'french', steps: ['Simmer for an hour.'] };
  const dot = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, part, at) => sum + part * (other[at] ?? 0), 0);

  it('have one length, whatever the recipe', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 40 }), (slugs) => {
        const vector = embed(
          featuresOf({ ingredients: slugs.map((slug) => ({ slug, parent: null })), cuisine: null, steps: [] }),
        );
        expect(vector).toHaveLength(EMBEDDING_SIZE);
        const length = Math.hypot(...vector);
        expect(length === 0 || Math.abs(length - 1) < 1e-4).toBe(true);
      }),
    );
  });

  it('are alike for alike recipes', () => {
    const withCarrot = { ...soup, ingredients: [...soup.ingredients, { slug: 'carrot', parent: null }] };
    const cake = {
      ingredients: [
        { slug: 'sugar', parent: null },
        { slug: 'egg', parent: null },
      ],
      cuisine: 'british',
      steps: ['Bake.'],
    };
    const vector = embed(featuresOf(soup));
    expect(dot(vector, embed(featuresOf(withCarrot)))).toBeGreaterThan(0.7);
    expect(dot(vector, embed(featuresOf(withCarrot)))).toBeGreaterThan(dot(vector, embed(featuresOf(cake))));
  });

  it('know the technique by the steps', () => {
    expect([...featuresOf(soup)]).toEqual([
      ['ingredient:leek', 1],
      ['ingredient:onion', 0.5],
      ['cuisine:french', 2],
      ['technique:simmer', 0.5],
    ]);
  });
});

describe('the words of recipes', () => {
  const index = RecipeIndex.of([
    aRecipe({ id: 1, title: 'Onion soup', cuisine: 'french', tags: ['soup'] }),
    aRecipe({ id: 2, title: 'Chickpea curry', summary: 'A mild soup of a curry' }),
    aRecipe({ id: 3, title: 'Jalapeño poppers', ingredients: [aLine({ name: 'onions' })] }),
  ]);
  const ids = (query: string) =>
    [...index.search(query)].toSorted(([, one], [, other]) => other - one).map(([id]) => id);

  it('are found whole, as plurals and by their beginning', () => {
    expect(ids('soup')[0]).toBe(1);
    expect(ids('chickpeas')).toEqual([2]);
    expect(ids('chick')).toEqual([2]);
    expect(ids('jalapeno')).toEqual([3]);
  });

  it('are found with a slip of the pen', () => {
    expect(ids('chikpea')).toEqual([2]);
    expect(ids('frnech')).toEqual([1]);
  });

  it('are found with two in a long word, and slips in several words', () => {
    expect(ids('jallapenno')).toEqual([3]);
    expect(ids('chikpea cury')).toEqual([2]);
    expect(ids('sop')).toEqual([]);
  });

  it('stand first where they are whole, then where they begin so, then with one slip, then with two', () => {
    const named = (id: number, title: string, name = 'salt') => aRecipe({ id, title, ingredients: [aLine({ name })] });
    const pea = RecipeIndex.of([named(1, 'Pear pearls'), named(2, 'Soup', 'pea'), named(3, 'Steamed')]);
    expect([...pea.search('pea')].toSorted(([, one], [, other]) => other - one).map(([id]) => id)).toEqual([2, 1]);
    expect([...pea.search('peas').keys()]).toEqual([2]);

    const cheese = RecipeIndex.of([named(1, 'Mozzarela'), named(2, 'Toast', 'mozzarella')]);
    const scores = cheese.search('mozzarrella');
    expect(scores.get(2)).toBe(1);
    expect(scores.get(1)).toBeLessThan(1);
  });

  it('that are known to be different are never slips', () => {
    const recipes = [aRecipe({ id: 1, title: 'A place at the table' })];
    const index = RecipeIndex.of(recipes);
    expect(index.search('plaice').size).toBe(1);
    expect(index.search('plaice', book).size).toBe(0);
  });

  it('must all be there, and some where no recipe has all', () => {
    expect(ids('onion soup')).toContain(1);
    expect(ids('french onion')).toEqual([1]);
    expect(new Set(ids('curry poppers'))).toEqual(new Set([2, 3]));
    expect(ids('quux')).toEqual([]);
  });

  it('score the best at 1 and nothing above', () => {
    const scores = [...index.search('soup').values()];
    expect(Math.max(...scores)).toBe(1);
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
  });
});

describe('what is known of a recipe', () => {
  it('orders recipes, equals by id', () => {
    const known = aRecipe({ id: 3, nutrition: { perServing: null, coverage: 1 }, totalMinutes: 10, summary: 'x' });
    const poor = aRecipe({ id: 1, ingredients: [aLine({ ingredientId: null })] });
    expect(qualityOf(known)).toBeGreaterThan(qualityOf(poor));
    expect([poor, aRecipe({ id: 2 }), known].toSorted(byQuality).map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

describe('NDJSON', () => {
  it('names broken lines and reads the others', () => {
    expect(documentsIn(['{"a":1}', '', '{broken', '7'], 11)).toEqual({
      documents: [{ a: 1 }, 7],
      skipped: [{ name: 'line 13', reason: 'is no JSON' }],
    });
  });
});
