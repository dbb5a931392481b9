import { Decimal } from 'decimal.js';
import { convert } from '../ingredients/conversion.js';
import type { Ingredient, Nutrition } from '../ingredients/ingredient.js';
import type { RecipeNutrition } from './recipe.js';

/** One line as far as its weight goes. */
export interface WeighableLine {
  readonly ingredient?: Ingredient;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly optional: boolean;
}

export interface WeighedRecipe extends RecipeNutrition {
  /** A salty food has no amount: nobody knows how much sodium there is. */
  readonly sodiumOpen: boolean;
}

const NONE = new Decimal(0);
const SEASONINGS: ReadonlySet<string> = new Set(['herbs', 'spices']);
const PINCHES: ReadonlySet<string> = new Set(['pinch', 'dash', 'drop', 'sprinkle', 'squeeze']);
/** Foods with less energy than this per 100 g weigh nothing in a sum, whatever their amount: water, salt, vinegar. */
const NEGLIGIBLE_KCAL = 25;
const SALTY_MG = 1000;

/** Grams of a line; undefined where the ingredient knows no way from its unit to a weight. */
export function gramsOf({ ingredient, quantity, unit }: WeighableLine): Decimal | undefined {
  if (!ingredient || quantity === null) return undefined;
  return convert(quantity, unit ?? 'piece', 'g', ingredient);
}

/**
 * What a serving gives, from the lines that could be weighed, and what share of them that is. Optional lines are left out.
 * Seasonings without an amount count as weighed: they change a serving by less than the rounding of the table.
 */
export function nutritionOf(lines: readonly WeighableLine[], servings: number | null): WeighedRecipe {
  const needed = lines.filter(({ optional }) => !optional);
  const weighed = needed.map((line) => ({ line, grams: gramsOf(line) }));
  const known = weighed.filter(({ line, grams }) => grams !== undefined || isNegligible(line));
  const coverage = needed.length === 0 ? 0 : round(new Decimal(known.length).div(needed.length), 3);

  return {
    perServing: servings === null || known.length === 0 ? null : perServing(weighed, servings),
    coverage,
    sodiumOpen: weighed.some(({ line, grams }) => !grams && (line.ingredient?.nutrition.sodium ?? 0) >= SALTY_MG),
  };
}

function isNegligible({ ingredient, quantity, unit }: WeighableLine): boolean {
  if (!ingredient) return false;
  const small = quantity === null || (unit !== null && PINCHES.has(unit));
  return small && (SEASONINGS.has(ingredient.category) || ingredient.nutrition.kcal <= NEGLIGIBLE_KCAL);
}

function perServing(lines: readonly { line: WeighableLine; grams?: Decimal }[], servings: number): Nutrition {
  const sum = (field: keyof Nutrition) => {
    const parts = lines.map(({ line, grams = NONE }) => grams.times(line.ingredient?.nutrition[field] ?? 0));
    return round(Decimal.sum(0, ...parts).div(100 * servings), 1);
  };
  return {
    kcal: sum('kcal'),
    protein: sum('protein'),
    carbs: sum('carbs'),
    sugar: sum('sugar'),
    fat: sum('fat'),
    saturated: sum('saturated'),
    fibre: sum('fibre'),
    sodium: sum('sodium'),
  };
}

function round(value: Decimal, places: number): number {
  return value.toDecimalPlaces(places).toNumber();
}
