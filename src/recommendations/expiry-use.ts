/** Days ahead in which using something up counts as a rescue. */
export const RESCUE_DAYS = 7;

/** Every three days more to go halve the urgency. */
const HALVED_BY_DAYS = 3;

/** How urgent it is to use up a lot, 0..1: 1 on its last day and past its best-before day, .5 three days ahead, 0 beyond a week. */
export function urgency(daysLeft: number | null): number {
  if (daysLeft === null || daysLeft > RESCUE_DAYS) return 0;
  return 2 ** (-Math.max(0, daysLeft) / HALVED_BY_DAYS);
}

/** A lot that a recipe uses: how much of it (0..1), and when it is due. */
export interface UseOfLot {
  readonly share: number;
  readonly daysLeft: number | null;
}

/**
 * How much a recipe does against waste, 0..1: what is left undone when each lot is rescued by its share is multiplied, so that
 * every further rescue adds, the most urgent most, and the sum stays under 1. Ten grams out of a bag rescue ten grams.
 */
export function expiryUse(uses: readonly UseOfLot[]): number {
  return 1 - uses.reduce((undone, { share, daysLeft }) => undone * (1 - urgency(daysLeft) * share), 1);
}
