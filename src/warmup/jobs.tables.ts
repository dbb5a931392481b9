import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../auth/users.tables.js';

/** A warm-up run and how far it came; `userId` is null for the scheduled run over many users. */
export const jobs = pgTable(
  'jobs',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer().references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['warm-user', 'warm-fleet'] }).notNull(),
    state: text({ enum: ['queued', 'running', 'done', 'failed'] }).notNull(),
    total: integer().notNull(),
    done: integer().notNull(),
    failed: integer().notNull(),
    errors: jsonb().$type<string[]>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    finishedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index('jobs_by_user').on(table.userId)],
);
