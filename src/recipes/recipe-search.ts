import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { allowedFor } from './hard-filters.js';
import type { RecipeIndex } from './recipe-index.js';
import { byQuality, qualityOf } from './recipe-quality.js';
import type { Recipe } from './recipe.js';
import type { SearchQuery } from './search-filters.js';

export interface Hit {
  readonly recipe: Recipe;
  /** 0..1: how well it fits the words; without words how much is known of it. */
  readonly score: number;
}

/** The recipes that a query asks for and its filters let pass, best first. */
export function hitsOf(index: RecipeIndex, book: IngredientBook, query: SearchQuery): Hit[] {
  const scores = foodWords(query.query).length === 0 ? undefined : index.search(query.query);
  const exclusions = query.exclude.map((name) => withFood(name, book));
  return index.recipes
    .filter((recipe) => (scores?.has(recipe.id) ?? true) && passes(recipe, query))
    .filter((recipe) => !exclusions.some((excludes) => excludes(recipe)))
    .map((recipe) => ({ recipe, score: scores?.get(recipe.id) ?? qualityOf(recipe) }))
    .toSorted((one, other) => other.score - one.score || byQuality(one.recipe, other.recipe));
}

function passes(recipe: Recipe, { diets, allergens, cuisine, maxMinutes }: SearchQuery): boolean {
  if (!allowedFor(recipe, { diets, allergens })) return false;
  if (cuisine !== null && recipe.cuisine !== cuisine) return false;
  return maxMinutes === null || (recipe.totalMinutes !== null && recipe.totalMinutes <= maxMinutes);
}

/** Recipes with the ingredient, a kind of it, or, where the name is not known, with its words. */
export function withFood(name: string, book: IngredientBook): (recipe: Recipe) => boolean {
  const slug = book.match(name)?.ingredient.slug;
  const words = foodWords(name);
  const isNamed = (text: string) => words.every((word) => foodWords(text).includes(word));
  if (slug === undefined) return ({ ingredients }) => ingredients.some(({ text }) => isNamed(text));

  const excluded = new Set(book.ingredients.filter((one) => book.isKindOf(one, slug)).map(({ id }) => id));
  return ({ ingredients }) =>
    ingredients.some(
      ({ ingredientId, alternatives, text }) =>
        (ingredientId === null ? isNamed(text) : excluded.has(ingredientId)) ||
        alternatives.some((id) => excluded.has(id)),
    );
}
