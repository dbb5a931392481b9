import { Injectable } from '@nestjs/common';
import { desc, eq } from 'drizzle-orm';
import { users } from '../auth/users.tables.js';
import { Database } from '../database/database.js';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import type { Interaction } from './learning.js';
import { defaultWishes, type StatedWishes, type Wishes } from './preferences.js';
import { interactions, preferences } from './preferences.tables.js';

/** Older acts than these say next to nothing any more. */
const MOST_ACTS = 500;

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

  /** The latest acts, newest first. */
  async actsOf(userId: number): Promise<Interaction[]> {
    const rows = await this.database.db
      .select()
      .from(interactions)
      .where(eq(interactions.userId, userId))
      .orderBy(desc(interactions.createdAt), desc(interactions.id))
      .limit(MOST_ACTS);
    return rows.map(({ createdAt, ...act }) => ({ ...act, at: createdAt.getTime() }));
  }

  /** All acts as they are kept, oldest first. */
  allActsOf(userId: number) {
    return this.database.db.select().from(interactions).where(eq(interactions.userId, userId)).orderBy(interactions.id);
  }

  async addAct(userId: number, { at, ingredientIds, ...act }: Interaction): Promise<void> {
    await this.database.db
      .insert(interactions)
      .values({ userId, ...act, ingredientIds: [...ingredientIds], createdAt: new Date(at) });
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
