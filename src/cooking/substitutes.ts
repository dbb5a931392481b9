import type { Decimal } from 'decimal.js';
import type { Kinship } from '../ingredients/kinship.js';
import { DECIMALS } from '../pantry/amount.js';
import type { Lot } from '../pantry/lot.js';
import type { Shelves } from '../pantry/shelves.js';
import type { Lacking, Missing } from './dish.js';

/** What decides whether one thing may be taken for another, for somebody. */
export interface SubstitutionRules {
  readonly kin: Kinship;
  readonly mayEat: (lot: Lot) => boolean;
  readonly isDisliked: (lot: Lot) => boolean;
  readonly isSpoiled: (lot: Lot) => boolean;
}

/** A lot that may be taken for something. */
export interface StandIn {
  readonly lot: Lot;
  /** 0..1: how well it does. */
  readonly confidence: number;
}

/** What goes of a lot for something that is missing. */
export interface Substitution extends StandIn {
  readonly ingredientId: number;
  readonly missing: string;
  /** In the lot's unit; null where the dish names no amount: nothing goes, as nobody knows how much. */
  readonly amount: Decimal | null;
}

interface Measured extends Substitution {
  readonly amount: Decimal;
}

/** What a dish lacks once things were taken for what was missing. */
export interface Replaced {
  readonly missing: readonly Missing[];
  /** One for each missing food and lot whose amount can be told, also where nothing went of it. */
  readonly substitutions: readonly Measured[];
}

/** How well a lot does for what is missing; undefined where it does not, or is the thing itself. */
export function confidenceIn({ ingredientId }: Lot, { anyOf }: Lacking, kin: Kinship): number | undefined {
  return ingredientId === null ? undefined : kin.standsInFor(anyOf, ingredientId);
}

/**
 * What lies on the shelves and may be taken for something that is missing, the best first, then in the order of use; what is not liked
 * behind all else, so that it is taken only where that is not enough.
 */
export function standInsFor(gap: Lacking, shelves: Shelves, { kin, mayEat, isDisliked }: SubstitutionRules): StandIn[] {
  return shelves.lots
    .filter(mayEat)
    .flatMap((lot) => {
      const confidence = confidenceIn(lot, gap, kin);
      return confidence === undefined ? [] : [{ lot, confidence }];
    })
    .toSorted(
      (one, other) => Number(isDisliked(one.lot)) - Number(isDisliked(other.lot)) || other.confidence - one.confidence,
    );
}

/**
 * Takes for each thing that is missing what stands in for it, one after the other, as far as that goes. Amounts go by what is known of
 * what stands in, pieces by what one of each weighs; where no path is known it is passed over.
 */
export function replaced(
  missing: readonly Missing[],
  standInsOf: (gap: Missing) => readonly StandIn[],
  shelves: Shelves,
): Replaced {
  const found = new Map<string, Measured>();
  const still = missing.map((gap) => {
    let left = gap.quantity;
    for (const standIn of standInsOf(gap)) {
      const taken = shelves.takeFrom(standIn.lot, left, gap.unit, gap.ingredientId);
      if (!taken) continue;
      left = taken.left;
      const pair = pairOf(gap.ingredientId, standIn.lot.id);
      const amount = taken.amount.plus(found.get(pair)?.amount ?? 0);
      found.set(pair, { ...standIn, ingredientId: gap.ingredientId, missing: gap.name, amount });
    }
    return { ...gap, quantity: left.toDecimalPlaces(DECIMALS) };
  });
  return { missing: still.filter(({ quantity }) => !quantity.isZero()), substitutions: [...found.values()] };
}

/** What stands in for what the dish names no amount of. Nothing goes of that, as nothing would go of the thing itself. */
export function withoutAmount(
  lacking: readonly Lacking[],
  standInsOf: (gap: Lacking) => readonly StandIn[],
): Substitution[] {
  return lacking.flatMap((gap) =>
    standInsOf(gap).map((standIn) => ({
      ...standIn,
      ingredientId: gap.ingredientId,
      missing: gap.name,
      amount: null,
    })),
  );
}

/** Tells what is missing and what is taken for it from any other two. */
export function pairOf(ingredientId: number, itemId: number): string {
  return `${ingredientId} ${itemId}`;
}
