import { beforeAll, describe, expect, it } from '@jest/globals';
import { foodWords } from '../src/ingredients/food-words.js';
import { RecipeIndex } from '../src/recipes/recipe-index.js';
import type { Recipe } from '../src/recipes/recipe.js';
import { aRecipe, book, shippedCatalogue } from './kitchen.js';
import { fixture } from './lines/fixture.js';

/** A search as people type it, and what they meant. */
interface Slip {
  readonly query: string;
  readonly means: string;
}

/** A word that is spelled right, and words of other things that look like it. */
interface RealWord {
  readonly query: string;
  readonly near: readonly string[];
}

const SMALLEST_SHARE_FOUND = 0.95;
const SMALLEST_PRECISION = 0.9;

let slips: readonly Slip[];
let realWords: readonly RealWord[];
let index: RecipeIndex;
beforeAll(async () => {
  [slips, realWords] = [
    await fixture<Slip>('../search/slips.ndjson'),
    await fixture<RealWord>('../search/real-words.ndjson'),
  ];
  const shipped = await shippedCatalogue();
  const called = [...new Set(realWords.flatMap(({ query, near }) => [query, ...near]))];
  const named = called.map((name, at) => aRecipe({ id: shipped.length + at + 1, name, lines: ['1 tsp salt'] }));
  index = RecipeIndex.of([...shipped, ...named]);
});

/** The ids, the best first. */
const found = (query: string) =>
  [...index.search(query, book)].toSorted(([, one], [, other]) => other - one).map(([id]) => id);

const recipeOf = (id: number) => index.recipes.find((recipe) => recipe.id === id);
const wordsOf = ({ title, tags, cuisine, ingredients, summary }: Recipe) =>
  foodWords([title, ...tags, cuisine, ...ingredients.map(({ name }) => name), summary].join(' '));

/** It or a kind of it, under whatever name: cavolo nero is kale. */
function hasFood({ ingredients }: Recipe, name: string): boolean {
  const slug = book.match(name)?.ingredient.slug ?? '';
  const foods = ingredients.flatMap(({ ingredientId }) => book.byId(ingredientId ?? 0) ?? []);
  return foods.some((food) => book.isKindOf(food, slug));
}

const byId = (one: number, other: number) => one - other;

describe('searches with slips of the pen', () => {
  it('are of things that the catalogue has, and misspelled', () => {
    const pointless = slips.filter(({ query, means }) => found(means).length === 0 || query === means);
    expect(pointless).toEqual([]);
    expect(slips.length).toBeGreaterThanOrEqual(60);
  });

  it('find what was meant, first of all', () => {
    const missed = slips.filter(({ query, means }) => !found(means).includes(found(query)[0] ?? 0));
    const share = 1 - missed.length / slips.length;
    process.stdout.write(`found: ${(100 * share).toFixed(1)} % of ${slips.length}\n  ${toldOf(missed)}\n`);
    expect(share).toBeGreaterThanOrEqual(SMALLEST_SHARE_FOUND);
  });

  it('find hardly anything else', () => {
    const some = slips.filter(({ query }) => found(query).length > 0);
    const shares = some.map(({ query, means }) => ({ query, share: shareMeant(found(query), found(means)) }));
    const precision = shares.reduce((sum, { share }) => sum + share, 0) / shares.length;
    const worse = shares.filter(({ share }) => share < 1).map(({ query, share }) => `${query} ${share.toFixed(2)}`);
    process.stdout.write(`of what is found, meant: ${(100 * precision).toFixed(1)} %\n  ${worse.join('\n  ')}\n`);
    expect(precision).toBeGreaterThanOrEqual(SMALLEST_PRECISION);
  });
});

describe('words that are spelled right', () => {
  it('are taken for no other, however near', () => {
    const wrong = realWords.flatMap(({ query }) => {
      const [word = ''] = foodWords(query);
      return found(query).flatMap((id) => {
        const recipe = recipeOf(id);
        const isMeant =
          recipe !== undefined && (wordsOf(recipe).some((one) => one.startsWith(word)) || hasFood(recipe, query));
        return isMeant ? [] : [`${query}: ${recipe?.title}`];
      });
    });
    expect(wrong).toEqual([]);
    expect(realWords.length).toBeGreaterThanOrEqual(40);
  });

  it('find what has them whole before what only begins so', () => {
    const behind = realWords.filter(({ query }) => {
      const [word = ''] = foodWords(query);
      const are = found(query).map((id) => wordsOf(recipeOf(id) as Recipe).includes(word));
      return are.lastIndexOf(true) > are.indexOf(false) && are.includes(false);
    });
    expect(behind).toEqual([]);
  });

  it('typed to their end do not go on to another: "peas" to "peanut"', () => {
    const near = realWords.find(({ query }) => query === 'peas')?.near ?? [];
    const titles = found('peas').map((id) => recipeOf(id)?.title);
    expect(near.filter((word) => titles.includes(word))).toEqual([]);
  });
});

describe('a food', () => {
  it.each([
    ['zucchini', 'courgette'],
    ['eggplant', 'aubergine'],
    ['scallions', 'spring onions'],
    ['arugula', 'rocket'],
  ])('is found by each of its names: %s, %s', (name, other) => {
    const ids = (query: string) =>
      found(query)
        .filter((id) => hasFood(recipeOf(id) as Recipe, other))
        .toSorted(byId);
    expect(ids(name).length).toBeGreaterThan(0);
    expect(ids(name)).toEqual(ids(other));
  });
});

describe('the name of a food that no recipe says', () => {
  it.each([
    ['zuchini', 'zucchini'],
    ['egplant', 'eggplant'],
    ['arrugula', 'arugula'],
    ['scalions', 'scallions'],
  ])('finds the food also with a slip of the pen in it: %s', (slipped, meant) => {
    expect(found(slipped).length).toBeGreaterThan(0);
    expect(found(slipped).toSorted(byId)).toEqual(found(meant).toSorted(byId));
  });
});

describe('a food and its kinds', () => {
  const dishes = RecipeIndex.of([
    aRecipe({ id: 1, name: 'Hummus', lines: ['400 g tinned garbanzos'] }),
    aRecipe({ id: 2, name: 'Pilaf', lines: ['200 g rice'] }),
    aRecipe({ id: 3, name: 'Noodles', lines: ['2 tbsp soy sauce'] }),
    aRecipe({ id: 4, name: 'Baked beans', lines: ['1 tin of baked beans'] }),
    aRecipe({ id: 5, name: 'Rice and peas', lines: ['200 g long-grain rice'] }),
  ]);
  const ids = (query: string) => [...dishes.search(query, book).keys()];

  it.each([
    ['chickpeas', [1]],
    ['garbanzo beans', [1]],
    ['long-grain rice', [5]],
    ['rice', [2, 5]],
  ])('are found by every name of the food: %s', (query, expected) => {
    expect(ids(query)).toEqual(expected);
  });

  it('stand for what is a kind of it where nothing else does', () => {
    expect(ids('basmati rice')).toEqual([2]);
  });

  it('do not where the kind is there to be without something of it', () => {
    expect(ids('soy sauce')).toEqual([3]);
    expect(ids('tamari')).toEqual([]);
  });
});

describe('a dish', () => {
  it.each(['kale crisps', 'chickpea and spinach curry', 'cheddar and chive scones'])('called so leads: %s', (query) => {
    const words = foodWords(query);
    const called = foodWords(recipeOf(found(query)[0] ?? 0)?.title ?? '');
    expect(called.slice(0, words.length)).toEqual(words);
  });
});

function toldOf(missed: readonly Slip[]): string {
  return missed.map(({ query, means }) => `${query} for ${means}`).join('\n  ');
}

function shareMeant(ids: readonly number[], meant: readonly number[]): number {
  return ids.filter((id) => meant.includes(id)).length / ids.length;
}
