import { boolean, index, integer, jsonb, numeric, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../auth/users.tables.js';

export const preferences = pgTable('preferences', {
  userId: integer()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  diets: text().array().notNull(),
  allergens: text().array().notNull(),
  dislikedIngredients: text().array().notNull(),
  likedIngredients: text().array().notNull(),
  /** Cuisine in lower case to how much it is liked, 0..1. */
  cuisines: jsonb().$type<Record<string, number>>().notNull(),
  maxMinutes: integer(),
  householdSize: integer().notNull(),
  nutritionGoals: jsonb().$type<Record<string, number>>().notNull(),
  timeZone: text().notNull(),
  version: integer().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});

export const interactionKinds = ['viewed', 'saved', 'cooked', 'rated', 'dismissed'] as const;

/** What a user did with a recipe, with what that recipe was like then: learning needs no look at the recipe again. */
export const interactions = pgTable(
  'interactions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    recipeId: integer().notNull(),
    kind: text({ enum: interactionKinds }).notNull(),
    rating: smallint(),
    cuisine: text(),
    ingredientIds: integer().array().notNull(),
    totalMinutes: integer(),
    /** Of a dish that was cooked: how much of it was at home, 0..1; null where nobody can tell. */
    coverage: numeric({ precision: 5, scale: 4 }),
    /** The act on the pantry that it went with. */
    transactionId: integer(),
    /** That act was taken back: then this was not done either. */
    undone: boolean().notNull().default(false),
    /** When that act was taken back or done again last. */
    changedAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index('interactions_by_user').on(table.userId, table.createdAt),
    index('interactions_by_transaction').on(table.transactionId),
  ],
);
