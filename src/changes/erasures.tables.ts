import { index, integer, pgTable, timestamp } from 'drizzle-orm/pg-core';

/** Users who left and of whom something may still lie in a cache; a row goes once that was looked for when nothing of theirs can be on its way. */
export const erasures = pgTable(
  'erasures',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index('erasures_by_age').on(table.createdAt)],
);
