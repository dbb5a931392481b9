import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { invalidFields, pointerTo, type FieldFault } from './problem.js';

/** The one pipe that checks bodies and queries against their classes: unknown fields are refused, nothing is converted silently. */
export const validation = () =>
  new StrictValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidFields(errors.flatMap((error) => faultsOf(error, ''))),
  });

/** A bare parameter declared as a number stays the text it is: its own pipe decides, and `01` is no other way to write 1. */
class StrictValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const hidden = this.toValidate(metadata) ? hiddenFaultsOf(value) : [];
    if (hidden.length > 0) throw invalidFields(hidden);
    return super.transform(value, metadata);
  }

  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

const LEFT_OUT = new Set(['constructor', '__proto__']);

/** Members that class-transformer leaves out in silence, so that no rule would see them: unknown fields like others. */
export function hiddenFaultsOf(plain: unknown, parent = ''): FieldFault[] {
  if (typeof plain !== 'object' || plain === null) return [];
  return Object.entries(plain).flatMap(([name, member]) =>
    LEFT_OUT.has(name)
      ? [{ pointer: pointerTo(name, parent), detail: `property ${name} should not exist` }]
      : hiddenFaultsOf(member, pointerTo(name, parent)),
  );
}

/** What a value must be at all, before it can be too large, too long or of the wrong spelling. */
const KINDS = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isObject'];

/** A tree of class-validator errors as flat pointers (`/items/0/quantity`). Of what is not of its kind only that is told. */
export function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const pointer = pointerTo(error.property, parent);
  const { constraints = {} } = error;
  const ofKind = Object.keys(constraints).filter((name) => KINDS.includes(name));
  const told = ofKind.length > 0 ? ofKind.map((name) => constraints[name] ?? '') : Object.values(constraints);
  const own = told.map((detail) => ({
    pointer,
    detail: detail.startsWith(`${error.property} `) ? detail.slice(error.property.length + 1) : detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
