import type { Day } from '../calendar/day.js';
import { daysLeft } from './expiry.js';
import type { Lot } from './lot.js';

type Dated = Pick<Lot, 'id' | 'openedOn' | 'expiresOn' | 'purchasedOn'>;

/** Which of two lots is used before the other: the opened one, the one due sooner, the older. */
export function inUseOrder(one: Dated, other: Dated): number {
  return (
    Number(one.openedOn === null) - Number(other.openedOn === null) ||
    compared(one.expiresOn ?? '9999', other.expiresOn ?? '9999') ||
    compared(one.purchasedOn, other.purchasedOn) ||
    one.id - other.id
  );
}

/** Past its use-by day nobody is told to eat it; past its best-before day it may well be good. */
export function isSpoiled(lot: Pick<Lot, 'expiryKind' | 'expiresOn'>, today: Day): boolean {
  return lot.expiryKind === 'use-by' && (daysLeft(lot, today) ?? 0) < 0;
}

function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
