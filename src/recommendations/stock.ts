import type { Day } from '../calendar/day.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { daysLeft } from '../pantry/expiry.js';
import type { Lot } from '../pantry/lot.js';

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

function isSpoiled(lot: StockLot, today: Day): boolean {
  return lot.expiryKind === 'use-by' && (daysLeft(lot, today) ?? 0) < 0;
}

function inUseOrder(one: StockLot, other: StockLot): number {
  return (
    Number(one.openedOn === null) - Number(other.openedOn === null) ||
    compared(one.expiresOn ?? '9999', other.expiresOn ?? '9999') ||
    compared(one.purchasedOn, other.purchasedOn) ||
    one.id - other.id
  );
}

function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** What is always in the house and never counted: not as had, not as missing. Nothing else is taken for granted. */
const ASSUMED: ReadonlySet<string> = new Set([
  'salt',
  'flaky-salt',
  'black-pepper',
  'white-pepper',
  'black-peppercorn',
  'water',
]);

export function isAssumed({ slug }: Pick<Ingredient, 'slug'>): boolean {
  return ASSUMED.has(slug);
}
