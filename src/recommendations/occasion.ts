import type { Recipe, RecipeContext } from '../recipes/recipe.js';

/** How much each component counts; the five sum to 1. */
export interface Weights {
  readonly coverage: number;
  readonly expiry: number;
  readonly preference: number;
  readonly nutrition: number;
  readonly effort: number;
}

const USUAL: Weights = { coverage: 0.35, expiry: 0.25, preference: 0.2, nutrition: 0.12, effort: 0.08 };
/** Asked what to use up, what goes off comes before everything else. */
const USING_UP: Weights = { coverage: 0.25, expiry: 0.45, preference: 0.14, nutrition: 0.08, effort: 0.08 };

export function weightsFor(context: RecipeContext): Weights {
  return context === 'use-it-up' ? USING_UP : USUAL;
}

/** "Vegetarian" is a promise about the food, so it asks what the ingredients say. */
export function suits({ contexts, diets }: Pick<Recipe, 'contexts' | 'diets'>, context: RecipeContext): boolean {
  if (context === 'any' || context === 'use-it-up') return true;
  return context === 'vegetarian' ? diets.includes('vegetarian') : contexts.includes(context);
}
