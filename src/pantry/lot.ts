import type { Day } from '../calendar/day.js';
import type { Place } from '../ingredients/ingredient.js';

export type ExpiryKind = 'best-before' | 'use-by';

/**
 * What a day in the pantry stands on: somebody told it, or it follows from what is known of the food as it lies there closed, was
 * opened, frozen or thawed; of cooked food that was left over it follows from that.
 */
export const dateRules = ['told', 'closed', 'opened', 'frozen', 'thawed', 'leftovers'] as const;
export type DateRule = (typeof dateRules)[number];

/** What a lot is made of; all but its identity. Amounts and prices are exact decimals in text form. */
export interface LotFacts {
  readonly name: string;
  readonly ingredientId: number | null;
  /** In `unit`. */
  readonly quantity: string;
  readonly unit: string;
  /** What was paid for what is there: it goes with the amount, share by share. Over 0; null where nobody told. */
  readonly price: string | null;
  readonly category: string;
  readonly location: Place;
  readonly purchasedOn: Day;
  readonly expiresOn: Day | null;
  readonly expiryKind: ExpiryKind;
  /** The day was worked out from what is known of the food; nobody read it on the package. */
  readonly expiryEstimated: boolean;
  /** Null where it has no day. */
  readonly dateRule: DateRule | null;
  readonly openedOn: Day | null;
  readonly frozenOn: Day | null;
  readonly thawedOn: Day | null;
}

/** What is told of a lot besides how much it is and what that cost, in the order of the record. */
export const TOLD_FIELDS = [
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

/** One thing bought at one time, as it lies in the pantry. */
export interface Lot extends LotFacts {
  readonly id: number;
  readonly version: number;
}

/** A user's pantry as facts: nothing in it depends on what day it is. */
export interface Pantry {
  readonly userId: number;
  readonly items: readonly Lot[];
  /** ISO 8601 UTC. */
  readonly lastUpdated: string;
}
