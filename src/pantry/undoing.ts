import { Decimal } from 'decimal.js';
import { MOST } from './amount.js';
import type { JournalLine } from './journal.js';
import type { Lot } from './lot.js';
import { negated, priceWith } from './price.js';

/** A line of the journal as it is kept. */
export type KeptLine = Pick<JournalLine, 'delta' | 'unit' | 'price' | 'before' | 'after'>;

/** A lot as it is once an act is taken back, and the lines that say so. */
export interface TakenBack {
  readonly after: Lot;
  readonly lines: readonly JournalLine[];
}

/**
 * What becomes of a lot when these lines of it, oldest first, are taken back. Amounts and prices are given back or taken away whatever
 * else came and went since. Undefined where that cannot be: less is left than came, a price would be left for nothing, it is
 * counted in another unit by now, or a field that was changed has changed again. Nothing is ever undone in part.
 */
export function takenBack(lot: Lot, lines: readonly KeptLine[]): TakenBack | undefined {
  const amounts = new Map([[lot.unit, new Decimal(lot.quantity)]]);
  const undoing: JournalLine[] = [];
  let facts = lot;
  let { price } = lot;
  for (const { delta, unit, price: paid, before, after } of lines.toReversed()) {
    amounts.set(unit, (amounts.get(unit) ?? new Decimal(0)).minus(delta));
    if (after && !agree(facts, after)) return undefined;
    facts = { ...facts, ...before };
    price = priceWith(price, negated(paid));
    const back = new Decimal(0).minus(delta).toFixed();
    undoing.push({
      lotId: lot.id,
      reason: 'undone',
      name: facts.name,
      delta: back,
      unit,
      price: negated(paid),
      before: after,
      after: before,
    });
  }
  const amount = onlyOne(amounts, lot.unit);
  if (!amount || !isPriceOf(amount.quantity, price)) return undefined;
  return { after: { ...facts, ...amount, price, version: lot.version + 1 }, lines: undoing };
}

/** A lot is counted in one unit; what it was counted in before must come to nothing. */
function onlyOne(amounts: ReadonlyMap<string, Decimal>, unit: string) {
  const held = [...amounts].filter(([, amount]) => !amount.isZero());
  const [[heldUnit, amount] = [unit, new Decimal(0)]] = held;
  const isSound = held.length <= 1 && !amount.isNegative() && amount.lessThanOrEqualTo(MOST);
  return isSound ? { unit: heldUnit, quantity: amount.toFixed() } : undefined;
}

/** A price is over nothing and never for nothing; many a thing has none. */
function isPriceOf(quantity: string, price: string | null): boolean {
  return price === null || (quantity !== '0' && new Decimal(price).isPositive() && new Decimal(price).lte(MOST));
}

function agree(facts: Lot, told: Partial<Lot>): boolean {
  return Object.entries(told).every(([field, value]) => facts[field as keyof Lot] === value);
}
