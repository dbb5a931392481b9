import { Injectable } from '@nestjs/common';
import { and, desc, eq, sql } from 'drizzle-orm';
import { users } from '../auth/users.tables.js';
import { Database } from '../database/database.js';
import type { Interaction } from './learning.js';
import { ACTED_AT, actOf, mutable, STATED, stated, type ListedAct } from './preferences-rows.js';
import type { StatedWishes } from './preferences.js';
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

/** All that the database knows of what somebody wants, as of one moment. */
export interface KnownOf {
  readonly stated: StatedWishes;
  /** The latest that were not taken back, newest first. */
  readonly acts: readonly Interaction[];
  /** When there was an act last, or one was taken back; null where there never was any. */
  readonly actedAt: Date | null;
}

/** Wishes and acts as the database has them. */
@Injectable()
export class PreferencesRepository {
  constructor(private readonly database: Database) {}

  /** The defaults, as of the account's making, where nothing was stated; undefined where there is no such user. */
  async find(userId: number): Promise<StatedWishes | undefined> {
    const [found] = await this.database.db
      .select(STATED)
      .from(users)
      .leftJoin(preferences, eq(preferences.userId, users.id))
      .where(eq(users.id, userId));
    return found && stated(found);
  }

  /** What was stated and what was done, in one statement: nobody acts between the two. Undefined where there is no such user. */
  async knownOf(userId: number): Promise<KnownOf | undefined> {
    const latest = this.#latestOf(userId).as('latest');
    const acts = sql<readonly ListedAct[]>`coalesce((select json_agg(latest) from ${latest}), '[]')`;
    const [found] = await this.database.db
      .select({ ...STATED, acts, actedAt: ACTED_AT })
      .from(users)
      .leftJoin(preferences, eq(preferences.userId, users.id))
      .where(eq(users.id, userId));
    return found && { stated: stated(found), acts: found.acts.map(actOf), actedAt: found.actedAt };
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
    const rows = await this.#latestOf(userId);
    return rows.map(({ createdAt, ...act }) => ({ ...act, at: createdAt.getTime() }));
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

  #latestOf(userId: number) {
    const { recipeId, kind, rating, cuisine, ingredientIds, totalMinutes, createdAt } = interactions;
    return this.database.db
      .select({ recipeId, kind, rating, cuisine, ingredientIds, totalMinutes, createdAt })
      .from(interactions)
      .where(and(eq(interactions.userId, userId), eq(interactions.undone, false)))
      .orderBy(desc(interactions.createdAt), desc(interactions.id))
      .limit(MOST_ACTS);
  }
}
