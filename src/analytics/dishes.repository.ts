import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Week } from '../calendar/week.js';
import { Database } from '../database/database.js';
import { interactions } from '../preferences/preferences.tables.js';
import { startOfAll, weekOfRow } from './week-of-row.js';

/** How many dishes were cooked, and how much of them was at home: the mean of those of which that is known. */
export interface Cooked {
  readonly dishes: number;
  readonly measured: number;
  /** 0..1, to the ten-thousandth, in text form; null where nothing is known. */
  readonly coverage: string | null;
}

export interface Dishes {
  readonly weekly: readonly (Cooked & { readonly at: number })[];
  readonly total: Cooked | undefined;
  /** Of which cuisines they were, where that is known. */
  readonly cuisines: readonly { readonly at: number; readonly cuisine: string; readonly dishes: number }[];
}

/** A row of any of the three; the level says of which. */
type Row = { readonly level: 0 | 1 | 3; readonly at: number; readonly cuisine: string | null } & Cooked;

/** What somebody cooked, summed up by the database. */
@Injectable()
export class DishesRepository {
  constructor(private readonly database: Database) {}

  /** Weeks are given oldest first; what was taken back was not cooked. */
  async cookedIn(weeks: readonly Week[], userId: number): Promise<Dishes> {
    const rows = await this.database.rowsOf<Row>(sql`
      with cooked as (
        select ${weekOfRow(weeks, sql`created_at`)} as week, cuisine, coverage
        from ${interactions}
        where user_id = ${userId} and created_at >= ${startOfAll(weeks)} and kind = 'cooked' and not undone
      )
      select
        grouping(week, cuisine) as level,
        week as at,
        cuisine,
        count(*)::integer as dishes,
        count(coverage)::integer as measured,
        round(avg(coverage), 4)::text as coverage
      from cooked
      group by grouping sets ((week, cuisine), (week), ())
      order by week, dishes desc, cuisine`);
    const at = (level: Row['level']) => rows.filter((row) => row.level === level);
    return {
      weekly: at(1),
      total: at(3)[0],
      cuisines: at(0).flatMap(({ cuisine, ...row }) => (cuisine === null ? [] : { ...row, cuisine })),
    };
  }
}
