import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsTimeZone } from '../calendar/is-day.js';
import { IfSent } from '../http/if-sent.js';
import { IsText, Lowered } from '../http/is-text.js';
import { allergens, diets, type Allergen, type Diet } from '../ingredients/ingredient.js';
import { IsCuisineScores } from './cuisine-scores.js';

const MOST_A_DAY = 1_000_000;

/** What to reach in a day: kcal; g of protein, carbs, fat, fibre; mg of sodium. */
export class NutritionGoals {
  @IfSent()
  @IsNumber()
  @IsPositive()
  @Max(MOST_A_DAY)
  kcal?: number;

  @IfSent()
  @IsNumber()
  @IsPositive()
  @Max(MOST_A_DAY)
  protein?: number;

  @IfSent()
  @IsNumber()
  @IsPositive()
  @Max(MOST_A_DAY)
  carbs?: number;

  @IfSent()
  @IsNumber()
  @IsPositive()
  @Max(MOST_A_DAY)
  fat?: number;

  @IfSent()
  @IsNumber()
  @IsPositive()
  @Max(MOST_A_DAY)
  fibre?: number;

  @IfSent()
  @IsNumber()
  @IsPositive()
  @Max(MOST_A_DAY)
  sodium?: number;
}

/**
 * Preferences as a client sends them. PATCH changes the fields that are sent, each as a whole; with PUT a field that is not
 * sent goes back to its default.
 */
export class PreferencesChange {
  /** Kept without exception. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsIn(diets, { each: true })
  diets?: Diet[];

  /** Of the EU fourteen; what may contain one is never proposed. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsIn(allergens, { each: true })
  allergens?: Allergen[];

  @IfSent()
  @Lowered()
  @IsArray()
  @ArrayMaxSize(100)
  @IsText({ each: true })
  @Length(1, 100, { each: true })
  dislikedIngredients?: string[];

  @IfSent()
  @Lowered()
  @IsArray()
  @ArrayMaxSize(100)
  @IsText({ each: true })
  @Length(1, 100, { each: true })
  likedIngredients?: string[];

  /** How much each is liked, 0 to 1. */
  @IfSent()
  @IsCuisineScores()
  cuisines?: Record<string, number>;

  /** The longest that cooking may take; null for as long as it takes. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  maxMinutes?: number | null;

  @IfSent()
  @IsInt()
  @Min(1)
  @Max(30)
  householdSize?: number;

  @IfSent()
  @IsObject()
  @ValidateNested()
  @Type(() => NutritionGoals)
  nutritionGoals?: NutritionGoals;

  /** IANA name; the user's days are counted there. */
  @IfSent()
  @IsTimeZone()
  timeZone?: string;
}

/** What was learned from what the user did. Leanings run from -1 (avoids) to 1 (seeks). */
export class LearnedView {
  cuisines!: Record<string, number>;

  /** By ingredient id. */
  ingredients!: Record<string, number>;

  /** How long the dishes take that this user goes for. */
  minutes!: number | null;

  /** 0 to 1: how much there is to go by. */
  confidence!: number;

  /** How many acts were looked at. */
  samples!: number;
}

export class PreferencesView {
  userId!: number;
  diets!: Diet[];
  allergens!: Allergen[];
  dislikedIngredients!: string[];
  likedIngredients!: string[];
  cuisines!: Record<string, number>;
  maxMinutes!: number | null;
  householdSize!: number;
  nutritionGoals!: NutritionGoals;
  timeZone!: string;
  learned!: LearnedView;

  /** Rises by one with each change by the user; 0 while nothing was ever set. */
  version!: number;

  /** When a field or what was learned changed last, ISO 8601 UTC. */
  lastUpdated!: string;
}
