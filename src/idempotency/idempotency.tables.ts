import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** The first answer to a creating POST, kept for 24 h. A row without a status is a request still under way. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Whose key: `user:7`, or `address:…` for callers without a token. */
    owner: text().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer(),
    /** The answer as JSON: the headers that belong to it and its body. */
    body: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.route, table.key] })],
);
