import { boolean, index, integer, jsonb, numeric, pgTable, real, text, timestamp } from 'drizzle-orm/pg-core';
import { ingredients } from '../ingredients/ingredients.tables.js';
import type { RecipeNutrition } from './recipe.js';

export const recipes = pgTable(
  'recipes',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    summary: text().notNull(),
    /** Lower case. */
    cuisine: text(),
    contexts: text().array().notNull(),
    diets: text().array().notNull(),
    contains: text().array().notNull(),
    mayContain: text().array().notNull(),
    /** Some line could not be resolved: what the allergens say is then only what is known. */
    allergensUnknown: boolean().notNull(),
    prepMinutes: integer(),
    cookMinutes: integer(),
    totalMinutes: integer(),
    servings: integer(),
    steps: text().array().notNull(),
    tags: text().array().notNull(),
    /** Where its source shows a picture of it. */
    image: text(),
    /** The hash of the picture that is kept of it here. */
    picture: text(),
    source: text().notNull(),
    license: text().notNull(),
    nutrition: jsonb().$type<RecipeNutrition>().notNull(),
    /** Normalised features of ingredients, cuisine and technique. */
    embedding: real().array(),
    /** Of everything the recipe was made from: an equal one is not written again. */
    contentHash: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index('recipes_by_contexts').using('gin', table.contexts)],
);

export const recipeIngredients = pgTable(
  'recipe_ingredients',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    recipeId: integer()
      .notNull()
      .references(() => recipes.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    text: text().notNull(),
    ingredientId: integer().references(() => ingredients.id),
    /** Others that would do ("butter or oil"). */
    alternatives: integer().array().notNull(),
    name: text().notNull(),
    quantity: numeric({ precision: 18, scale: 6 }),
    unit: text(),
    optional: boolean().notNull(),
    note: text(),
    /** 0..1: how sure the match is. */
    confidence: real().notNull(),
  },
  (table) => [index('recipe_ingredients_by_recipe').on(table.recipeId, table.position)],
);
