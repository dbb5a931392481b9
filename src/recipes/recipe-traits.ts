import type { Recipe } from './recipe.js';

/** What of a recipe says something about the taste of who likes it. */
export function traitsOf({ cuisine, totalMinutes, ingredients }: Recipe) {
  const needed = ingredients.filter(({ optional }) => !optional);
  return {
    cuisine,
    totalMinutes,
    ingredientIds: [...new Set(needed.flatMap(({ ingredientId }) => ingredientId ?? []))],
  };
}
