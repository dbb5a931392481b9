import { allergens } from '../ingredients/ingredient.js';
import type { SearchQuery } from './recipes.cache.js';
import type { RecipeSearchQuery } from './recipes.dto.js';

/** What a request asks for; words of `exclude` that are allergens become hard filters. */
export function searchOf({
  query,
  diets,
  exclude = [],
  cuisine,
  maxMinutes,
  page,
  limit,
}: RecipeSearchQuery): SearchQuery {
  const words = exclude.map((word) => word.toLowerCase());
  const isAllergen = (word: string) => allergens.some((one) => one === word);
  return {
    query: query ?? '',
    diets: diets ?? [],
    allergens: words.filter(isAllergen),
    exclude: words.filter((word) => !isAllergen(word)),
    cuisine: cuisine ?? null,
    maxMinutes: maxMinutes ?? null,
    page,
    limit,
  };
}
