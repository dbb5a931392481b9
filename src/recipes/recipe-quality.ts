import type { Recipe } from './recipe.js';

/** Sorting asks again and again; recipes are never changed, only replaced. */
const qualities = new WeakMap<Recipe, number>();

/**
 * How much is known of a recipe, 0..1: the order of recipes where nothing else tells them apart. What could be weighed counts
 * most, then known ingredients, then steps, times, servings and a summary.
 */
export function qualityOf(recipe: Recipe): number {
  const known = qualities.get(recipe);
  if (known !== undefined) return known;
  const quality = workedOut(recipe);
  qualities.set(recipe, quality);
  return quality;
}

function workedOut(recipe: Recipe): number {
  const { ingredients, nutrition, steps, totalMinutes, servings, summary } = recipe;
  const resolved = ingredients.filter(({ ingredientId }) => ingredientId !== null).length;
  const share = ingredients.length === 0 ? 0 : resolved / ingredients.length;
  const quality =
    0.35 * nutrition.coverage +
    0.3 * share +
    0.15 * Math.min(steps.length / 4, 1) +
    0.1 * Number(totalMinutes !== null) +
    0.05 * Number(servings !== null) +
    0.05 * Number(summary !== '');
  return Math.round(quality * 1e4) / 1e4;
}

/** Best known first; equals by id, so that the order is always the same. */
export function byQuality(one: Recipe, other: Recipe): number {
  return qualityOf(other) - qualityOf(one) || one.id - other.id;
}
