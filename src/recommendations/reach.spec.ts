import { describe, expect, it, jest } from '@jest/globals';
import { recipesOfGrammar } from '../../bench/recipe-grammar.js';
import { aLot, anInput, book } from '../../test/kitchen.js';
import { aRandom } from '../../test/random.js';
import { isSkipped, sourceOf } from '../recipes/json-ld.js';
import { readRecipeFiles } from '../recipes/recipe-files.js';
import { makeRecipe, UNKNOWN_ORIGIN } from '../recipes/recipe-import.js';
import { diversified } from './diversity.js';
import { Judge } from './judge.js';
import { preparedCatalogue } from './prepared-catalogue.js';
import type { RankingInput } from './ranking-input.js';
import { luck, LUCK, MOST_RANKED, rank } from './ranking.js';
import { ANY_WISH, suitsWish } from './wish.js';

const KITCHENS = 25;
const made = recipesOfGrammar((await readRecipeFiles()) as Record<string, unknown>[], 1200);
const catalogue = made.map((document, at) => {
  const source = sourceOf(document);
  if (isSkipped(source)) throw new Error(source.reason);
  const recipe = makeRecipe(source, book, UNKNOWN_ORIGIN);
  return { ...recipe, id: at + 1, picture: null, updatedAt: new Date(0) };
});

const { seed, pick, next: random } = aRandom();

/** Somebody with up to forty foods, some of them nobody knows, some without a measure, some due. */
function somebody(): RankingInput {
  const stock = Array.from({ length: Math.floor(random() * 40) }, () => {
    const name = random() < 0.05 ? 'frumious zzxqv' : pick(book.ingredients).name;
    const expiresOn = random() < 0.5 ? `2026-06-${15 + Math.floor(random() * 9)}` : null;
    return aLot(name, pick([1, 20, 500]), pick(['g', 'ml', 'piece', 'bunch']), { expiresOn });
  });
  const preferences = {
    allergens: random() < 0.3 ? (['milk'] as const) : [],
    likedIngredients: ['tomato'],
    dislikedIngredients: random() < 0.5 ? ['onion'] : [],
    cuisines: { italian: 0.8 },
  };
  const interactions = [{ recipeId: 7, kind: 'cooked' as const, rating: null, on: anInput({}).today }];
  return anInput({
    stock,
    preferences,
    interactions,
    catalogue,
    context: pick(['any', 'use-it-up', 'dinner']),
    seed: 1,
  });
}

/** The ranking as it would be if every recipe were tried out on the pantry. */
function rankedByTryingAll(input: RankingInput, allowed: ReadonlySet<number>, wish = ANY_WISH): number[] {
  const prepared = preparedCatalogue(input.catalogue, input.book);
  const judge = new Judge(input, prepared);
  const best = prepared.recipes
    .filter(({ recipe }) => allowed.has(recipe.id))
    .filter((one) => suitsWish({ recipe: one.recipe, missing: judge.judge(one).found.missing }, wish))
    .map((one) => ({
      id: one.recipe.id,
      value: judge.judge(one).score + LUCK * luck(input.seed, one.recipe.id),
      vector: one.vector,
    }))
    .toSorted((one, other) => other.value - one.value || one.id - other.id)
    .slice(0, MOST_RANKED);
  return diversified(best, prepared.vocabulary.size).map(({ id }) => id);
}

describe('what a pantry could do for a recipe at most', () => {
  it('is never less than what trying it out finds', () => {
    for (let turn = 0; turn < KITCHENS; turn += 1) {
      const input = somebody();
      const prepared = preparedCatalogue(catalogue, book);
      const judge = new Judge(input, prepared);
      const passed = prepared.recipes.filter((one) => {
        const [{ score, found }, { most, lacking }] = [judge.judge(one), judge.bounds(one)];
        return score > most || found.missing.length < lacking;
      });
      expect({ seed, turn, passed: passed.map(({ recipe }) => recipe.title) }).toEqual({ seed, turn, passed: [] });
    }
  });

  it.each([
    ['everything', ANY_WISH],
    ['what nothing is missing for', { maxMissing: 0, maxMinutes: null }],
    ['what is made in a quarter of an hour with two things more', { maxMissing: 2, maxMinutes: 15 }],
  ])('leaves the ranking of %s as if every recipe had been tried', (_, wish) => {
    for (let turn = 0; turn < KITCHENS; turn += 1) {
      const input = { ...somebody(), wish };
      const { allergens } = input.preferences;
      const ranked = rank(input).map(({ recipe }) => recipe.id);
      const allowed = catalogue.filter(
        ({ allergens: its, contexts }) =>
          (allergens.length === 0 ||
            (!its.unknown && !allergens.some((one) => its.contains.includes(one) || its.mayContain.includes(one)))) &&
          (input.context !== 'dinner' || contexts.includes('dinner')),
      );
      const all = rankedByTryingAll(input, new Set(allowed.map(({ id }) => id)), wish);
      expect({ seed, turn, ranked }).toEqual({ seed, turn, ranked: all });
    }
  });

  it('spares the most part of them the trial', () => {
    const judge = jest.spyOn(Judge.prototype, 'judge');
    rank(anInput({ catalogue, stock: [aLot('tomato', 500, 'g'), aLot('spaghetti', 500, 'g')], seed: 1 }));
    const tried = judge.mock.calls.length;
    judge.mockRestore();
    expect(tried).toBeGreaterThanOrEqual(MOST_RANKED);
    expect(tried).toBeLessThan(catalogue.length / 2);
  });
});
