import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { badInput, type FieldFault } from './problem.js';

/** The one pipe that checks bodies and queries against their classes: unknown fields are refused, nothing is converted silently. */
export const validation = () =>
  new StrictValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      badInput(
        'Some fields are not valid',
        errors.flatMap((error) => faultsOf(error, '')),
      ),
  });

/** A bare parameter declared as a number stays the text it is: its own pipe decides, and `01` is no other way to write 1. */
class StrictValidation extends ValidationPipe {
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

/** A tree of class-validator errors as flat pointers (`/items/0/quantity`). */
export function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({
    pointer,
    detail: detail.startsWith(`${error.property} `) ? detail.slice(error.property.length + 1) : detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
