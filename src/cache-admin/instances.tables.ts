import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What each running instance last told of its cache; a row goes when its instance stops, or counts for nothing when it has told nothing for long. */
export const cacheInstances = pgTable('cache_instances', {
  instance: text().primaryKey(),
  /** By the clock of the database, which all share. */
  toldAt: timestamp({ withTimezone: true }).notNull(),
  /** What `InstanceTold` says. */
  told: jsonb().notNull(),
});
