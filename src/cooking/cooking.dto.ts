import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { LARGEST_ID } from '../http/id.pipe.js';
import { IfSent } from '../http/if-sent.js';
import type { Place } from '../ingredients/ingredient.js';
import { locations } from '../pantry/pantry.tables.js';
import { UsedItemView } from '../pantry/using.dto.js';

const MOST_SERVINGS = 1000;

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
}

export class MissingItemView {
  ingredientId!: number;
  name!: string;

  /** What was not there, in `unit`. */
  quantity!: number;
  unit!: string;
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
  missing!: MissingItemView[];

  /** Lines of the recipe of which nobody can say how much went. */
  unresolved!: string[];

  @ApiProperty({ type: LeftoversView, nullable: true })
  leftovers!: LeftoversView | null;
  dryRun!: boolean;
}
