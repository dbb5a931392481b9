import type { Day } from '../calendar/day.js';
import type { Ingredient, Place } from '../ingredients/ingredient.js';
import type { LotFacts } from './lot.js';
import { estimateOf, openedEstimate, shelfOf, type Estimate } from './shelf-life.js';

/** What somebody does with a thing that changes how long it keeps. What is so already stays as it is. */
export type KeepingAct = (lot: LotFacts, ingredient: Ingredient | undefined, today: Day) => LotFacts;

/** From now on it keeps as an opened one does where it lies; never longer than it did. */
export const opened: KeepingAct = (lot, ingredient, today) => {
  if (lot.openedOn !== null) return lot;
  const estimate = openedEstimate(shelfOf(lot, ingredient), lot.location, today);
  const isSooner = estimate && (lot.expiresOn === null || estimate.expiresOn < lot.expiresOn);
  return dated({ ...lot, openedOn: today }, isSooner ? estimate : undefined);
};

/** Keeps as a frozen one does, from today on; never shorter than it did. What was over stays over: the freezer saves nothing. */
export const frozen: KeepingAct = (lot, ingredient, today) => {
  if (lot.location === 'freezer') return lot;
  const facts: LotFacts = { ...lot, location: 'freezer', frozenOn: today, thawedOn: null };
  const estimate = estimateOf(shelfOf(lot, ingredient), facts);
  const { expiresOn } = lot;
  const isLater = estimate && expiresOn !== null && expiresOn >= today && estimate.expiresOn > expiresOn;
  return dated(facts, isLater ? estimate : undefined);
};

/** Lies where its kind is kept at home, and keeps as a thawed one does; what was over when it was thawed stays over. */
export const thawed: KeepingAct = (lot, ingredient, today) =>
  lot.location === 'freezer' ? thawedInto(placeAfterThawing(ingredient), lot, ingredient, today) : lot;

/**
 * Lies elsewhere from today on. Into the freezer it is frozen and out of it thawed, as by those acts; between the others a day that was
 * estimated is estimated for the new place, and one that was told stays.
 */
export function movedTo(place: Place): KeepingAct {
  return (lot, ingredient, today) => {
    if (place === lot.location) return lot;
    if (place === 'freezer') return frozen(lot, ingredient, today);
    if (lot.location === 'freezer') return thawedInto(place, lot, ingredient, today);
    return reestimated({ ...lot, location: place }, ingredient);
  };
}

/** A day that was estimated, by how the lot lies now; one that was told stays. */
export function reestimated(lot: LotFacts, ingredient: Ingredient | undefined): LotFacts {
  return lot.expiryEstimated ? estimated(lot, ingredient) : lot;
}

/** As long as is known of the food; without a day where nobody knows. */
export function estimated(lot: LotFacts, ingredient: Ingredient | undefined): LotFacts {
  const { expiresOn, dateRule } = estimateOf(shelfOf(lot, ingredient), lot) ?? NO_DAY;
  return { ...lot, expiresOn, dateRule, expiryEstimated: expiresOn !== null };
}

const NO_DAY = { expiresOn: null, dateRule: null };

function thawedInto(location: Place, lot: LotFacts, ingredient: Ingredient | undefined, today: Day): LotFacts {
  const facts: LotFacts = { ...lot, location, thawedOn: today };
  const isOver = lot.expiresOn !== null && lot.expiresOn < today;
  return dated(facts, isOver ? undefined : estimateOf(shelfOf(lot, ingredient), facts));
}

function placeAfterThawing(ingredient: Ingredient | undefined): Place {
  const home = ingredient?.shelf.home ?? 'fridge';
  return home === 'freezer' ? 'fridge' : home;
}

/** Without an estimate it keeps the day it has. */
function dated(lot: LotFacts, estimate: Estimate | undefined): LotFacts {
  return estimate ? { ...lot, ...estimate, expiryEstimated: true } : lot;
}
