import { Decimal } from 'decimal.js';
import { convert } from '../ingredients/conversion.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
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

const LEAST = new Decimal(10).pow(-DECIMALS);

/** A pantry's lots while things are taken from them, opened ones first, then the soonest due: nothing goes twice. */
export class Shelves {
  #lots: readonly Lot[];
  readonly #taken = new Map<Lot, Decimal>();

  constructor(
    lots: readonly Lot[],
    private readonly book: IngredientBook,
  ) {
    this.#lots = lots.toSorted(inUseOrder);
  }

  /** Leaves such lots where they lie, from now on. */
  setAside(stays: (lot: Lot) => boolean): void {
    this.#lots = this.#lots.filter((lot) => !stays(lot));
  }

  /** What was taken so far, a lot once. */
  get takings(): Taking[] {
    return [...this.#taken].map(([lot, amount]) => ({ lot, amount }));
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
      const held = this.#heldOf(lot);
      if (left.isZero() || held.isZero() || !serves(lot)) continue;
      const rest = this.#takeFrom(lot, held, left, unit);
      if (rest) left = rest;
      else unmeasured ??= lot;
    }
    return { left: left.toDecimalPlaces(DECIMALS), unmeasured };
  }

  /** What is still wanted after this lot; undefined where nobody knows how much of it that would be. */
  #takeFrom(lot: Lot, held: Decimal, wanted: Decimal, unit: string): Decimal | undefined {
    const facts = lot.ingredientId === null ? undefined : this.book.byId(lot.ingredientId);
    const asked = convert(wanted, unit, lot.unit, facts)?.toDecimalPlaces(DECIMALS);
    const size = convert(held, lot.unit, unit, facts);
    if (!asked || !size) return undefined;

    const amount = Decimal.min(held, Decimal.max(asked, LEAST));
    this.#taken.set(lot, amount.plus(this.#taken.get(lot) ?? 0));
    return asked.lessThanOrEqualTo(held) ? new Decimal(0) : wanted.minus(size);
  }

  #heldOf(lot: Lot): Decimal {
    return new Decimal(lot.quantity).minus(this.#taken.get(lot) ?? 0);
  }
}
