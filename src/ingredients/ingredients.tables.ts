import { integer, jsonb, pgTable, real, text, timestamp } from 'drizzle-orm/pg-core';
import type { Nutrition, PieceWeights, ShelfLife, Substitute } from './ingredient.js';

/** The curated table as served; made from `data/*.ndjson` at start and upserted by slug, so ids stay. */
export const ingredients = pgTable('ingredients', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  aliases: text().array().notNull(),
  category: text().notNull(),
  parent: text(),
  contains: text().array().notNull(),
  mayContain: text().array().notNull(),
  breaks: text().array().notNull(),
  shelf: jsonb().$type<ShelfLife>().notNull(),
  /** Grams per millilitre, where volumes make sense. */
  density: real(),
  /** Grams of one countable unit. */
  pieces: jsonb().$type<PieceWeights>().notNull(),
  unit: text({ enum: ['g', 'ml', 'piece'] }).notNull(),
  /** Per 100 g as sold. */
  nutrition: jsonb().$type<Nutrition>().notNull(),
  substitutes: jsonb().$type<Substitute[]>().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});
