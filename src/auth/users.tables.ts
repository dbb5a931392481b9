import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  /** Lower case; the address a person logs in with. */
  email: text().notNull().unique(),
  name: text().notNull(),
  passwordHash: text().notNull(),
  role: text({ enum: ['user', 'admin'] })
    .notNull()
    .default('user'),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  /** Coarse (about a quarter of an hour): who is worth warming, not a record of every request. */
  lastSeenAt: timestamp({ withTimezone: true }),
});
