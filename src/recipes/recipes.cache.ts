import { defineRegion, defineTag, minutes, under } from '#cache';
import type { Recipe } from './recipe.js';
import type { RecipeSummaryView, ScoredRecipePage } from './recipes.dto.js';

/** The catalogue: any recipe was added or changed. */
export const recipesTag = defineTag('recipes');
/** One recipe. */
export const recipeTag = defineTag<[id: number]>('recipe');

/** Bytes that a recipe takes in memory, lines and steps included; weighing each exactly would cost more than reading it. */
const RECIPE_BYTES = 6000;

/** The whole catalogue, in this process, for ranking and search. */
export const catalogueRegion = defineRegion<Record<string, never>, readonly Recipe[]>({
  name: 'catalogue',
  version: 1,
  freshFor: minutes(10),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  tiers: 'near',
  weigh: (recipes) => recipes.length * RECIPE_BYTES,
  maxBytes: 1024 * 1024 * 1024,
  key: () => ['all'],
  tags: () => [recipesTag()],
});

export const recipeRegion = defineRegion<{ readonly id: number }, Recipe>({
  name: 'recipe',
  version: 1,
  freshFor: minutes(10),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  value: isRecipe,
  key: ({ id }) => [id],
  tags: ({ id }) => [recipesTag(), recipeTag(id)],
  keysUnder: [under(recipeTag, (id) => [{ id }])],
});

/** What is searched for, in one spelling: two queries that mean the same have one entry, whoever asks. */
export interface SearchQuery {
  readonly query: string;
  readonly diets: readonly string[];
  readonly allergens: readonly string[];
  readonly exclude: readonly string[];
  readonly cuisine: string | null;
  readonly maxMinutes: number | null;
  readonly page: number;
  readonly limit: number;
}

export const searchesRegion = defineRegion<SearchQuery, ScoredRecipePage>({
  name: 'searches',
  version: 1,
  freshFor: minutes(30),
  staleIfErrorFor: minutes(120),
  value: isPage,
  key: ({ query, diets, allergens, exclude, cuisine, maxMinutes, page, limit }) => [
    query,
    diets,
    allergens,
    exclude,
    cuisine,
    maxMinutes,
    page,
    limit,
  ],
  tags: () => [recipesTag()],
});

export const popularRegion = defineRegion<{ readonly limit: number }, readonly RecipeSummaryView[]>({
  name: 'popular',
  version: 1,
  freshFor: minutes(30),
  staleIfErrorFor: minutes(120),
  value: (value): value is readonly RecipeSummaryView[] => Array.isArray(value),
  key: ({ limit }) => [limit],
  tags: () => [recipesTag()],
});

function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null) return false;
  const { id, allergens, ingredients } = value as Partial<Record<keyof Recipe, unknown>>;
  return Number.isSafeInteger(id) && typeof allergens === 'object' && Array.isArray(ingredients);
}

function isPage(value: unknown): value is ScoredRecipePage {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}
