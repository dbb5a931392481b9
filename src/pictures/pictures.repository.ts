import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database } from '../database/database.js';
import { recipes } from '../recipes/recipes.tables.js';
import type { Picture } from './picture.js';
import { recipePictures } from './pictures.tables.js';

/** A picture with when it came. */
export interface KeptPicture extends Picture {
  readonly updatedAt: Date;
}

/** What is known of a picture without reading it. */
export type HeldPicture = Pick<KeptPicture, 'hash' | 'updatedAt'>;

/** The pictures as the database has them; each recipe names the hash of its own. */
@Injectable()
export class PicturesRepository {
  constructor(private readonly database: Database) {}

  async find(recipeId: number): Promise<KeptPicture | undefined> {
    const [kept] = await this.database.db.select().from(recipePictures).where(eq(recipePictures.recipeId, recipeId));
    return kept;
  }

  /**
   * What the recipe has now, null where it has none, undefined where there is no such recipe; nobody else changes it until the transaction
   * ends.
   */
  async hold(recipeId: number): Promise<HeldPicture | null | undefined> {
    const [recipe] = await this.database.db
      .select({ id: recipes.id })
      .from(recipes)
      .where(eq(recipes.id, recipeId))
      .for('update');
    if (!recipe) return undefined;
    const [held] = await this.database.db
      .select({ hash: recipePictures.hash, updatedAt: recipePictures.updatedAt })
      .from(recipePictures)
      .where(eq(recipePictures.recipeId, recipeId));
    return held ?? null;
  }

  async save(recipeId: number, picture: Picture, at: Date): Promise<void> {
    const row = { ...picture, updatedAt: at };
    await this.database.db
      .insert(recipePictures)
      .values({ recipeId, ...row })
      .onConflictDoUpdate({ target: recipePictures.recipeId, set: row });
    await this.#name(recipeId, picture.hash, at);
  }

  async remove(recipeId: number, at: Date): Promise<void> {
    await this.database.db.delete(recipePictures).where(eq(recipePictures.recipeId, recipeId));
    await this.#name(recipeId, null, at);
  }

  /** The recipe changed with it: who asks by date must not be told that it is the same. */
  async #name(recipeId: number, picture: string | null, updatedAt: Date): Promise<void> {
    await this.database.db.update(recipes).set({ picture, updatedAt }).where(eq(recipes.id, recipeId));
  }
}
