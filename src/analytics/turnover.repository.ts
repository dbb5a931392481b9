import { Injectable } from '@nestjs/common';
import { desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Week } from '../calendar/week.js';
import { Database } from '../database/database.js';
import { pantryJournal, pantryLots, pantryTransactions } from '../pantry/pantry.tables.js';
import { LEFTOVERS } from '../pantry/shelf-life.js';
import { startOfAll, weekOfRow } from './week-of-row.js';

/** How things go: eaten or cooked, or gone off. */
export type Way = 'used' | 'wasted';

/** What went one way, of how many lots, and what that had cost. Decimals are exact, in text form. */
export interface Went {
  readonly way: Way;
  readonly lots: number;
  readonly cost: string;
  /** Lots of which nobody knows what they cost. */
  readonly unpriced: number;
}

/** How much of a food went one way in a week, in one of the units that it was counted in. */
export interface FoodWent {
  /** Which of the weeks. */
  readonly at: number;
  readonly way: Way;
  readonly ingredientId: number | null;
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
}

export interface Turnover {
  readonly foods: readonly FoodWent[];
  readonly weekly: readonly (Went & { readonly at: number })[];
  readonly total: readonly Went[];
}

/** A row of any of the three; the level says of which, and what does not belong to it is of no meaning. */
type Row = { readonly level: 0 | 1 | 3 } & FoodWent & Went;

/** What went from a pantry, as its journal says; summed up by the database. */
@Injectable()
export class TurnoverRepository {
  constructor(private readonly database: Database) {}

  /** Weeks are given oldest first; what was undone did not happen. */
  async goneIn(weeks: readonly Week[], userId: number): Promise<Turnover> {
    const rows = await this.database.rowsOf<Row>(goneIn(weeks, userId));
    const at = (level: Row['level']) => rows.filter((row) => row.level === level);
    return { foods: at(0), weekly: at(1), total: at(3) };
  }

  /** When the pantry changed last; null where it never did. */
  async changedAt(userId: number): Promise<Date | null> {
    const [latest] = await this.database.db
      .select({ at: pantryJournal.createdAt })
      .from(pantryJournal)
      .where(eq(pantryJournal.userId, userId))
      .orderBy(desc(pantryJournal.id))
      .limit(1);
    return latest?.at ?? null;
  }
}

/**
 * An act was undone where it was taken back an odd number of times in turn. The conditions on the lines are those of the index
 * `pantry_journal_gone`, word for word, or it is not used.
 */
export function goneIn(weeks: readonly Week[], userId: number): SQL {
  return sql`
    with recursive turned (act, latest) as (
      select taken_back.undoes, taken_back.id
      from ${pantryTransactions} taken_back join ${pantryTransactions} act on act.id = taken_back.undoes
      where taken_back.user_id = ${userId} and taken_back.undoes is not null and act.undoes is null
      union all
      select turned.act, later.id from turned join ${pantryTransactions} later on later.undoes = turned.latest
    ), undone as (
      select act from turned group by act having count(*) % 2 = 1
    ), gone as (
      select
        ${weekOfRow(weeks, sql`line.created_at`)} as week,
        case line.reason when 'spoiled' then 'wasted' else 'used' end as way,
        lot.id as lot,
        lot.ingredient_id as food,
        case when lot.ingredient_id is null then lower(lot.name) end as unknown_food,
        lot.name,
        -line.delta as quantity,
        line.unit,
        -line.price as cost,
        line.price is null and lot.category <> ${LEFTOVERS} as unpriced
      from ${pantryJournal} line join ${pantryLots} lot on lot.id = line.lot_id
      where line.user_id = ${userId} and line.created_at >= ${startOfAll(weeks)}
        and line.reason in ('consumed', 'cooked', 'spoiled') and line.delta < 0
        and not exists (select from undone where undone.act = line.transaction_id)
    )
    select
      grouping(week, unit) as level,
      week as at,
      way,
      food as "ingredientId",
      min(name) as name,
      sum(quantity)::text as quantity,
      unit,
      count(distinct lot)::integer as lots,
      coalesce(sum(cost), 0)::text as cost,
      (count(distinct lot) filter (where unpriced))::integer as unpriced
    from gone
    group by grouping sets ((week, way, food, unknown_food, unit), (week, way), (way))
    order by week, way, name, unit`;
}
