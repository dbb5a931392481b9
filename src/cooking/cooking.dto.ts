import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { LARGEST_ID } from '../http/id.pipe.js';
import { IfSent } from '../http/if-sent.js';
import type { Place } from '../ingredients/ingredient.js';
import { locations } from '../pantry/pantry.tables.js';
import { UsedItemView } from '../pantry/using.dto.js';

const MOST_SERVINGS = 1000;
const MOST_SUBSTITUTES = 50;

/** Something in the pantry that is to be taken for something that is missing. */
export class ChosenSubstitute {
  /** Of what is missing. */
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  ingredientId!: number;

  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  itemId!: number;
}

/** A dish that is cooked, or only looked at. */
export class Cooking {
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  recipeId!: number;

  /** Default: as many as the recipe is written for. */
  @IfSent()
  @IsInt()
  @Min(1)
  @Max(MOST_SERVINGS)
  servings?: number;

  /** Tells what would be used and missing; nothing is written. */
  @IfSent()
  @IsBoolean()
  dryRun: boolean = false;

  /** How many of the servings are left over and go into the fridge; null or 0 where none are. */
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2, allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(MOST_SERVINGS)
  leftovers?: number | null;

  /** What is taken for what is missing, in this order; each pair once. Default: nothing, and what could be taken is offered. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(MOST_SUBSTITUTES)
  @ValidateNested({ each: true })
  @Type(() => ChosenSubstitute)
  substitutes: ChosenSubstitute[] = [];
}

export class MissingItemView {
  ingredientId!: number;
  name!: string;

  /** What was not there, in `unit`. */
  quantity!: number;
  unit!: string;
}

export class SubstitutionView {
  /** Of what is missing, named in `missing`. */
  ingredientId!: number;
  missing!: string;

  /** What stands in for it, named in `use`. */
  itemId!: number;
  use!: string;

  /** What goes of the item for it, in the item's unit; null where the recipe names no amount: then nothing goes. */
  quantity!: number | null;
  unit!: string | null;

  /** 0..1: how well it does. */
  @ApiProperty({ minimum: 0, maximum: 1 })
  confidence!: number;
}

export class LeftoversView {
  /** The new item; null in a dry run. */
  itemId!: number | null;
  name!: string;
  quantity!: number;
  unit!: string;

  @ApiProperty({ enum: locations })
  location!: Place;
  expiresOn!: string | null;
}

export class CookedView {
  /** By which it can be undone; null in a dry run, and where nothing changed. */
  transactionId!: number | null;
  recipeId!: number;
  servings!: number;

  /** What went of each item: opened ones first, then the soonest due. */
  used!: UsedItemView[];

  /** After what was taken for it. */
  missing!: MissingItemView[];

  /** What was taken for what is missing, as it was chosen; where nothing was chosen what could be, which is left where it is. */
  substitutions!: SubstitutionView[];

  /** Lines of the recipe of which nobody can say how much went. */
  unresolved!: string[];

  @ApiProperty({ type: LeftoversView, nullable: true })
  leftovers!: LeftoversView | null;
  dryRun!: boolean;
}
