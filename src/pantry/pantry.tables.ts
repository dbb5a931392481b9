import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, jsonb, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../auth/users.tables.js';
import { ingredients } from '../ingredients/ingredients.tables.js';
import { dateRules } from './lot.js';

export const locations = ['pantry', 'fridge', 'freezer'] as const;
export const expiryKinds = ['best-before', 'use-by'] as const;
export const journalReasons = [
  'bought',
  'consumed',
  'cooked',
  'spoiled',
  'corrected',
  'opened',
  'frozen',
  'thawed',
  'undone',
  'removed',
] as const;

/** A lot: one thing bought at one time. Its amount and its price are what the journal's deltas and prices add up to. */
export const pantryLots = pgTable(
  'pantry_lots',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    ingredientId: integer().references(() => ingredients.id),
    quantity: numeric({ precision: 18, scale: 6 }).notNull(),
    unit: text().notNull(),
    /** What was paid for what is there; never 0. */
    price: numeric({ precision: 18, scale: 6 }),
    category: text().notNull(),
    location: text({ enum: locations }).notNull(),
    purchasedOn: date({ mode: 'string' }).notNull(),
    expiresOn: date({ mode: 'string' }),
    expiryKind: text({ enum: expiryKinds }).notNull(),
    expiryEstimated: boolean().notNull(),
    dateRule: text({ enum: dateRules }),
    openedOn: date({ mode: 'string' }),
    frozenOn: date({ mode: 'string' }),
    thawedOn: date({ mode: 'string' }),
    version: integer().notNull().default(1),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
    /** Used up or taken out: no longer in the pantry, kept for the journal and for undo. */
    removedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index('pantry_lots_by_user')
      .on(table.userId)
      .where(sql`removed_at is null`),
    check('pantry_lots_quantity_not_negative', sql`quantity >= 0`),
    check('pantry_lots_price_positive', sql`price > 0`),
  ],
);

/** One act of a user on the pantry: all its journal rows stand or fall together. */
export const pantryTransactions = pgTable(
  'pantry_transactions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    reason: text({ enum: journalReasons }).notNull(),
    recipeId: integer(),
    undoes: integer().unique(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index('pantry_transactions_by_user').on(table.userId),
    index('pantry_transactions_undoing')
      .on(table.userId)
      .where(sql`undoes is not null`),
  ],
);

/** Append only: never updated, never deleted but with its user. */
export const pantryJournal = pgTable(
  'pantry_journal',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    transactionId: integer()
      .notNull()
      .references(() => pantryTransactions.id, { onDelete: 'cascade' }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    lotId: integer()
      .notNull()
      .references(() => pantryLots.id, { onDelete: 'cascade' }),
    reason: text({ enum: journalReasons }).notNull(),
    name: text().notNull(),
    delta: numeric({ precision: 18, scale: 6 }).notNull(),
    unit: text().notNull(),
    /** What was paid for what came or went by this line, with the sign of what it does to the lot's. */
    price: numeric({ precision: 18, scale: 6 }),
    /** The lot's fields that changed besides the amount, before and after, so that undo can put them back. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index('pantry_journal_by_user').on(table.userId, table.id),
    index('pantry_journal_gone')
      .on(table.userId, table.createdAt)
      .where(sql`reason in ('consumed', 'cooked', 'spoiled') and delta < 0`),
    index('pantry_journal_by_lot').on(table.lotId),
    index('pantry_journal_by_transaction').on(table.transactionId),
  ],
);
