import type { Ingredient } from './ingredient.js';

export interface IngredientMatch {
  readonly ingredient: Ingredient;
  /** 1 for the very name, down to .6 for a head noun with unknown words before it. */
  readonly confidence: number;
}
