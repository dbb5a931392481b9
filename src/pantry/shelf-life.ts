import { addDays, isDay, type Day } from '../calendar/day.js';
import type { Place, ShelfLife } from '../ingredients/ingredient.js';

/** What decides how long a thing keeps. */
export interface Keeping {
  readonly location: Place;
  readonly purchasedOn: Day;
  readonly openedOn: Day | null;
}

/**
 * The day until which a food keeps, by what is known of its kind: so long from the day it was bought, and once opened no longer
 * than an opened one keeps. Null where nobody knows how long it keeps there.
 */
export function estimatedExpiry(shelf: ShelfLife, { location, purchasedOn, openedOn }: Keeping): Day | null {
  const closed = after(purchasedOn, closedDays(shelf, location));
  const opened = openedOn === null ? undefined : after(openedOn, shelf[location]?.opened);
  const [earliest] = [closed, opened].filter((day) => day !== undefined).sort();
  return earliest !== undefined && isDay(earliest) ? earliest : null;
}

/** What keeps closed in the cupboard keeps in the fridge as well, though nobody writes that down; never the other way round. */
function closedDays(shelf: ShelfLife, location: Place): number | undefined {
  const inCupboard = location === 'fridge' && shelf.home === 'pantry' ? shelf.pantry?.closed : undefined;
  return shelf[location]?.closed ?? inCupboard;
}

const after = (start: Day, days: number | undefined) => (days === undefined ? undefined : addDays(start, days));
