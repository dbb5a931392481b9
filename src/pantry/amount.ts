import { ValidateBy } from 'class-validator';
import { Decimal } from 'decimal.js';

/** More of anything is in no kitchen. */
export const MOST = 1_000_000_000;
/** Decimals that amounts, and prices, are kept to. */
export const DECIMALS = 6;

/** True for a number over 0 up to 1e9 with at most six decimals: what an amount can be, and the database keeps exactly. */
export function isAmount(value: unknown): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0 || value > MOST) return false;
  return new Decimal(value).decimalPlaces() <= DECIMALS;
}

/** An amount in its one text form: `1.5`, never `1.500000` or `1e3`. */
export function amountOf(amount: number | string): string {
  return new Decimal(amount).toFixed();
}

export function IsAmount(): PropertyDecorator {
  const defaultMessage = () => `must be a number over 0, at most ${MOST}, with at most ${DECIMALS} decimals`;
  return ValidateBy({ name: 'isAmount', validator: { validate: isAmount, defaultMessage } });
}
