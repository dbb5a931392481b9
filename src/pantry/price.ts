import { Decimal } from 'decimal.js';
import { DECIMALS } from './amount.js';

/** What of a price goes with a part of the amount it was paid for: its share, and all of it with all. Null where nobody told. */
export function shareOf(price: string | null, part: Decimal.Value, whole: Decimal.Value): string | null {
  if (price === null) return null;
  if (new Decimal(part).equals(whole)) return price;
  return new Decimal(price).times(part).div(whole).toDecimalPlaces(DECIMALS).toFixed();
}

/** A price with more, or less, paid. Nothing at all is null: what was given away and what nobody told are one. */
export function priceWith(price: string | null, more: string | null): string | null {
  const sum = new Decimal(price ?? 0).plus(more ?? 0);
  return sum.isZero() ? null : sum.toFixed();
}

/** The price with its sign turned: what goes when all goes. */
export function negated(price: string | null): string | null {
  return price === null ? null : new Decimal(0).minus(price).toFixed();
}

/** What has to be paid more to come from one price to the other; null where they are one. */
export function priceDifference(before: string | null, after: string | null): string | null {
  return priceWith(after, negated(before));
}
