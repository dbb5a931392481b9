import { urgency } from './expiry-use.js';
import type { Larder, Offer } from './larder.js';
import type { Need } from './prepared-catalogue.js';
import type { StockLot } from './stock.js';

/** What a pantry can do for a dish at most. */
export interface Most {
  readonly coverage: number;
  readonly expiry: number;
}

/** So far it reaches at most, and so many lines are surely left without anything. */
interface Reached extends Most {
  readonly lacking: number;
}

/** What it can do for one food: how well that is served, and what is left undone of all that is due. */
interface Grip {
  readonly confidence: number;
  readonly undone: number;
}

/** What sums of shares may be off by. */
const NEARLY = 1e-9;

/**
 * How far a pantry reaches: a bound that trying a dish out never exceeds, at a small part of the cost. Every line gets the
 * best that is there for it, as if there were enough for all, and every lot that could go into the dish is used up.
 */
export class Reach {
  readonly #grips = new Map<number | string, Grip>();

  constructor(
    private readonly larder: Larder,
    private readonly daysLeft: (lot: StockLot) => number | null,
  ) {}

  mostFor(needs: readonly Need[]): Reached {
    let served = 0;
    let asked = 0;
    let undone = 1;
    let lacking = 0;
    for (const need of needs) {
      if (need.assumed) continue;
      const grip = this.#gripOn(need);
      undone *= grip.undone;
      if (need.optional) continue;
      asked += need.weight;
      if (grip.confidence === 0) lacking += 1;
      served += need.weight * grip.confidence;
    }
    const ifNothingAsked = needs.length === 0 ? 0 : 1;
    return {
      coverage: NEARLY + (asked === 0 ? ifNothingAsked : served / asked),
      expiry: NEARLY + 1 - undone,
      lacking,
    };
  }

  /** For "butter or oil" the better of both serves, and both may be used up. */
  #gripOn({ ingredientIds, nameKey }: Need): Grip {
    const [id, ...others] = ingredientIds;
    let grip = this.#gripOf(id ?? nameKey);
    for (const other of others) {
      const { confidence, undone } = this.#gripOf(other);
      grip = { confidence: Math.max(grip.confidence, confidence), undone: grip.undone * undone };
    }
    return grip;
  }

  #gripOf(food: number | string): Grip {
    const known = this.#grips.get(food);
    if (known) return known;
    const grip = this.#gripFrom(this.larder.allFor(food));
    this.#grips.set(food, grip);
    return grip;
  }

  #gripFrom(offers: readonly Offer[]): Grip {
    return {
      confidence: offers.reduce((best, offer) => Math.max(best, offer.confidence), 0),
      undone: offers.reduce((undone, { lot }) => undone * (1 - urgency(this.daysLeft(lot))), 1),
    };
  }
}
