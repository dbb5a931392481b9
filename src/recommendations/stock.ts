import type { Day } from '../calendar/day.js';
import type { Lot } from '../pantry/lot.js';
import { inUseOrder, isSpoiled } from '../pantry/use-order.js';

/** What ranking needs to know of a lot in the pantry. */
export type StockLot = Pick<
  Lot,
  'id' | 'name' | 'ingredientId' | 'quantity' | 'unit' | 'purchasedOn' | 'expiresOn' | 'expiryKind' | 'openedOn'
>;

/**
 * The lots that may be cooked from, in the order they are used: opened first, then soonest due, then oldest. Food past its
 * use-by day is never among them; food past its best-before day is. Nor is what the user must not eat, though a housemate may.
 */
export function usableStock(
  lots: readonly StockLot[],
  today: Day,
  mayEat: (ingredientId: number) => boolean,
): readonly StockLot[] {
  return lots
    .filter((lot) => Number(lot.quantity) > 0 && !isSpoiled(lot, today))
    .filter(({ ingredientId }) => ingredientId === null || mayEat(ingredientId))
    .toSorted(inUseOrder);
}
