import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { badInput, type FieldFault } from './problem.js';

/** The one pipe that checks bodies and queries against their classes: unknown fields are refused, nothing is converted silently. */
export const validation = () =>
  new ValidationPipe({
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

/** A tree of class-validator errors as flat pointers (`/items/0/quantity`). */
export function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({
    pointer,
    detail: detail.startsWith(`${error.property} `) ? detail.slice(error.property.length + 1) : detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
