import { addDays, daysBetween, isDay, type Day } from '../calendar/day.js';
import type { Ingredient, Place, ShelfLife } from '../ingredients/ingredient.js';
import type { DateRule } from './lot.js';

/** What decides how long a thing keeps. */
export interface Keeping {
  readonly location: Place;
  readonly purchasedOn: Day;
  readonly openedOn: Day | null;
  readonly frozenOn: Day | null;
  readonly thawedOn: Day | null;
}

/** A day that follows from what is known of a food, and the rule that gave it. */
export interface Estimate {
  readonly expiresOn: Day;
  readonly dateRule: DateRule;
}

export const LEFTOVERS = 'leftovers';

/** Cooked food, whatever it is made of: three to four days cold, three to four months frozen; the lower bounds. */
const LEFTOVERS_KEEP: ShelfLife = {
  home: 'fridge',
  kind: 'use-by',
  fridge: { closed: 3 },
  freezer: { closed: 90 },
};

/** What was frozen is to be eaten within a day of thawing where nobody knows better. */
const THAWED_DAYS = 1;

/** How long a lot's kind of food keeps; undefined where nobody knows. */
export function shelfOf({ category }: { readonly category: string }, ingredient?: Ingredient): ShelfLife | undefined {
  return ingredient?.shelf ?? (category === LEFTOVERS ? LEFTOVERS_KEEP : undefined);
}

/**
 * The day until which a food keeps, by what is known of its kind: so long from the day it was bought, and once opened no longer
 * than an opened one keeps; frozen and thawed by rules of their own. Undefined where nobody knows how long it keeps there.
 */
export function estimateOf(shelf: ShelfLife | undefined, keeping: Keeping): Estimate | undefined {
  const { location, frozenOn, thawedOn } = keeping;
  if (location === 'freezer' && frozenOn !== null) return frozenEstimate(shelf, keeping, frozenOn);
  if (thawedOn !== null) return thawedEstimate(shelf, keeping, thawedOn);
  return shelf && keptEstimate(shelf, keeping);
}

function keptEstimate(shelf: ShelfLife, { location, purchasedOn, openedOn }: Keeping): Estimate | undefined {
  const closed = estimate(purchasedOn, closedDays(shelf, location), shelf === LEFTOVERS_KEEP ? 'leftovers' : 'closed');
  const opened = openedOn === null ? undefined : openedEstimate(shelf, location, openedOn);
  if (!closed || !opened) return closed ?? opened;
  return opened.expiresOn < closed.expiresOn ? opened : closed;
}

/** How long a thing keeps that was opened then. */
export function openedEstimate(shelf: ShelfLife | undefined, location: Place, openedOn: Day): Estimate | undefined {
  return estimate(openedOn, shelf?.[location]?.opened, 'opened');
}

/** Counted from the day it went into the freezer, as the freezer stops what went before. */
function frozenEstimate(shelf: ShelfLife | undefined, { openedOn }: Keeping, frozenOn: Day): Estimate | undefined {
  const { closed, opened = closed } = shelf?.freezer ?? {};
  return estimate(frozenOn, openedOn === null ? closed : opened, 'frozen');
}

/** The days in the freezer do not count, those before do; a day is left at least. */
function thawedEstimate(shelf: ShelfLife | undefined, keeping: Keeping, thawedOn: Day): Estimate | undefined {
  const { purchasedOn, openedOn, frozenOn } = keeping;
  const frozenDays = daysBetween(frozenOn ?? purchasedOn, thawedOn);
  const shifted = {
    ...keeping,
    purchasedOn: addDays(purchasedOn, frozenDays),
    openedOn: openedOn === null ? null : addDays(openedOn, frozenDays),
  };
  const kept = shelf && keptEstimate(shelf, shifted);
  const least = estimate(thawedOn, THAWED_DAYS, 'thawed');
  return kept && least && kept.expiresOn > least.expiresOn ? { ...kept, dateRule: 'thawed' } : least;
}

/** What keeps closed in the cupboard keeps in the fridge as well, though nobody writes that down; never the other way round. */
function closedDays(shelf: ShelfLife, location: Place): number | undefined {
  const inCupboard = location === 'fridge' && shelf.home === 'pantry' ? shelf.pantry?.closed : undefined;
  return shelf[location]?.closed ?? inCupboard;
}

function estimate(start: Day, days: number | undefined, dateRule: DateRule): Estimate | undefined {
  if (days === undefined) return undefined;
  const expiresOn = addDays(start, days);
  return isDay(expiresOn) ? { expiresOn, dateRule } : undefined;
}
