import { groupCalled } from '../ingredients/food-groups.js';
import { foodWords, hasWordsOf } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { allowedFor } from './hard-filters.js';
import type { RecipeIndex } from './recipe-index.js';
import { byQuality, qualityOf } from './recipe-quality.js';
import type { Recipe } from './recipe.js';
import { facetsOf, isOfCuisine, isQuickEnough, type Facets } from './search-facets.js';
import type { SearchQuery } from './search-filters.js';
import type { SearchOrder } from './search-order.js';

export interface Hit {
  readonly recipe: Recipe;
  /** 0..1: how well it fits the words; without words how much is known of it. */
  readonly score: number;
}

export interface Found {
  readonly hits: readonly Hit[];
  readonly facets: Facets;
}

/** Equals stand as they would by relevance. Of a recipe that does not say how long it takes nobody knows that it is quick. */
const ORDERS: Readonly<Record<SearchOrder, (one: Hit, other: Hit) => number>> = {
  relevance: (one, other) => other.score - one.score || byQuality(one.recipe, other.recipe),
  minutes: (one, other) =>
    (one.recipe.totalMinutes ?? Infinity) - (other.recipe.totalMinutes ?? Infinity) || ORDERS.relevance(one, other),
  title: (one, other) => compared(one.recipe.title, other.recipe.title) || ORDERS.relevance(one, other),
};

/** The recipes that a query asks for and its filters let pass, in its order, and by what they could be narrowed further. */
export function searched(index: RecipeIndex, book: IngredientBook, query: SearchQuery): Found {
  const scores = foodWords(query.query).length === 0 ? undefined : index.search(query.query, book);
  const exclusions = query.exclude.map((name) => withFood(name, book));
  const found = index.recipes
    .filter((recipe) => (scores?.has(recipe.id) ?? true) && allowedFor(recipe, query))
    .filter((recipe) => !exclusions.some((excludes) => excludes(recipe)));
  const hits = found
    .filter((recipe) => isOfCuisine(recipe, query.cuisine) && isQuickEnough(recipe, query.maxMinutes))
    .map((recipe) => ({ recipe, score: scores?.get(recipe.id) ?? qualityOf(recipe) }))
    .toSorted(ORDERS[query.sort]);
  return { hits, facets: facetsOf(found, query) };
}

function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Recipes with the ingredient, a kind of it, one of the group of that name, or, where the name is not known, with its words. */
export function withFood(name: string, book: IngredientBook): (recipe: Recipe) => boolean {
  const slug = book.match(name)?.ingredient.slug;
  const isInGroup = groupCalled(name) ?? (() => false);
  const isNamed = hasWordsOf(name);
  const isMeant = (one: Ingredient) => isInGroup(one) || (slug !== undefined && book.isKindOf(one, slug));

  const excluded = new Set(book.ingredients.filter(isMeant).map(({ id }) => id));
  if (excluded.size === 0) return ({ ingredients }) => ingredients.some(({ text }) => isNamed(text));
  return ({ ingredients }) =>
    ingredients.some(
      ({ ingredientId, alternatives, text }) =>
        (ingredientId === null ? isNamed(text) : excluded.has(ingredientId)) ||
        alternatives.some((id) => excluded.has(id)),
    );
}
