import { ApiProperty } from '@nestjs/swagger';
import { IsIn, ValidateBy } from 'class-validator';
import { LARGEST_ID } from '../http/id.pipe.js';
import { IfSent } from '../http/if-sent.js';
import { isText, Trimmed } from '../http/is-text.js';
import { IsAmount } from './amount.js';
import { CanonicalUnit, IsKnownUnit } from './known-unit.js';

const LONGEST_NAME = 200;

/** Why something is used up. */
export const usingReasons = ['consumed', 'cooked', 'spoiled', 'corrected'] as const;
export type UsingReason = (typeof usingReasons)[number];

function IsIngredient(): PropertyDecorator {
  const defaultMessage = () => `must be the name of an ingredient, at most ${LONGEST_NAME} characters, or its id`;
  return ValidateBy({ name: 'isIngredient', validator: { validate: isIngredient, defaultMessage } });
}

function isIngredient(value: unknown): boolean {
  if (isText(value)) return value.length > 0 && value.length <= LONGEST_NAME;
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST_ID;
}

/** How much of what is used up, and why. */
export class Consumption {
  /** Its name, as one would write it on a list, or its id. */
  @Trimmed()
  @IsIngredient()
  @ApiProperty({
    oneOf: [
      { type: 'string', minLength: 1, maxLength: LONGEST_NAME },
      { type: 'integer', minimum: 1 },
    ],
  })
  ingredient!: string | number;

  /** Over 0, at most 1e9, at most six decimals; in `unit`. */
  @IsAmount()
  quantity!: number;

  /** Any spelling that is known. A cup or a pint is that of the US; others are `metric cup`, `imperial pint`. */
  @CanonicalUnit()
  @IsKnownUnit()
  unit!: string;

  @IfSent()
  @IsIn(usingReasons)
  reason: UsingReason = 'consumed';
}

export class UsedItemView {
  itemId!: number;
  ingredientId!: number | null;
  name!: string;

  /** What went of the item, in the item's unit. */
  quantity!: number;
  unit!: string;
}

export class ShortView {
  quantity!: number;
  unit!: string;
}

export class ConsumedView {
  /** By which it can be undone; null where nothing of it was there. */
  transactionId!: number | null;

  /** In the order of use: opened, soonest due, oldest. */
  used!: UsedItemView[];

  /** What was not there of what was asked for; null where all was. */
  @ApiProperty({ type: ShortView, nullable: true })
  short!: ShortView | null;
}

export class UndoneView {
  /** Of the act that takes the other back; it can be undone like any. */
  transactionId!: number;
}
