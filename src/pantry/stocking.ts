import type { Day } from '../calendar/day.js';
import type { Ingredient, Place } from '../ingredients/ingredient.js';
import { amountOf } from './amount.js';
import type { ExpiryKind, LotFacts } from './lot.js';
import { estimateOf, shelfOf } from './shelf-life.js';

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
}

const OTHER_CATEGORY = 'other';

/** What becomes of a told item: units are in their one spelling by now, `ingredient` is what its name means, if anything. */
export function stocked(item: NewItem, ingredient: Ingredient | undefined, today: Day): LotFacts {
  const dated = item.expiresOn !== undefined;
  const facts: LotFacts = {
    name: item.name,
    ingredientId: ingredient?.id ?? null,
    quantity: amountOf(item.quantity),
    unit: item.unit,
    category: item.category ?? ingredient?.category ?? OTHER_CATEGORY,
    location: item.location ?? ingredient?.shelf.home ?? 'pantry',
    purchasedOn: item.purchasedOn ?? today,
    expiresOn: item.expiresOn ?? null,
    expiryKind: item.expiryKind ?? ingredient?.shelf.kind ?? 'best-before',
    expiryEstimated: false,
    dateRule: item.expiresOn ? 'told' : null,
    openedOn: item.openedOn ?? null,
    frozenOn: null,
    thawedOn: null,
  };
  return dated ? facts : estimated(facts, ingredient);
}

/**
 * `lot` with what `change` says. A day that was estimated is estimated again where what it stood on changed, one that was told stays
 * until told otherwise. Who says that it lies elsewhere says nothing of freezing or thawing.
 */
export function amended(lot: LotFacts, change: Partial<NewItem>, ingredient: Ingredient | undefined): LotFacts {
  const isMoved = change.location !== undefined && change.location !== lot.location;
  const facts: LotFacts = {
    name: change.name ?? lot.name,
    ingredientId: ingredient?.id ?? null,
    quantity: change.quantity === undefined ? lot.quantity : amountOf(change.quantity),
    unit: change.unit ?? lot.unit,
    category: change.category ?? lot.category,
    location: change.location ?? lot.location,
    purchasedOn: change.purchasedOn ?? lot.purchasedOn,
    expiresOn: change.expiresOn === undefined ? lot.expiresOn : change.expiresOn,
    expiryKind: change.expiryKind ?? lot.expiryKind,
    expiryEstimated: change.expiresOn === undefined && lot.expiryEstimated,
    dateRule: change.expiresOn === undefined ? lot.dateRule : change.expiresOn && 'told',
    openedOn: change.openedOn === undefined ? lot.openedOn : change.openedOn,
    frozenOn: isMoved ? null : lot.frozenOn,
    thawedOn: isMoved ? null : lot.thawedOn,
  };
  return facts.expiryEstimated && STOOD_ON.some((field) => facts[field] !== lot[field])
    ? estimated(facts, ingredient)
    : facts;
}

/** What an estimated day follows from. */
const STOOD_ON = ['ingredientId', 'category', 'location', 'purchasedOn', 'openedOn'] as const;

function estimated(facts: LotFacts, ingredient: Ingredient | undefined): LotFacts {
  const { expiresOn, dateRule } = estimateOf(shelfOf(facts, ingredient), facts) ?? NO_DAY;
  return { ...facts, expiresOn, dateRule, expiryEstimated: expiresOn !== null };
}

const NO_DAY = { expiresOn: null, dateRule: null };
