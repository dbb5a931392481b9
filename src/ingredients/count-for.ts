import { Decimal } from 'decimal.js';
import { convert } from './conversion.js';
import type { IngredientFacts } from './ingredient.js';
import { isCount } from './units.js';

const ONE_FOR_ONE = new Decimal(1);

/**
 * How many of one food go for one of another, `unit` for `unit`, by what each weighs: five shallots for an onion. One for one where that is
 * no unit to count in, where it is not known of both what one weighs, and where the table says so: an egg for a yolk, a dried fig for a
 * fresh one.
 */
export function countFor(unit: string, wanted: IngredientFacts, taken: IngredientFacts): Decimal {
  if (wanted.slug === taken.slug || !isCount(unit)) return ONE_FOR_ONE;
  if (wanted.substitutes.some(({ slug, each }) => each && slug === taken.slug)) return ONE_FOR_ONE;

  const one = convert(1, unit, 'g', wanted);
  const other = convert(1, unit, 'g', taken);
  return one && other ? one.div(other) : ONE_FOR_ONE;
}
