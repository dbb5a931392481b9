import { sql, type SQL } from 'drizzle-orm';
import type { Week } from '../calendar/week.js';

/**
 * Which of the weeks, from 0, a moment in the database falls in, for those that are not before all of them. By instants that were found
 * here: the database may know other time zones, or other rules for them.
 */
export function weekOfRow(weeks: readonly Week[], moment: SQL): SQL {
  return sql`width_bucket(${moment}, array[${sql.join(weeks.map(startOf), sql`, `)}]) - 1`;
}

/** The first instant of any of the weeks. */
export function startOfAll([first]: readonly Week[]): SQL {
  if (!first) throw new RangeError('no weeks to count');
  return startOf(first);
}

const startOf = ({ startsAt }: Week) => sql`${new Date(startsAt).toISOString()}::timestamptz`;
