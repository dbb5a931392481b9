import { Decimal } from 'decimal.js';
import { convert } from '../ingredients/conversion.js';
import { countFor } from '../ingredients/count-for.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { DECIMALS } from './amount.js';
import type { Lot } from './lot.js';
import { inUseOrder } from './use-order.js';
import { servesFor, type Wanted } from './wanted.js';

/** What goes of a lot, in the lot's unit. */
export interface Taking {
  readonly lot: Lot;
  readonly amount: Decimal;
}

/** How far something wanted was served. */
export interface Served {
  /** What is still wanted, in the unit that was asked for. */
  readonly left: Decimal;
  /** A lot of it that was passed over, as nobody knows how much it is in that unit. */
  readonly unmeasured: Lot | undefined;
}

/** What went of one lot. */
export interface TakenFrom {
  /** In the lot's unit. */
  readonly amount: Decimal;
  /** What is still wanted, in the unit that was asked for. */
  readonly left: Decimal;
}

const LEAST = new Decimal(10).pow(-DECIMALS);
const NOTHING = new Decimal(0);

/** A pantry's lots while things are taken from them, opened ones first, then the soonest due: nothing goes twice. */
export class Shelves {
  #lots: readonly Lot[];
  readonly #all: readonly Lot[];
  readonly #taken = new Map<Lot, Decimal>();

  constructor(
    lots: readonly Lot[],
    private readonly book: IngredientBook,
  ) {
    this.#all = lots;
    this.#lots = lots.toSorted(inUseOrder);
  }

  /** In the order of use, without those that were set aside. */
  get lots(): readonly Lot[] {
    return this.#lots;
  }

  /** Also where it was set aside. */
  lotOf(itemId: number): Lot | undefined {
    return this.#all.find(({ id }) => id === itemId);
  }

  /** Leaves such lots where they lie, from now on. */
  setAside(stays: (lot: Lot) => boolean): void {
    this.#lots = this.#lots.filter((lot) => !stays(lot));
  }

  /** The shelves as they stand now, to try something out: what is taken from these stays on those. */
  forTrial(): Shelves {
    const shelves = new Shelves(this.#all, this.book);
    shelves.#lots = this.#lots;
    for (const [lot, amount] of this.#taken) shelves.#taken.set(lot, amount);
    return shelves;
  }

  /** What was taken so far, a lot once. */
  get takings(): Taking[] {
    return [...this.#taken].map(([lot, amount]) => ({ lot, amount }));
  }

  /** Whether there is any of what is wanted. */
  hold(wanted: Wanted): boolean {
    const serves = servesFor(wanted, this.book);
    return this.#lots.some((lot) => serves(lot) && this.hasAnyOf(lot));
  }

  hasAnyOf(lot: Lot): boolean {
    return !this.#heldOf(lot).isZero();
  }

  /**
   * Takes as much of what is wanted as there is, up to `quantity`. What goes of a lot is rounded to what can be kept; so what is
   * taken is what the books will say, and less than the least of a lot is not looked for in another.
   */
  take(wanted: Wanted, quantity: Decimal.Value, unit: string): Served {
    const serves = servesFor(wanted, this.book);
    let left = new Decimal(quantity);
    let unmeasured: Lot | undefined;
    for (const lot of this.#lots) {
      if (left.isZero() || this.#heldOf(lot).isZero() || !serves(lot)) continue;
      const taken = this.takeFrom(lot, left, unit, wanted.countedAs);
      if (taken) left = taken.left;
      else unmeasured ??= lot;
    }
    return { left: left.toDecimalPlaces(DECIMALS), unmeasured };
  }

  /**
   * As `take`, of this lot whatever it is, by what is known of its own food; where what is counted are pieces of another, as many as weigh as
   * much. Undefined, and nothing taken, where nobody knows how much of it that would be.
   */
  takeFrom(lot: Lot, quantity: Decimal, unit: string, countedAs?: number): TakenFrom | undefined {
    const facts = this.#foodOf(lot.ingredientId);
    const counted = this.#foodOf(countedAs ?? null);
    const each = facts && counted ? countFor(unit, counted, facts) : 1;
    const held = this.#heldOf(lot);
    const asked = convert(quantity.times(each), unit, lot.unit, facts)?.toDecimalPlaces(DECIMALS);
    const size = convert(held, lot.unit, unit, facts)?.div(each);
    if (!asked || !size) return undefined;
    if (quantity.isZero() || held.isZero()) return { amount: NOTHING, left: quantity };

    const amount = Decimal.min(held, Decimal.max(asked, LEAST));
    this.#taken.set(lot, amount.plus(this.#taken.get(lot) ?? 0));
    return { amount, left: asked.lessThanOrEqualTo(held) ? NOTHING : quantity.minus(size) };
  }

  #foodOf(ingredientId: number | null): Ingredient | undefined {
    return ingredientId === null ? undefined : this.book.byId(ingredientId);
  }

  #heldOf(lot: Lot): Decimal {
    return new Decimal(lot.quantity).minus(this.#taken.get(lot) ?? 0);
  }
}
