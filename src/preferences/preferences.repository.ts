import { Injectable } from '@nestjs/common';
import { and, desc, eq, sql } from 'drizzle-orm';
import { users } from '../auth/users.tables.js';
import { Database } from '../database/database.js';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import type { Interaction } from './learning.js';
import { defaultWishes, type StatedWishes, type Wishes } from './preferences.js';
import { interactions, preferences } from './preferences.tables.js';

/** Older acts than these say next to nothing any more. */
const MOST_ACTS = 500;

const COVERAGE_PLACES = 4;

/** An act that is about to be noted. */
export interface NotedAct extends Interaction {
  /** Of a dish: how much of it was at home, 0..1; null where nobody can tell. */
  readonly coverage?: number | null;
  /** The act on the pantry that it goes with: taken back together. */
  readonly transactionId?: number | null;
}

/** Wishes and acts as the database has them. */
@Injectable()
export class PreferencesRepository {
  constructor(private readonly database: Database) {}

  /** The defaults, as of the account's making, where nothing was stated; undefined where there is no such user. */
  async find(userId: number): Promise<StatedWishes | undefined> {
    const [found] = await this.database.db
      .select({ row: preferences, joinedAt: users.createdAt })
      .from(users)
      .leftJoin(preferences, eq(preferences.userId, users.id))
      .where(eq(users.id, userId));
    if (!found) return undefined;
    return found.row ? stated(found.row) : { wishes: defaultWishes, version: 0, statedAt: found.joinedAt };
  }

  async save(userId: number, { wishes, version, statedAt }: StatedWishes): Promise<void> {
    const row = { ...mutable(wishes), version, updatedAt: statedAt };
    await this.database.db
      .insert(preferences)
      .values({ userId, ...row })
      .onConflictDoUpdate({ target: preferences.userId, set: row });
  }

  /** The latest acts that were not taken back, newest first. */
  async actsOf(userId: number): Promise<Interaction[]> {
    const rows = await this.database.db
      .select()
      .from(interactions)
      .where(and(eq(interactions.userId, userId), eq(interactions.undone, false)))
      .orderBy(desc(interactions.createdAt), desc(interactions.id))
      .limit(MOST_ACTS);
    return rows.map(({ createdAt, ...act }) => ({ ...act, at: createdAt.getTime() }));
  }

  /** When there was an act last, or one was taken back; null where there never was any. */
  async lastActAt(userId: number): Promise<Date | null> {
    const latest = sql<Date | null>`max(greatest(${interactions.createdAt}, ${interactions.changedAt}))`;
    const [acts] = await this.database.db
      .select({ latest: latest.mapWith(interactions.createdAt) })
      .from(interactions)
      .where(eq(interactions.userId, userId));
    return acts?.latest ?? null;
  }

  /** All acts as they are kept, oldest first. */
  allActsOf(userId: number) {
    return this.database.db.select().from(interactions).where(eq(interactions.userId, userId)).orderBy(interactions.id);
  }

  async addAct(userId: number, { at, ingredientIds, coverage, ...act }: NotedAct): Promise<void> {
    await this.database.db.insert(interactions).values({
      userId,
      ...act,
      ingredientIds: [...ingredientIds],
      coverage: coverage?.toFixed(COVERAGE_PLACES),
      createdAt: new Date(at),
    });
  }

  /** How many acts there are that went with that one on the pantry: all of them were done, or were not. */
  async setUndone(userId: number, transactionId: number, undone: boolean, at: Date): Promise<number> {
    const changed = await this.database.db
      .update(interactions)
      .set({ undone, changedAt: at })
      .where(and(eq(interactions.userId, userId), eq(interactions.transactionId, transactionId)))
      .returning({ id: interactions.id });
    return changed.length;
  }
}

function stated(row: typeof preferences.$inferSelect): StatedWishes {
  const { userId: _, version, updatedAt, diets, allergens, ...wishes } = row;
  return {
    wishes: { ...wishes, diets: diets as Diet[], allergens: allergens as Allergen[] },
    version,
    statedAt: updatedAt,
  };
}

function mutable(wishes: Wishes) {
  return {
    ...wishes,
    diets: [...wishes.diets],
    allergens: [...wishes.allergens],
    dislikedIngredients: [...wishes.dislikedIngredients],
    likedIngredients: [...wishes.likedIngredients],
    cuisines: { ...wishes.cuisines },
    nutritionGoals: { ...wishes.nutritionGoals },
  };
}
