import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { canonicalUnit, isUnit } from '../ingredients/units.js';

const LONGEST = 50;

/** A unit that is known is taken in its one spelling; what is none stays for the check to refuse. */
export function CanonicalUnit(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (isKnownUnit(value) ? canonicalUnit(value) : value));
}

export function IsKnownUnit(): PropertyDecorator {
  const defaultMessage = () => 'must be a unit such as g, kg, ml, l, tsp, tbsp, cup, piece, clove, can or bunch';
  return ValidateBy({ name: 'isKnownUnit', validator: { validate: isKnownUnit, defaultMessage } });
}

const isKnownUnit = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST && isUnit(value);
