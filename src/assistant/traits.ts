import { hasWordsOf } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { withFood } from '../recipes/recipe-search.js';
import type { Recipe } from '../recipes/recipe.js';

/** What a recipe has or has not. */
export interface Trait {
  readonly name: string;
  readonly isIn: (recipe: Recipe) => boolean;
}

/** Foods, whatever a recipe calls them. */
export function foodsOf(ids: readonly number[], book: IngredientBook): Trait[] {
  return ids.flatMap((id) => {
    const name = book.byId(id)?.name;
    return name === undefined ? [] : { name, isIn: withFood(name, book) };
  });
}

/** A soup is what is called one: no line of it says so. */
export function orCalledSo({ name, isIn }: Trait): Trait {
  const isCalledSo = hasWordsOf(name);
  return { name, isIn: (recipe) => isIn(recipe) || isCalledSo(recipe.title) };
}

export function ofCuisine(name: string): Trait {
  return { name, isIn: ({ cuisine }) => cuisine === name };
}
