import { convert } from '../ingredients/conversion.js';
import { countFor } from '../ingredients/count-for.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { isCount } from '../ingredients/units.js';
import type { StockLot } from './stock.js';

/** How far lots go, each worked out once: hundreds of recipes ask for the same. */
export class Rates {
  readonly #own = new Map<StockLot, Map<string, number | undefined>>();
  /** By the food that is wanted, then by the one that goes for it; none for a unit that is nothing to count in. */
  readonly #counts = new Map<string, Map<number, Map<number, number>> | undefined>();

  constructor(private readonly book: IngredientBook) {}

  /** How many `unit` of what is wanted one unit of the lot is; undefined where nobody knows. */
  rate(lot: StockLot, unit: string, wantedId: number | null): number | undefined {
    const own = this.#ownRate(lot, unit);
    const { ingredientId } = lot;
    if (own === undefined || wantedId === null || ingredientId === null || wantedId === ingredientId) return own;
    return own / this.#countFor(unit, wantedId, ingredientId);
  }

  #ownRate(lot: StockLot, unit: string): number | undefined {
    const rates = this.#own.get(lot) ?? new Map<string, number | undefined>();
    this.#own.set(lot, rates);
    if (!rates.has(unit)) rates.set(unit, convert(1, lot.unit, unit, this.#foodOf(lot.ingredientId))?.toNumber());
    return rates.get(unit);
  }

  #countFor(unit: string, wantedId: number, takenId: number): number {
    if (!this.#counts.has(unit)) this.#counts.set(unit, isCount(unit) ? new Map() : undefined);
    const counts = this.#counts.get(unit);
    if (!counts) return 1;

    const known = counts.get(wantedId) ?? new Map<number, number>();
    counts.set(wantedId, known);
    const found = known.get(takenId);
    if (found !== undefined) return found;

    const [wanted, taken] = [this.#foodOf(wantedId), this.#foodOf(takenId)];
    const count = wanted && taken ? countFor(unit, wanted, taken).toNumber() : 1;
    known.set(takenId, count);
    return count;
  }

  #foodOf(ingredientId: number | null): Ingredient | undefined {
    return ingredientId === null ? undefined : this.book.byId(ingredientId);
  }
}
