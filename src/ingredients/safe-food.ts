import { allergensOf } from './allergens.js';
import { dietsKept } from './diets.js';
import type { IngredientBook } from './ingredient-book.js';
import type { Allergen, Diet, Ingredient } from './ingredient.js';
import { resolveLine } from './line-resolver.js';

/** Diets that a meal keeps or breaks by its amounts: no single food does. */
const OF_A_MEAL: ReadonlySet<Diet> = new Set<Diet>(['low-carb', 'high-protein', 'low-sodium']);
const NOT_WEIGHED = { perServing: null, coverage: 0, sodiumOpen: true };

/** What somebody must not eat. */
export interface Declared {
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
}

/**
 * Whether a food may be put before somebody at all. A recipe that is safe as written must not be made unsafe by what is in
 * the pantry: no butter for margarine where milk is an allergen, no peanut oil for "oil". What nobody knows (null) is safe for who declared
 * nothing.
 */
export function safeFoods(book: IngredientBook, declared: Declared): (ingredientId: number | null) => boolean {
  const diets = declared.diets.filter((diet) => !OF_A_MEAL.has(diet));

  return (ingredientId) => {
    const food = ingredientId === null ? undefined : book.byId(ingredientId);
    if (!food) return declared.allergens.length === 0 && diets.length === 0;
    if (declared.allergens.some((one) => food.contains.includes(one) || food.mayContain.includes(one))) return false;
    return diets.length === 0 || keepsAll(food, diets, book);
  };
}

/** As a recipe of this one line would. */
function keepsAll(food: Ingredient, diets: readonly Diet[], book: IngredientBook): boolean {
  const lines = resolveLine(food.name, book);
  const kept = dietsKept(lines, allergensOf(lines), NOT_WEIGHED);
  return diets.every((diet) => kept.includes(diet) && !food.breaks.includes(diet));
}
