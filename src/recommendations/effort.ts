/** Minutes that suit somebody who never said. */
const USUAL_MINUTES = 40;
/** Ingredients that a usual recipe has. */
const USUAL_LINES = 10;
const SHARE_OF_TIME = 0.8;

/** How a cook's patience is known: what was said, else what was learned as far as that can be relied on. */
export interface Patience {
  readonly maxMinutes: number | null;
  readonly learned: { readonly minutes: number | null; readonly confidence: number };
}

/** Minutes that this cook finds comfortable. */
export function comfortableMinutes({ maxMinutes, learned }: Patience): number {
  if (maxMinutes !== null && maxMinutes > 0) return maxMinutes;
  if (learned.minutes === null || !(learned.minutes > 0)) return USUAL_MINUTES;
  const trust = Math.min(1, Math.max(0, learned.confidence));
  return trust * learned.minutes + (1 - trust) * USUAL_MINUTES;
}

/**
 * 0..1, the higher the easier: .8 by time (a half at the comfortable minutes, falling with the square of their excess; a half
 * as well where the time is not known), .2 by the number of ingredients.
 */
export function effort(totalMinutes: number | null, lines: number, comfortable: number): number {
  const byTime = totalMinutes === null ? 0.5 : ease(Math.max(0, totalMinutes) / comfortable, 2);
  return SHARE_OF_TIME * byTime + (1 - SHARE_OF_TIME) * ease(lines / USUAL_LINES, 1);
}

function ease(ratio: number, power: number): number {
  return 1 / (1 + ratio ** power);
}
