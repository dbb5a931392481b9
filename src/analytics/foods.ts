import { Decimal } from 'decimal.js';
import { amountOf, DECIMALS } from '../pantry/amount.js';
import { convert } from '../ingredients/conversion.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { unitOf } from '../ingredients/units.js';
import type { AmountSumView, FoodTurnoverView } from './analytics.dto.js';
import type { FoodWent } from './turnover.repository.js';

/** What went of one food, in the units in which it can be added up. */
interface Sums {
  readonly ingredient: Ingredient | undefined;
  readonly name: string;
  readonly used: Map<string, Decimal>;
  readonly wasted: Map<string, Decimal>;
}

/**
 * What went of each food, by name. What is counted in different units is added up in the food's own where a path is known, else in grams or
 * millilitres where it is weighed or measured; what is left is told beside it, each in its unit.
 */
export function foodsOf(gone: readonly FoodWent[], book: IngredientBook): FoodTurnoverView[] {
  const foods = new Map<number | string, Sums>();
  for (const { ingredientId, name, way, quantity, unit } of gone) {
    const key = ingredientId ?? name.toLowerCase();
    const sums = foods.get(key) ?? nothingOf(ingredientId, name, book);
    foods.set(key, sums);
    const [amount, sumUnit] = addable(quantity, unit, sums.ingredient);
    sums[way].set(sumUnit, amount.plus(sums[way].get(sumUnit) ?? 0));
  }
  return [...foods]
    .map(([, { ingredient, name, used, wasted }]) => ({
      ingredientId: ingredient?.id ?? null,
      name,
      used: viewsOf(used),
      wasted: viewsOf(wasted),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function nothingOf(ingredientId: number | null, name: string, book: IngredientBook): Sums {
  const ingredient = ingredientId === null ? undefined : book.byId(ingredientId);
  return { ingredient, name: ingredient?.name ?? name, used: new Map(), wasted: new Map() };
}

const WHOLE_UNITS = { mass: 'g', volume: 'ml', count: undefined } as const;

/** An amount in a unit that others of the food can be told in as well. */
function addable(quantity: string, unit: string, ingredient: Ingredient | undefined): [Decimal, string] {
  const own = ingredient && convert(quantity, unit, ingredient.unit, ingredient);
  if (own) return [own, ingredient.unit];
  const whole = WHOLE_UNITS[unitOf(unit)?.dimension ?? 'count'] ?? unit;
  return [convert(quantity, unit, whole) ?? new Decimal(quantity), whole];
}

function viewsOf(sums: ReadonlyMap<string, Decimal>): AmountSumView[] {
  return [...sums]
    .map(([unit, sum]) => ({ quantity: amountOf(sum.toDecimalPlaces(DECIMALS).toFixed()), unit }))
    .sort((one, other) => (one.unit < other.unit ? -1 : 1));
}
