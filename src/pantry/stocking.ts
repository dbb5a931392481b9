import type { Day } from '../calendar/day.js';
import type { Ingredient, Place } from '../ingredients/ingredient.js';
import { amountOf } from './amount.js';
import { estimated, movedTo, reestimated } from './keeping.js';
import type { ExpiryKind, LotFacts } from './lot.js';

/** An item as somebody tells it; what is left unsaid is known of the food. */
export interface NewItem {
  readonly name: string;
  readonly quantity: number;
  readonly unit: string;
  readonly category?: string;
  readonly location?: Place;
  readonly purchasedOn?: Day;
  /** Null: keeps for ever as far as anybody knows. Left out: estimated. */
  readonly expiresOn?: Day | null;
  readonly expiryKind?: ExpiryKind;
  readonly openedOn?: Day | null;
  readonly price?: number | null;
}

const OTHER_CATEGORY = 'other';

/** What becomes of a told item: units are in their one spelling by now, `ingredient` is what its name means, if anything. */
export function stocked(item: NewItem, ingredient: Ingredient | undefined, today: Day): LotFacts {
  const facts: LotFacts = {
    name: item.name,
    ingredientId: ingredient?.id ?? null,
    quantity: amountOf(item.quantity),
    unit: item.unit,
    price: priceOf(item.price),
    category: item.category ?? ingredient?.category ?? OTHER_CATEGORY,
    location: item.location ?? ingredient?.shelf.home ?? 'pantry',
    purchasedOn: item.purchasedOn ?? today,
    expiryKind: item.expiryKind ?? ingredient?.shelf.kind ?? 'best-before',
    ...toldDay(item.expiresOn ?? null),
    openedOn: item.openedOn ?? null,
    frozenOn: null,
    thawedOn: null,
  };
  return item.expiresOn === undefined ? estimated(facts, ingredient) : facts;
}

/**
 * `lot` with what `change` says. Lying elsewhere is freezing and thawing where it is that. A day that was estimated is estimated again
 * where what it stood on changed; a day that is told counts, whatever else is.
 */
export function amended(
  lot: LotFacts,
  change: Partial<NewItem>,
  ingredient: Ingredient | undefined,
  today: Day,
): LotFacts {
  const moved = movedTo(change.location ?? lot.location)(lot, ingredient, today);
  const facts: LotFacts = {
    ...moved,
    name: change.name ?? moved.name,
    ingredientId: ingredient?.id ?? null,
    quantity: change.quantity === undefined ? moved.quantity : amountOf(change.quantity),
    unit: change.unit ?? moved.unit,
    price: change.price === undefined ? moved.price : priceOf(change.price),
    category: change.category ?? moved.category,
    purchasedOn: change.purchasedOn ?? moved.purchasedOn,
    expiryKind: change.expiryKind ?? moved.expiryKind,
    openedOn: change.openedOn === undefined ? moved.openedOn : change.openedOn,
  };
  if (change.expiresOn !== undefined) return { ...facts, ...toldDay(change.expiresOn) };
  return STOOD_ON.some((field) => facts[field] !== moved[field]) ? reestimated(facts, ingredient) : facts;
}

/** What an estimated day follows from, besides the place. */
const STOOD_ON = ['ingredientId', 'category', 'purchasedOn', 'openedOn'] as const;

const toldDay = (expiresOn: Day | null) =>
  ({ expiresOn, expiryEstimated: false, dateRule: expiresOn === null ? null : 'told' }) as const;

const priceOf = (price: number | null | undefined) => (price ? amountOf(price) : null);
