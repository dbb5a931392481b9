import { Decimal } from 'decimal.js';
import type { Lot, LotFacts } from './lot.js';
import type { journalReasons } from './pantry.tables.js';

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
  /** The fields besides the amount that changed. */
  readonly before: Partial<LotFacts> | null;
  readonly after: Partial<LotFacts> | null;
}

/** The line of a lot that came in. */
export function arrival(lot: Lot, reason: JournalReason): JournalLine {
  return lineOf(lot, reason, lot.quantity);
}

/** The line of a lot that goes as a whole. */
export function departure(lot: Lot, reason: JournalReason): JournalLine {
  return lineOf(lot, reason, new Decimal(lot.quantity).negated().toFixed());
}

/** The line of a lot of which that much went. */
export function taken(lot: Lot, amount: Decimal, reason: JournalReason): JournalLine {
  return lineOf(lot, reason, amount.negated().toFixed());
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
  if (delta.isZero() && changed.length === 0) return [];
  return [{ ...lineOf(after, reason, delta.toFixed()), ...fields }];
}

function lineOf({ id, name, unit }: Lot, reason: JournalReason, delta: string): JournalLine {
  return { lotId: id, reason, name, delta, unit, before: null, after: null };
}

/** Amount and unit are told by the lines themselves; the order here is that of the record. */
const TOLD_FIELDS = [
  'name',
  'ingredientId',
  'category',
  'location',
  'purchasedOn',
  'expiresOn',
  'expiryKind',
  'expiryEstimated',
  'dateRule',
  'openedOn',
  'frozenOn',
  'thawedOn',
] as const satisfies readonly (keyof LotFacts)[];

type ToldField = (typeof TOLD_FIELDS)[number];

const changedFields = (before: LotFacts, after: LotFacts): ToldField[] =>
  TOLD_FIELDS.filter((field) => before[field] !== after[field]);

const pick = (lot: LotFacts, fields: readonly ToldField[]): Partial<LotFacts> =>
  Object.fromEntries(fields.map((field) => [field, lot[field]]));
