import { Decimal } from 'decimal.js';
import { MOST } from './amount.js';
import { TOLD_FIELDS, type Lot, type LotFacts } from './lot.js';
import { priceWith } from './price.js';

/** What makes two things two: all that is told of them but the amount and the price. */
const TELLING = [...TOLD_FIELDS, 'unit'] as const;

/** A place in the pantry where something lies, or will. */
export interface Place {
  /** What lay there before anything came, if anything did. */
  readonly held?: Lot;
  now: LotFacts;
  /** All that came. */
  came?: LotFacts;
}

/** The places to which things come: each thing joins the first that it is one with, and else has a place of its own. */
export function placesFor(coming: readonly LotFacts[], held: readonly Lot[]): Place[] {
  const alike = new Map<string, Place[]>();
  for (const lot of held) placesLike(lot, alike).push({ held: lot, now: lot });

  const reached = new Set<Place>();
  for (const thing of coming) reached.add(placeOf(thing, placesLike(thing, alike)));
  return [...reached];
}

/**
 * `lot` with what comes to it, where the two are one thing: equal in all that is told of them, paid for at one price for each unit, or both
 * at none that is known, and together no more than a lot can be. Undefined where they are two.
 */
export function joined<T extends LotFacts>(lot: T, coming: LotFacts): T | undefined {
  if (likeness(lot) !== likeness(coming) || !isPaidAlike(lot, coming)) return undefined;
  const quantity = new Decimal(lot.quantity).plus(coming.quantity);
  const price = priceWith(lot.price, coming.price);
  if (quantity.greaterThan(MOST) || new Decimal(price ?? 0).greaterThan(MOST)) return undefined;
  return { ...lot, quantity: quantity.toFixed(), price };
}

function placeOf(thing: LotFacts, places: Place[]): Place {
  for (const place of places) {
    const now = joined(place.now, thing);
    if (!now) continue;
    place.now = now;
    place.came = place.came ? joined(place.came, thing) : thing;
    return place;
  }
  const own = { now: thing, came: thing };
  places.push(own);
  return own;
}

function placesLike(lot: LotFacts, alike: Map<string, Place[]>): Place[] {
  const key = likeness(lot);
  const places = alike.get(key) ?? [];
  alike.set(key, places);
  return places;
}

const likeness = (lot: LotFacts) => JSON.stringify(TELLING.map((field) => lot[field]));

/** Compared crosswise: a price for each unit may have no end. */
function isPaidAlike(one: LotFacts, other: LotFacts): boolean {
  if (one.price === null || other.price === null) return one.price === other.price;
  return new Decimal(one.price).times(other.quantity).equals(new Decimal(other.price).times(one.quantity));
}
