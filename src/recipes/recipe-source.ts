import type { RecipeSource } from './json-ld.js';
import type { Recipe } from './recipe.js';

/** What a stored recipe was told as, near enough to work it out again. */
export function sourceAgain(recipe: Recipe): RecipeSource {
  return {
    identifier: recipe.slug,
    name: recipe.title,
    summary: recipe.summary,
    cuisine: recipe.cuisine,
    categories: [],
    keywords: recipe.tags,
    prepMinutes: recipe.prepMinutes,
    cookMinutes: recipe.cookMinutes,
    totalMinutes: recipe.totalMinutes,
    servings: recipe.servings,
    lines: recipe.ingredients.map(({ text }) => text),
    steps: recipe.steps,
    image: recipe.image,
    source: recipe.source,
    license: recipe.license,
  };
}
