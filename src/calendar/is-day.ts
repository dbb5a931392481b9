import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isDay } from './day.js';
import { isTimeZone } from './time-zone.js';

/** The property is a day that exists, `YYYY-MM-DD`. */
export function IsDay(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    { name: 'isDay', validator: { validate: isDay, defaultMessage: () => 'must be a day that exists, YYYY-MM-DD' } },
    options,
  );
}

/** The property is an IANA time zone this runtime knows. */
export function IsTimeZone(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isTimeZone',
      validator: { validate: isTimeZone, defaultMessage: () => 'must be an IANA time zone such as Europe/Berlin' },
    },
    options,
  );
}
