import { allergensOf } from '../ingredients/allergens.js';
import { dietsKept } from '../ingredients/diets.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { IngredientLine } from '../ingredients/ingredient-line.js';
import type { Allergen, Diet, Ingredient } from '../ingredients/ingredient.js';
import type { ResolvedLine } from '../ingredients/line-resolver.js';

/** Diets that a meal keeps or breaks by its amounts: no single food does. */
const OF_A_MEAL: ReadonlySet<Diet> = new Set<Diet>(['low-carb', 'high-protein', 'low-sodium']);

const BARE_LINE: Omit<IngredientLine, 'name'> = {
  quantity: null,
  unit: null,
  note: null,
  optional: false,
  alternatives: [],
  isHeading: false,
};

/**
 * Whether a food may be put before somebody at all. A recipe that is safe as written must not be made unsafe by what is in
 * the pantry: no butter for margarine where milk is an allergen, no egg noodles for "noodles".
 */
export function safeFoods(
  book: IngredientBook,
  declared: { readonly diets: readonly Diet[]; readonly allergens: readonly Allergen[] },
): (ingredientId: number) => boolean {
  const diets = declared.diets.filter((diet) => !OF_A_MEAL.has(diet));

  return (ingredientId) => {
    const food = book.byId(ingredientId);
    if (!food) return declared.allergens.length === 0 && diets.length === 0;
    if (declared.allergens.some((one) => food.contains.includes(one) || food.mayContain.includes(one))) return false;
    return diets.length === 0 || keepsAll(food, diets);
  };
}

function keepsAll(food: Ingredient, diets: readonly Diet[]): boolean {
  const line: ResolvedLine = {
    text: food.name,
    line: { ...BARE_LINE, name: food.name },
    match: { ingredient: food, confidence: 1 },
    alternatives: [],
    mentions: [],
    understood: true,
  };
  const kept = dietsKept([line], allergensOf([line]), { perServing: null, coverage: 0, sodiumOpen: true });
  return diets.every((diet) => kept.includes(diet));
}
