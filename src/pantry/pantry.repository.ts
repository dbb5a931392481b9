import { Injectable } from '@nestjs/common';
import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { users } from '../auth/users.tables.js';
import type { Day } from '../calendar/day.js';
import { Database } from '../database/database.js';
import { amountOf } from './amount.js';
import type { Lot, LotFacts, Pantry } from './lot.js';
import { pantryLots } from './pantry.tables.js';

/** The lots as the database has them. What writes is to be called inside a transaction that holds the account. */
@Injectable()
export class PantryRepository {
  constructor(private readonly database: Database) {}

  /** Undefined where there is no such user. */
  async pantryOf(userId: number): Promise<Pantry | undefined> {
    const rows = await this.database.db
      .select({ lot: pantryLots, joinedAt: users.createdAt, changedAt: lastChangeOf(userId) })
      .from(users)
      .leftJoin(pantryLots, standing(userId))
      .where(eq(users.id, userId))
      .orderBy(pantryLots.id);
    const [first] = rows;
    if (!first) return undefined;

    const items = rows.flatMap(({ lot }) => (lot ? lotOf(lot) : []));
    return { userId, items, lastUpdated: (first.changedAt ?? first.joinedAt).toISOString() };
  }

  /** What stands in the pantry, by id. */
  async lotsOf(userId: number): Promise<Lot[]> {
    const rows = await this.database.db.select().from(pantryLots).where(standing(userId)).orderBy(pantryLots.id);
    return rows.map(lotOf);
  }

  /** What stands in the pantry under one of these names, by id. */
  async lotsNamed(userId: number, names: readonly string[]): Promise<Lot[]> {
    const rows = await this.database.db
      .select()
      .from(pantryLots)
      .where(and(standing(userId), inArray(pantryLots.name, [...new Set(names)])))
      .orderBy(pantryLots.id);
    return rows.map(lotOf);
  }

  /** Those of `ids` that stand in this user's pantry, by id. */
  async find(userId: number, ids: readonly number[]): Promise<Map<number, Lot>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.db
      .select()
      .from(pantryLots)
      .where(and(standing(userId), inArray(pantryLots.id, [...ids])));
    return new Map(rows.map((row) => [row.id, lotOf(row)]));
  }

  /** Those of `ids` that ever were this user's, also what is used up or taken out, by id. */
  async findEver(userId: number, ids: readonly number[]): Promise<Lot[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.db
      .select()
      .from(pantryLots)
      .where(and(eq(pantryLots.userId, userId), inArray(pantryLots.id, [...ids])))
      .orderBy(pantryLots.id);
    return rows.map(lotOf);
  }

  async countOf(userId: number): Promise<number> {
    const [counted] = await this.database.db.select({ lots: count() }).from(pantryLots).where(standing(userId));
    return counted?.lots ?? 0;
  }

  async add(userId: number, lots: readonly LotFacts[], at: Date): Promise<Lot[]> {
    if (lots.length === 0) return [];
    const rows = await this.database.db
      .insert(pantryLots)
      .values(lots.map((lot) => ({ ...lot, userId, createdAt: at, updatedAt: at })))
      .returning();
    return rows.map(lotOf).sort((one, other) => one.id - other.id);
  }

  /** Of what nothing is left the row stays for the journal, and for who takes back that it went. */
  async save({ id, ...lot }: Lot, at: Date): Promise<void> {
    await this.database.db
      .update(pantryLots)
      .set({ ...lot, updatedAt: at, removedAt: lot.quantity === '0' ? at : null })
      .where(eq(pantryLots.id, id));
  }

  async takeOut(lot: Lot, at: Date): Promise<void> {
    await this.save({ ...lot, quantity: '0', price: null, version: lot.version + 1 }, at);
  }

  /** Every row that is kept of a user, also of what is used up. */
  allOf(userId: number) {
    return this.database.db.select().from(pantryLots).where(eq(pantryLots.userId, userId)).orderBy(pantryLots.id);
  }
}

const standing = (userId: number) => and(eq(pantryLots.userId, userId), isNull(pantryLots.removedAt));

/** Also of what is used up. */
const lastChangeOf = (userId: number) =>
  sql<Date | null>`(
    select max(${pantryLots.updatedAt}) from ${pantryLots} where ${pantryLots.userId} = ${userId}
  )`.mapWith(pantryLots.updatedAt);

function lotOf(row: typeof pantryLots.$inferSelect): Lot {
  return {
    id: row.id,
    name: row.name,
    ingredientId: row.ingredientId,
    quantity: amountOf(row.quantity),
    unit: row.unit,
    price: row.price === null ? null : amountOf(row.price),
    category: row.category,
    location: row.location,
    purchasedOn: row.purchasedOn as Day,
    expiresOn: row.expiresOn as Day | null,
    expiryKind: row.expiryKind,
    expiryEstimated: row.expiryEstimated,
    dateRule: row.dateRule,
    openedOn: row.openedOn as Day | null,
    frozenOn: row.frozenOn as Day | null,
    thawedOn: row.thawedOn as Day | null,
    version: row.version,
  };
}
