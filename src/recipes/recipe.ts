import type { Allergen, Diet, Nutrition } from '../ingredients/ingredient.js';

/** The closed set of occasions that recipes are asked for; `any` is all of them. */
export const recipeContexts = [
  'any',
  'breakfast',
  'lunch',
  'dinner',
  'snack',
  'dessert',
  'quick',
  'healthy',
  'vegetarian',
  'use-it-up',
] as const;
export type RecipeContext = (typeof recipeContexts)[number];

/** What can be said of a recipe's allergens: `unknown` means some line was not understood, never "free of". */
export interface RecipeAllergens {
  readonly contains: readonly Allergen[];
  readonly mayContain: readonly Allergen[];
  readonly unknown: boolean;
}

/** Per serving; `coverage` 0..1 is the share of the lines that could be weighed. */
export interface RecipeNutrition {
  readonly perServing: Nutrition | null;
  readonly coverage: number;
}

export interface RecipeLine {
  readonly text: string;
  readonly ingredientId: number | null;
  readonly alternatives: readonly number[];
  readonly name: string;
  /** A decimal in text form, exact. */
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly optional: boolean;
  readonly note: string | null;
  readonly confidence: number;
}

export interface Recipe {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly cuisine: string | null;
  readonly contexts: readonly RecipeContext[];
  readonly diets: readonly Diet[];
  readonly allergens: RecipeAllergens;
  readonly prepMinutes: number | null;
  readonly cookMinutes: number | null;
  readonly totalMinutes: number | null;
  readonly servings: number | null;
  readonly ingredients: readonly RecipeLine[];
  readonly steps: readonly string[];
  readonly tags: readonly string[];
  /** Where its source shows a picture of it. */
  readonly image: string | null;
  /** The hash of the picture that is kept of it here: another picture has another one. */
  readonly picture: string | null;
  readonly source: string;
  readonly license: string;
  readonly nutrition: RecipeNutrition;
  /** What it is like, as numbers: see `embedding.ts`. The dot product of two says how alike they are. */
  readonly embedding: readonly number[];
  readonly updatedAt: Date;
}
