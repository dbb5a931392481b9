import { allowedFor } from '../recipes/hard-filters.js';
import { diversified } from './diversity.js';
import { Judge, type Judged, type Verdict } from './judge.js';
import { suits } from './occasion.js';
import { preparedCatalogue, type PreparedRecipe } from './prepared-catalogue.js';
import type { RankingInput } from './ranking-input.js';
import { ANY_WISH, isWithin, type Wish } from './wish.js';

/** The most that are ranked: what lies further down nobody reaches who wishes for nothing in particular. */
export const MOST_RANKED = 200;

const TRIED_AT_ONCE = 100;

/** How far chance may lift a recipe: near equals change places from day to day, nothing else does. */
export const LUCK = 0.01;

/**
 * Recipes for a user, in the order they are to be shown. What the user must not eat is taken out before anything is weighed,
 * so no taste can bring it back. The best by score are then put in order of marginal relevance: a dish much like one above it
 * comes later than its score alone would have it.
 */
export function rank(input: RankingInput): readonly Judged[] {
  const { catalogue, book, preferences, context, wish = ANY_WISH } = input;
  const prepared = preparedCatalogue(catalogue, book);
  const judge = new Judge(input, prepared);

  const allowed = prepared.recipes.filter(
    ({ recipe }) => allowedFor(recipe, preferences) && suits(recipe, context) && isWithin(wish.maxMinutes, recipe),
  );
  return diversified(bestOf(allowed, judge, { ...input, wish }), prepared.vocabulary.size).map(({ verdict }) =>
    judge.explain(verdict),
  );
}

interface Asked {
  readonly seed: number;
  readonly wish: Wish;
}

/**
 * The best by score, as if every recipe had been tried out on the pantry. In the order of what they could reach at most they are tried,
 * until no other can reach what the last of the best has.
 */
function bestOf(recipes: readonly PreparedRecipe[], judge: Judge, { seed, wish }: Asked) {
  const waiting = recipes
    .map((one) => ({ one, ...judge.bounds(one) }))
    .filter(({ lacking }) => lacking <= wish.maxMissing)
    .map(({ one, most }) => ({ one, most: most + LUCK * luck(seed, one.recipe.id) }))
    .sort((one, other) => other.most - one.most);

  let best: ReturnType<typeof candidateOf>[] = [];
  for (let at = 0; at < waiting.length; at += TRIED_AT_ONCE) {
    const last = best[MOST_RANKED - 1];
    if (last && (waiting[at]?.most ?? 0) < last.value) break;
    const tried = waiting
      .slice(at, at + TRIED_AT_ONCE)
      .map(({ one }) => judge.judge(one))
      .filter(({ found }) => found.missing.length <= wish.maxMissing)
      .map((verdict) => candidateOf(verdict, seed));
    best = [...best, ...tried].sort((one, other) => other.value - one.value || one.id - other.id).slice(0, MOST_RANKED);
  }
  return best;
}

function candidateOf(verdict: Verdict, seed: number) {
  const { recipe, vector } = verdict.prepared;
  return { id: recipe.id, value: verdict.score + LUCK * luck(seed, recipe.id), vector, verdict };
}

/** 0 <= luck < 1, the same for the same seed and recipe; 0 without a seed. Murmur3's finish on both numbers. */
export function luck(seed: number, id: number): number {
  if (seed === 0) return 0;
  let hash = Math.imul(seed ^ Math.imul(id, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
