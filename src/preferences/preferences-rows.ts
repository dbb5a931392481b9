import { sql } from 'drizzle-orm';
import { users } from '../auth/users.tables.js';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import type { Interaction } from './learning.js';
import { defaultWishes, type StatedWishes, type Wishes } from './preferences.js';
import { interactions, preferences } from './preferences.tables.js';

/** An act as JSON made of its row. */
export interface ListedAct {
  readonly recipe_id: number;
  readonly kind: Interaction['kind'];
  readonly rating: number | null;
  readonly cuisine: string | null;
  readonly ingredient_ids: readonly number[];
  readonly total_minutes: number | null;
  readonly created_at: string;
}

/** What `stated` is told from: the user, with what they stated if anything. */
export const STATED = { row: preferences, joinedAt: users.createdAt };

/** When a user of the statement acted last, or an act was taken back. */
export const ACTED_AT = sql<Date | null>`(select max(greatest(act.created_at, act.changed_at))
  from interactions act where act.user_id = "users"."id")`.mapWith(interactions.createdAt);

/** The defaults, as of the account's making, where nothing was stated. */
export function stated({
  row,
  joinedAt,
}: {
  readonly row: typeof preferences.$inferSelect | null;
  readonly joinedAt: Date;
}): StatedWishes {
  if (row === null) return { wishes: defaultWishes, version: 0, statedAt: joinedAt };
  const { userId: _, version, updatedAt, diets, allergens, ...wishes } = row;
  return {
    wishes: { ...wishes, diets: diets as Diet[], allergens: allergens as Allergen[] },
    version,
    statedAt: updatedAt,
  };
}

export function mutable(wishes: Wishes) {
  return {
    ...wishes,
    diets: [...wishes.diets],
    allergens: [...wishes.allergens],
    dislikedIngredients: [...wishes.dislikedIngredients],
    likedIngredients: [...wishes.likedIngredients],
    cuisines: { ...wishes.cuisines },
    nutritionGoals: { ...wishes.nutritionGoals },
  };
}

export function actOf({ kind, rating, cuisine, created_at, ...act }: ListedAct): Interaction {
  return {
    recipeId: act.recipe_id,
    kind,
    rating,
    cuisine,
    ingredientIds: act.ingredient_ids,
    totalMinutes: act.total_minutes,
    at: Date.parse(created_at),
  };
}
