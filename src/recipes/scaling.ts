import { Decimal } from 'decimal.js';
import type { Nutrition } from '../ingredients/ingredient.js';
import type { Recipe } from './recipe.js';

/**
 * The recipe for another number of servings, its amounts scaled exactly (to the sixth decimal). A recipe that does not say how
 * many it serves is for one.
 */
export function scaledTo(recipe: Recipe, servings: number): Recipe {
  const base = recipe.servings ?? 1;
  return {
    ...recipe,
    servings,
    ingredients: recipe.ingredients.map((line) => ({
      ...line,
      quantity:
        line.quantity === null
          ? null
          : new Decimal(line.quantity).times(servings).div(base).toDecimalPlaces(6).toFixed(),
    })),
  };
}

/** What a recipe gives per serving and, for so many servings, in all; null where nobody knows what a serving is. */
export function servingOf({ id, nutrition, servings }: Recipe, wanted = servings ?? undefined) {
  const { perServing, coverage } = nutrition;
  return {
    recipeId: id,
    servings: wanted ?? null,
    perServing,
    total: perServing === null || wanted === undefined ? null : times(perServing, wanted),
    coverage,
  };
}

function times({ kcal, protein, carbs, sugar, fat, saturated, fibre, sodium }: Nutrition, count: number): Nutrition {
  const all = (amount: number) => new Decimal(amount).times(count).toNumber();
  return {
    kcal: all(kcal),
    protein: all(protein),
    carbs: all(carbs),
    sugar: all(sugar),
    fat: all(fat),
    saturated: all(saturated),
    fibre: all(fibre),
    sodium: all(sodium),
  };
}
