import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What was seeded last, by the fingerprint of everything that it is made from. */
export const seeds = pgTable('seeds', {
  name: text().primaryKey(),
  fingerprint: text().notNull(),
  seededAt: timestamp({ withTimezone: true }).notNull(),
});
