import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { LARGEST_ID } from '../http/id.pipe.js';

const HALF_A_YEAR = 26;

export class AnalyticsQuery {
  /** Whose kitchen. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  userId!: number;

  /** How many weeks, this one and those before it. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(HALF_A_YEAR)
  weeks: number = 8;
}

export class AmountSumView {
  /** An exact decimal, as text: a sum may have more digits than a number in JSON keeps. */
  @ApiProperty({ example: '1250.5' })
  quantity!: string;
  unit!: string;
}

export class TurnoverView {
  /** How many items something went of. */
  lots!: number;

  /** What was paid for what went: an exact decimal, as text, in the household's money. */
  @ApiProperty({ example: '3.2' })
  cost!: string;

  /** How many of the items had no price, so that `cost` is without them; left-overs have none, what they are made of has. */
  unpriced!: number;
}

export class DishesView {
  /** How many were cooked: from the pantry, or as was told. */
  cooked!: number;

  /** Of how many it is known how much of them was at home. */
  measured!: number;

  /** How much of these was at home, 0 to 1: the mean over the dishes; null where there are none. */
  coverage!: number | null;

  /** How many dishes of each cuisine, most first; those of which none is known are in `cooked` alone. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { italian: 3, thai: 1 } })
  cuisines!: Record<string, number>;
}

export class FoodTurnoverView {
  /** Null where nobody knows the food. */
  ingredientId!: number | null;
  name!: string;

  /** Eaten or cooked: in the food's own unit what can be converted to it, all else beside it, as nothing is guessed. */
  used!: AmountSumView[];

  /** Gone off, likewise. */
  wasted!: AmountSumView[];
}

class KitchenView {
  /** What was eaten or cooked. */
  used!: TurnoverView;

  /** What went off. */
  wasted!: TurnoverView;
  dishes!: DishesView;
}

export class KitchenWeekView extends KitchenView {
  /** By ISO 8601. */
  @ApiProperty({ example: '2026-W25' })
  week!: string;

  /** Its Monday, where the user lives. */
  @ApiProperty({ format: 'date' })
  from!: string;

  /** By name. */
  foods!: FoodTurnoverView[];
}

/** What was undone, corrected or deleted went nowhere, and is in none of it. */
export class AnalyticsView extends KitchenView {
  userId!: number;

  /** By which the weeks are counted. */
  timeZone!: string;

  /** Oldest first, this week last; `used`, `wasted` and `dishes` beside them are over all of them. */
  weeks!: KitchenWeekView[];

  /** When anything changed last that this is made of. */
  @ApiProperty({ format: 'date-time' })
  lastUpdated!: string;
}
