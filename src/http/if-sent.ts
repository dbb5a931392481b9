import { ValidateIf } from 'class-validator';

/** The property may be left out, but is checked when it is there: unlike with `IsOptional`, null is a value like another. */
export function IfSent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
