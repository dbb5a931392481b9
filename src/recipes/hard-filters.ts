import { allergens, diets, type Allergen, type Diet } from '../ingredients/ingredient.js';
import type { Recipe } from './recipe.js';

/** What somebody must not eat, and what they do not. */
export interface HardFilters {
  readonly diets: readonly string[];
  readonly allergens: readonly string[];
}

/**
 * True when a recipe may be shown to somebody with these diets and allergens: it contains none of the allergens, may contain
 * none, and is not unknown; and it surely keeps every diet. A word that is no allergen or diet is kept by no recipe.
 */
export function allowedFor(recipe: Pick<Recipe, 'allergens' | 'diets'>, filters: HardFilters): boolean {
  const { contains, mayContain, unknown } = recipe.allergens;
  const isSafe =
    filters.allergens.length === 0 ||
    (!unknown &&
      filters.allergens.every((one) => isAllergen(one) && !contains.includes(one) && !mayContain.includes(one)));
  return isSafe && filters.diets.every((diet) => isDiet(diet) && recipe.diets.includes(diet));
}

function isAllergen(word: string): word is Allergen {
  return allergens.some((one) => one === word);
}

function isDiet(word: string): word is Diet {
  return diets.some((one) => one === word);
}
