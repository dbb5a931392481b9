import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Changes that are committed and not surely announced yet; a row goes once its tags were announced everywhere. */
export const announcements = pgTable(
  'announcements',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    tags: text().array().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index('announcements_by_age').on(table.createdAt)],
);
