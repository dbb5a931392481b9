import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { bytes } from '../database/bytes.column.js';
import { recipes } from '../recipes/recipes.tables.js';

/** One picture of a recipe, made anew from what was sent: WebP without anything beside the picture. */
export const recipePictures = pgTable('recipe_pictures', {
  recipeId: integer()
    .primaryKey()
    .references(() => recipes.id, { onDelete: 'cascade' }),
  /** Of the bytes; the recipe names it too. */
  hash: text().notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  bytes: bytes().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});
