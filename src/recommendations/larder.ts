import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Kinship } from '../ingredients/kinship.js';
import type { Need } from './prepared-catalogue.js';
import { Rates } from './rates.js';
import type { StockLot } from './stock.js';

/** A lot that can serve a line of a recipe. */
export interface Offer {
  readonly lot: StockLot;
  /** In the lot's unit. */
  readonly amount: number;
  readonly confidence: number;
  readonly standsIn: boolean;
  readonly isDisliked: boolean;
  /** Its place in the order of use. */
  readonly turn: number;
}

/** What a line may be served from: the thing itself in the order of use; what stands in for it, what is not liked last, else the best first. */
interface Shelf {
  readonly own: Offer[];
  readonly standIns: Offer[];
}

/** The usable stock, laid out by what each lot can serve. Never changed: a recipe that is tried out takes nothing from it. */
export class Larder {
  readonly #byIngredient = new Map<number, Shelf>();
  readonly #byName = new Map<string, Shelf>();
  readonly #rates: Rates;

  /** `lots` in the order they are to be used. */
  constructor(
    lots: readonly StockLot[],
    book: IngredientBook,
    kin: Kinship,
    isDisliked: (lot: StockLot) => boolean = () => false,
  ) {
    this.#rates = new Rates(book);
    for (const [turn, lot] of lots.entries()) {
      const own = {
        lot,
        amount: Number(lot.quantity),
        confidence: 1,
        standsIn: false,
        isDisliked: isDisliked(lot),
        turn,
      };
      if (lot.ingredientId === null) place(this.#byName, foodWords(lot.name).join(' '), own);
      else {
        for (const { wanted, confidence, standsIn } of kin.coveredBy(lot.ingredientId)) {
          place(this.#byIngredient, wanted, { ...own, confidence, standsIn });
        }
      }
    }
    for (const { standIns } of this.#byIngredient.values()) standIns.sort(bestFirst);
  }

  offersFor({ ingredientIds, nameKey }: Need, standsIn: boolean): readonly Offer[] {
    const [id, ...others] = ingredientIds;
    if (id !== undefined && others.length > 0) return this.#choices(ingredientIds, standsIn);
    const shelf = id === undefined ? this.#byName.get(nameKey) : this.#byIngredient.get(id);
    return (standsIn ? shelf?.standIns : shelf?.own) ?? NO_OFFERS;
  }

  /** All that can serve for an ingredient, or for a name that nobody knows, in whatever way. */
  allFor(food: number | string): readonly Offer[] {
    const shelf = typeof food === 'number' ? this.#byIngredient.get(food) : this.#byName.get(food);
    return shelf ? [...shelf.own, ...shelf.standIns] : NO_OFFERS;
  }

  /** How many `unit` of what is wanted one unit of the lot is; undefined where nobody knows. */
  rate(lot: StockLot, unit: string, wantedId: number | null): number | undefined {
    return this.#rates.rate(lot, unit, wantedId);
  }

  /** For "butter or oil" both are the thing itself. */
  #choices(ids: readonly number[], standsIn: boolean): Offer[] {
    const shelves = ids.flatMap((id) => this.#byIngredient.get(id) ?? []);
    const own = new Map(shelves.flatMap((shelf) => shelf.own).map((offer) => [offer.lot, offer]));
    if (!standsIn) return [...own.values()].sort((one, other) => one.turn - other.turn);

    const standIns = new Map<StockLot, Offer>();
    for (const offer of shelves.flatMap((shelf) => shelf.standIns).sort(bestFirst)) {
      if (!own.has(offer.lot) && !standIns.has(offer.lot)) standIns.set(offer.lot, offer);
    }
    return [...standIns.values()];
  }
}

const NO_OFFERS: readonly Offer[] = [];

function bestFirst(one: Offer, other: Offer): number {
  return (
    Number(one.isDisliked) - Number(other.isDisliked) || other.confidence - one.confidence || one.turn - other.turn
  );
}

function place<K>(shelves: Map<K, Shelf>, key: K, offer: Offer): void {
  const shelf = shelves.get(key) ?? { own: [], standIns: [] };
  shelves.set(key, shelf);
  (offer.standsIn ? shelf.standIns : shelf.own).push(offer);
}
