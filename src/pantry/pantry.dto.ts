import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Length, Max, Min, ValidateIf } from 'class-validator';
import type { Day } from '../calendar/day.js';
import { IsDay } from '../calendar/is-day.js';
import { LARGEST_ID } from '../http/id.pipe.js';
import { IfSent } from '../http/if-sent.js';
import { IsText, Lowered, Trimmed } from '../http/is-text.js';
import type { Page } from '../http/page.js';
import type { Place } from '../ingredients/ingredient.js';
import { IsAmount } from './amount.js';
import { CanonicalUnit, IsKnownUnit } from './known-unit.js';
import type { JournalReason } from './journal.js';
import { dateRules, type DateRule, type ExpiryKind } from './lot.js';
import { expiryKinds, locations } from './pantry.tables.js';

/** What may be told of an item and may be left out: then it is known of the food, or stays as it is. */
class ItemDetails {
  /** Default: that of the food, else `other`. */
  @IfSent()
  @Lowered()
  @IsText()
  @Length(1, 50)
  category?: string;

  /** Default: where that food is best kept, else `pantry`. */
  @IfSent()
  @IsIn(locations)
  location?: Place;

  /** Default: today, where the user lives. */
  @IfSent()
  @IsDay()
  purchasedOn?: Day;

  /** Null where it has none. Left out of a new item it is estimated from what is known of the food. */
  @IsOptional()
  @IsDay()
  expiresOn?: Day | null;

  @IfSent()
  @IsIn(expiryKinds)
  expiryKind?: ExpiryKind;

  /** Null while it is closed. */
  @IsOptional()
  @IsDay()
  openedOn?: Day | null;

  /** Paid for all of it, in the household's money, at most six decimals; null where nobody knows. */
  @IsOptional()
  @IsAmount()
  price?: number | null;
}

/** An item that comes into the pantry. */
export class NewPantryItem extends ItemDetails {
  @Trimmed()
  @IsText()
  @Length(1, 200)
  name!: string;

  /** Over 0, at most 1e9, at most six decimals; in `unit`. */
  @IsAmount()
  quantity!: number;

  /** Any spelling that is known; kept in one. A cup or a pint is that of the US; others are `metric cup`, `imperial pint`. */
  @CanonicalUnit()
  @IsKnownUnit()
  unit!: string;
}

/** What is to be different about an item. */
export class PantryItemChange extends ItemDetails {
  @IfSent()
  @Trimmed()
  @IsText()
  @Length(1, 200)
  name?: string;

  @IfSent()
  @IsAmount()
  quantity?: number;

  @IfSent()
  @CanonicalUnit()
  @IsKnownUnit()
  unit?: string;
}

/** A new item must have it, a change may. */
function IfSentOrNew(): PropertyDecorator {
  return ValidateIf(({ id }: { id?: unknown }, value) => id === undefined || value !== undefined);
}

/** With an `id` a change of that item, without one a new item, which needs name, quantity and unit. */
export class PantryItemPut extends ItemDetails {
  @IfSent()
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  id?: number;

  @IfSentOrNew()
  @Trimmed()
  @IsText()
  @Length(1, 200)
  name?: string;

  @IfSentOrNew()
  @IsAmount()
  quantity?: number;

  @IfSentOrNew()
  @CanonicalUnit()
  @IsKnownUnit()
  unit?: string;
}

export class ExpiringQuery {
  /** Days from today. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(365)
  within: number = 3;
}

export class PantryItemView {
  id!: number;
  name!: string;
  ingredientId!: number | null;
  quantity!: number;
  unit!: string;

  /** What was paid for what is there: what goes takes its share along. */
  price!: number | null;
  category!: string;
  location!: Place;
  purchasedOn!: string;
  expiresOn!: string | null;
  expiryKind!: ExpiryKind;
  expiryEstimated!: boolean;

  /** What the day stands on: `told` by somebody, or known of the food by how it lies there; null where it has none. */
  @ApiProperty({ enum: dateRules, nullable: true })
  dateRule!: DateRule | null;
  openedOn!: string | null;

  /** Counted where the user lives, at the moment of answering; negative once it is over. */
  daysLeft!: number | null;
  version!: number;
}

export class AnalysisView {
  expired!: number;

  /** 0 to 3 days left. */
  expiringSoon!: number;

  /** 4 to 7 days left. */
  expiringThisWeek!: number;
  fresh!: number;
  undated!: number;
  totalItems!: number;

  /** 0 to 1: one item due today gives .5, two .75; fresh food does not count. */
  urgencyScore!: number;
}

export class PantryView {
  userId!: number;
  items!: PantryItemView[];
  analysis!: AnalysisView;

  /** ISO 8601 UTC. */
  lastUpdated!: string;
}

export class ExpiringView {
  userId!: number;
  within!: number;

  /** Soonest first; what is over already is not among them. */
  items!: PantryItemView[];

  /** When the pantry changed last. */
  lastUpdated!: string;
}

export class UpdatedView {
  /** Items added or changed. */
  updated!: number;
}

export class JournalEntryView {
  id!: number;

  /** Entries of one transaction stand or fall together. */
  transactionId!: number;
  reason!: JournalReason;
  itemId!: number;
  name!: string;

  /** What came (positive) or went (negative), in `unit`. */
  quantity!: number;
  unit!: string;

  /** What was paid for what came (positive) or went (negative); null where nobody told. */
  price!: number | null;

  /** The fields besides the amount that changed, as they were and as they became. */
  before!: Record<string, unknown> | null;
  after!: Record<string, unknown> | null;

  /** ISO 8601 UTC. */
  at!: string;
}

export class JournalPage implements Page<JournalEntryView> {
  items!: JournalEntryView[];
  page!: number;
  limit!: number;
  total!: number;
}
