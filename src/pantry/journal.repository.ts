import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { Database } from '../database/database.js';
import type { JournalAct, JournalLine } from './journal.js';
import { pantryJournal, pantryTransactions } from './pantry.tables.js';
import type { KeptLine } from './undoing.js';

/** An act as it is kept. */
export interface KeptAct {
  readonly id: number;
  /** The act that took it back, if any. */
  readonly undoneBy: number | null;
  /** What it was all about: of what takes back what was taken back, the first act. */
  readonly origin: Origin;
  /** Oldest first. */
  readonly lines: readonly (KeptLine & Pick<JournalLine, 'lotId'>)[];
}

export interface Origin {
  readonly id: number;
  /** How often it was taken back and done again since. */
  readonly turns: number;
}

/** What happened in a pantry; only ever added to. */
@Injectable()
export class JournalRepository {
  constructor(private readonly database: Database) {}

  /** Writes one act and its lines; to be called inside the transaction that changes the lots. The act's id, null where it did nothing. */
  async append(userId: number, act: JournalAct, lines: readonly JournalLine[], at: Date): Promise<number | null> {
    if (lines.length === 0) return null;
    const { reason, recipeId, undoes } = act;
    const [transaction] = await this.database.db
      .insert(pantryTransactions)
      .values({ userId, reason, recipeId, undoes, createdAt: at })
      .returning({ id: pantryTransactions.id });
    if (!transaction) throw new Error('the database returned no transaction id');

    await this.database.db
      .insert(pantryJournal)
      .values(lines.map((line) => ({ ...line, userId, transactionId: transaction.id, createdAt: at })));
    return transaction.id;
  }

  /** Undefined where this user did nothing of that id. */
  async actOf(userId: number, id: number): Promise<KeptAct | undefined> {
    const undoing = alias(pantryTransactions, 'undoing');
    const [act] = await this.database.db
      .select({ id: pantryTransactions.id, undoneBy: undoing.id })
      .from(pantryTransactions)
      .leftJoin(undoing, eq(undoing.undoes, pantryTransactions.id))
      .where(and(eq(pantryTransactions.userId, userId), eq(pantryTransactions.id, id)));
    if (!act) return undefined;

    const { lotId, delta, unit, price, before, after } = pantryJournal;
    const lines = await this.database.db
      .select({ lotId, delta, unit, price, before, after })
      .from(pantryJournal)
      .where(eq(pantryJournal.transactionId, id))
      .orderBy(pantryJournal.id);
    return { ...act, origin: await this.#originOf(id), lines };
  }

  async #originOf(id: number): Promise<Origin> {
    const [origin] = await this.database.rowsOf<{ id: number; turns: number }>(sql`
      with recursive chain (id, undoes, turns) as (
        select id, undoes, 0 from ${pantryTransactions} where id = ${id}
        union all
        select earlier.id, earlier.undoes, turns + 1 from chain join ${pantryTransactions} earlier on earlier.id = chain.undoes
      )
      select id, turns from chain where undoes is null`);
    if (!origin) throw new Error(`act ${id} takes back one that never was`);
    return origin;
  }

  /** Newest first. */
  async pageOf(userId: number, { page, limit }: { readonly page: number; readonly limit: number }) {
    const mine = eq(pantryJournal.userId, userId);
    const { db } = this.database;
    const all = db
      .select({ lines: count().as('lines') })
      .from(pantryJournal)
      .where(mine)
      .as('all_lines');
    const asked = db
      .select()
      .from(pantryJournal)
      .where(mine)
      .orderBy(desc(pantryJournal.id))
      .limit(limit)
      .offset((page - 1) * limit)
      .as('asked');
    const rows = await db
      .select()
      .from(all)
      .leftJoin(asked, sql`true`)
      .orderBy(desc(asked.id));
    return { lines: rows.flatMap((row) => row.asked ?? []), total: rows[0]?.all_lines.lines ?? 0 };
  }

  /** Every line that is kept of a user, oldest first. */
  allOf(userId: number) {
    return this.database.db
      .select()
      .from(pantryJournal)
      .where(eq(pantryJournal.userId, userId))
      .orderBy(pantryJournal.id);
  }
}
