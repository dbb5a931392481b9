import { DECIMALS } from '../pantry/amount.js';
import type { Larder, Offer } from './larder.js';
import type { Need } from './prepared-catalogue.js';
import type { StockLot } from './stock.js';

/** Something of the pantry that goes into a dish; amounts are null where nobody knows how much. */
export interface UsedLot {
  readonly itemId: number;
  readonly name: string;
  readonly quantity: number | null;
  readonly unit: string | null;
}

/** What a dish asks for and the pantry does not surely have; amounts are null where it can't be told how much. */
export interface MissingLine {
  readonly ingredientId: number | null;
  readonly name: string;
  readonly quantity: number | null;
  readonly unit: string | null;
}

export interface Substitution {
  readonly missing: string;
  readonly use: string;
  readonly confidence: number;
}

export interface Coverage {
  /** 0..1: the mean over the lines of how much of each is there, those that the dish is named after counting most. */
  readonly value: number;
  /** Lines that are there in full, of those that were asked for. */
  readonly met: number;
  readonly asked: number;
  readonly missing: readonly MissingLine[];
  readonly substitutions: readonly Substitution[];
  readonly takings: readonly Taking[];
}

/** What goes of a lot. */
export interface Taking {
  readonly offer: Offer;
  /** In the lot's unit; undefined where nobody knows. */
  amount: number | undefined;
  /** Of the lot, 0..1; less where it only stands in. */
  share: number;
}

/** What a lot is worth that is there, but in a unit nobody can convert: never enough, never nothing. */
const UNMEASURED = 0.5;
/** What is left below what amounts are kept to comes from dividing, not from the pantry. */
const NOTHING = 10 ** -DECIMALS;
/** What a line wants that names no amount. */
const SOME = 1;
const NOT_SERVED: Served = { left: SOME, credit: 0, vague: 0 };

/**
 * How much of a recipe, as it is written, the pantry holds. A line counts by the share of its amount that is there; a line
 * without an amount, or of a pinch, by being there; one that can't be measured by half, and as missing; what stands in for the thing itself
 * by its confidence, once every line has had the thing itself, and the thing stays missing. Two lines never use the same grams. Optional lines use but are not asked for.
 *
 * Reckoned in plain numbers: this proposes, and is done for hundreds of recipes; the books of the pantry are kept in decimals.
 */
export function coverageOf(needs: readonly Need[], larder: Larder): Coverage {
  const asked = needs.filter(({ assumed, optional }) => !assumed && !optional);
  const trial = new Trial(larder);
  const own = asked.map((need) => trial.serveOwn(need));
  for (const need of needs) if (need.optional && !need.assumed) trial.serveOwn(need);
  const replaced = asked.map((need, at) => trial.replace(need, own[at]));

  const credit = own.reduce(
    (sum, served, at) => sum + (asked[at]?.weight ?? 1) * (served.credit + Math.max(served.vague, replaced[at] ?? 0)),
    0,
  );
  const whole = asked.reduce((sum, { weight }) => sum + weight, 0);
  const ifNothingAsked = needs.length === 0 ? 0 : 1;
  const { missing, substitutions, takings } = trial;
  return {
    value: asked.length === 0 ? ifNothingAsked : Math.min(1, credit / whole),
    met: asked.length - missing.length,
    asked: asked.length,
    missing,
    substitutions,
    takings,
  };
}

/** The takings as they are told. */
export function usedLots(takings: readonly Taking[]): UsedLot[] {
  return takings.map(({ offer: { lot }, amount }) => ({
    itemId: lot.id,
    name: lot.name,
    quantity: amount === undefined ? null : rounded(amount),
    unit: amount === undefined ? null : lot.unit,
  }));
}

/** How far a line was served. */
interface Served {
  /** What is still wanted of it. */
  readonly left: number;
  /** What that is worth, 0..1. */
  readonly credit: number;
  /** What it is worth besides that something is there in a unit nobody can convert; 0 where nothing is. */
  readonly vague: number;
}

/** One recipe being tried out on the pantry. */
class Trial {
  readonly missing: MissingLine[] = [];
  readonly substitutions: Substitution[] = [];
  readonly takings: Taking[] = [];

  constructor(private readonly larder: Larder) {}

  /** Serves a line from the thing itself. */
  serveOwn(need: Need): Served {
    return this.#served(need, need.quantity ?? SOME, false);
  }

  /** Notes what is short of a line and serves that from what stands in for it; what that is worth. */
  replace(need: Need, { left, vague }: Served = NOT_SERVED): number {
    if (left === 0) return 0;
    const { ingredientId, name, unit } = need;
    const isKnown = need.quantity !== undefined && vague === 0;
    this.missing.push({ ingredientId, name, quantity: isKnown ? rounded(left) : null, unit: isKnown ? unit : null });
    const { credit, vague: vaguely } = this.#served(need, left, true);
    return credit + vaguely;
  }

  #served(need: Need, wanted: number, standsIn: boolean): Served {
    const offers = this.larder.offersFor(need, standsIn);
    if (offers.length === 0) return { left: wanted, credit: 0, vague: 0 };
    return need.quantity === undefined
      ? this.#present(offers, need)
      : this.#measured(offers, need, need.quantity, wanted);
  }

  /** A line without an amount is served by anything that is there. */
  #present(offers: readonly Offer[], need: Need): Served {
    const first = offers.find((offer) => this.#held(offer) > 0);
    if (!first) return NOT_SERVED;
    this.#take(first, need);
    return { left: 0, credit: first.confidence, vague: 0 };
  }

  #measured(offers: readonly Offer[], need: Need, whole: number, wanted: number): Served {
    let left = wanted;
    let credit = 0;
    let unmeasured: Offer | undefined;
    for (const offer of offers) {
      const held = this.#held(offer);
      if (held === 0) continue;
      const rate = need.unit === null ? undefined : this.larder.rate(offer.lot, need.unit, need.ingredientId);
      if (rate === undefined) {
        unmeasured ??= offer;
        continue;
      }
      const served = Math.min(held * rate, left);
      this.#take(offer, need, served / rate);
      credit += (offer.confidence * served) / whole;
      left -= served;
      if (left < NOTHING) return { left: 0, credit, vague: 0 };
    }
    if (!unmeasured) return { left, credit, vague: 0 };
    this.#take(unmeasured, need);
    if (need.isTouch) return { left: 0, credit: credit + (unmeasured.confidence * left) / whole, vague: 0 };
    return { left, credit, vague: (unmeasured.confidence * UNMEASURED * left) / whole };
  }

  #held({ lot, amount }: Offer): number {
    const taken = this.#takingOf(lot)?.amount ?? 0;
    return amount - taken < NOTHING ? 0 : amount - taken;
  }

  /** Without an amount nobody knows how much goes: half of the lot, of a pinch nothing; it leaves the lot as it is. */
  #take(offer: Offer, { name, isTouch }: Need, taken?: number): void {
    const unmeasured = isTouch ? 0 : UNMEASURED;
    const share = offer.confidence * (taken === undefined ? unmeasured : taken / offer.amount);
    const before = this.#takingOf(offer.lot);
    if (before) {
      before.share = Math.min(1, before.share + share);
      if (taken !== undefined) before.amount = (before.amount ?? 0) + taken;
    } else {
      this.takings.push({ offer, amount: taken, share: Math.min(1, share) });
    }
    if (offer.standsIn) this.substitutions.push({ missing: name, use: offer.lot.name, confidence: offer.confidence });
  }

  /** A recipe takes from a handful of lots: looking through them is faster than any map. */
  #takingOf(lot: StockLot): Taking | undefined {
    return this.takings.find(({ offer }) => offer.lot === lot);
  }
}

/** Most amounts come as they were written: rounding is slow where there is nothing to round. */
function rounded(amount: number): number {
  return Number.isInteger(amount) ? amount : Number(amount.toFixed(DECIMALS));
}
