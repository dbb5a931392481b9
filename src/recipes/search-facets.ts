import { diets } from '../ingredients/ingredient.js';
import type { Recipe } from './recipe.js';

export interface Counted<V> {
  readonly value: V;
  /** Recipes that are found when this is chosen. */
  readonly count: number;
}

/** By what a search can be narrowed, and how many recipes each choice leaves. Choices that leave none are not among them. */
export interface Facets {
  /** Most first, then by name. A choice replaces the cuisine that is chosen already. */
  readonly cuisines: readonly Counted<string>[];
  /** In the order that diets are always told in. A choice comes on top of those that are chosen already. */
  readonly diets: readonly Counted<string>[];
  /** At most so many minutes; a choice replaces the one that is chosen already. */
  readonly maxMinutes: readonly Counted<number>[];
}

/** What a search is narrowed by already. */
export interface Chosen {
  readonly cuisine: string | null;
  readonly maxMinutes: number | null;
}

const STEPS_OF_TIME = [15, 30, 45, 60, 90, 120];

/** True for recipes of the cuisine that is asked for, if any is. */
export function isOfCuisine({ cuisine }: Recipe, wanted: string | null): boolean {
  return wanted === null || cuisine === wanted;
}

/** True for recipes that surely take no longer than is asked for. */
export function isQuickEnough({ totalMinutes }: Recipe, maxMinutes: number | null): boolean {
  return maxMinutes === null || (totalMinutes !== null && totalMinutes <= maxMinutes);
}

/** `found` is what passes all filters of the query but cuisine and time: each facet shows what else could be chosen. */
export function facetsOf(found: readonly Recipe[], { cuisine, maxMinutes }: Chosen): Facets {
  const ofCuisine = found.filter((recipe) => isOfCuisine(recipe, cuisine));
  const inTime = found.filter((recipe) => isQuickEnough(recipe, maxMinutes));
  const hits = ofCuisine.filter((recipe) => isQuickEnough(recipe, maxMinutes));
  return {
    cuisines: cuisinesOf(inTime),
    diets: withAny(diets, (diet) => hits.filter((recipe) => recipe.diets.includes(diet)).length),
    maxMinutes: withAny(STEPS_OF_TIME, (most) => ofCuisine.filter((recipe) => isQuickEnough(recipe, most)).length),
  };
}

function cuisinesOf(recipes: readonly Recipe[]): Counted<string>[] {
  const counts = new Map<string, number>();
  for (const { cuisine } of recipes) if (cuisine !== null) counts.set(cuisine, (counts.get(cuisine) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}

function withAny<V>(values: readonly V[], countOf: (value: V) => number): Counted<V>[] {
  return values.map((value) => ({ value, count: countOf(value) })).filter(({ count }) => count > 0);
}
