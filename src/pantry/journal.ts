import { Decimal } from 'decimal.js';
import { TOLD_FIELDS, type Lot, type LotFacts } from './lot.js';
import type { journalReasons } from './pantry.tables.js';
import { negated, priceDifference, priceWith, shareOf } from './price.js';

export type JournalReason = (typeof journalReasons)[number];

/** Why a whole act was done, with what it cooked or took back, where it did. */
export interface JournalAct {
  readonly reason: JournalReason;
  readonly recipeId?: number;
  readonly undoes?: number;
}

/** A line of the journal that is about to be written. */
export interface JournalLine {
  readonly lotId: number;
  readonly reason: JournalReason;
  readonly name: string;
  /** Exact decimal, in `unit`; what the lot has is the sum of its lines. */
  readonly delta: string;
  readonly unit: string;
  /** What the lot's price becomes more by it, or less; null where nobody told one. What the lot's is, is the sum of its lines'. */
  readonly price: string | null;
  /** The fields besides amount and price that changed. */
  readonly before: Partial<LotFacts> | null;
  readonly after: Partial<LotFacts> | null;
}

/** What of a lot is told by its lines. */
type Counted = Pick<Lot, 'id' | 'name' | 'quantity' | 'unit' | 'price'>;

/** The line of what came in. */
export function arrival(lot: Counted, reason: JournalReason): JournalLine {
  return lineOf(lot, reason, lot.quantity, lot.price);
}

/** The line of a lot that goes as a whole. */
export function departure(lot: Counted, reason: JournalReason): JournalLine {
  return taken(lot, new Decimal(lot.quantity), reason);
}

/** The line of a lot of which that much goes; its share of the price goes with it. */
export function taken(lot: Counted, amount: Decimal, reason: JournalReason): JournalLine {
  return lineOf(lot, reason, amount.negated().toFixed(), negated(shareOf(lot.price, amount, lot.quantity)));
}

/** What is left of a lot when that much of it went. */
export function restOf(lot: Lot, amount: Decimal): Lot {
  const quantity = new Decimal(lot.quantity).minus(amount).toFixed();
  const price = priceWith(lot.price, negated(shareOf(lot.price, amount, lot.quantity)));
  return { ...lot, quantity, price, version: lot.version + 1 };
}

/**
 * The lines of a lot that is now otherwise, none where nothing changed. In another unit all of the old amount goes and the new
 * one comes: sums are over one unit, and those of units left behind are zero.
 */
export function correction(before: Lot, after: Lot, reason: JournalReason): JournalLine[] {
  const changed = changedFields(before, after);
  const fields = changed.length === 0 ? {} : { before: pick(before, changed), after: pick(after, changed) };
  if (before.unit !== after.unit) return [departure(before, reason), { ...arrival(after, reason), ...fields }];

  const delta = new Decimal(after.quantity).minus(before.quantity);
  const price = priceDifference(before.price, after.price);
  if (delta.isZero() && price === null && changed.length === 0) return [];
  return [{ ...lineOf(after, reason, delta.toFixed(), price), ...fields }];
}

function lineOf({ id, name, unit }: Counted, reason: JournalReason, delta: string, price: string | null): JournalLine {
  return { lotId: id, reason, name, delta, unit, price, before: null, after: null };
}

type ToldField = (typeof TOLD_FIELDS)[number];

const changedFields = (before: LotFacts, after: LotFacts): ToldField[] =>
  TOLD_FIELDS.filter((field) => before[field] !== after[field]);

const pick = (lot: LotFacts, fields: readonly ToldField[]): Partial<LotFacts> =>
  Object.fromEntries(fields.map((field) => [field, lot[field]]));
