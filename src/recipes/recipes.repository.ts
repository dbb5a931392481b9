import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, ne, sql } from 'drizzle-orm';
import { eachMade, inSlices } from '../background/in-slices.js';
import { Database } from '../database/database.js';
import { interactions } from '../preferences/preferences.tables.js';
import type { MadeRecipe } from './recipe-import.js';
import type { Recipe } from './recipe.js';
import { lineRowsOf, recipeOf, rowOf, WITH_LINES } from './recipe-rows.js';
import { recipeIngredients, recipes } from './recipes.tables.js';

/** What is known of a stored recipe without reading it. */
export interface HeldRecipe {
  readonly id: number;
  readonly slug: string;
  readonly source: string;
  readonly contentHash: string;
}

/** Lines of a statement: at most 20 MB of text. */
const LINE_BATCH = 2000;
const RECIPE_BATCH = 200;
const SEED_LOCK = 7_301_002;
const LONGEST_POPULAR = 200;

/** How much an act says that a recipe is liked. */
const WEIGHT_OF_KIND = sql<number>`sum(case ${interactions.kind}
  when 'viewed' then 1 when 'saved' then 3 when 'cooked' then 5
  when 'rated' then 2 * (coalesce(${interactions.rating}, 3) - 3) else -2 end)`;

/** The recipes as the database has them. */
@Injectable()
export class RecipesRepository {
  constructor(private readonly database: Database) {}

  /** All recipes, by id, with their lines, in one statement; in a transaction, for of ten thousand it is a long one. */
  async all(): Promise<Recipe[]> {
    const rows = await this.database.transaction(() =>
      this.database.db.select(WITH_LINES).from(recipes).orderBy(asc(recipes.id)),
    );
    return inSlices(eachMade(rows, recipeOf));
  }

  /** The recipes of all sources but this one, some hundreds at a time, by id. */
  async *batchesNotFrom(source: string): AsyncGenerator<Recipe[]> {
    for (let last = 0; ;) {
      const rows = await this.database.db
        .select(WITH_LINES)
        .from(recipes)
        .where(and(ne(recipes.source, source), gt(recipes.id, last)))
        .orderBy(asc(recipes.id))
        .limit(RECIPE_BATCH);
      if (rows.length === 0) return;
      yield rows.map(recipeOf);
      last = Math.max(...rows.map(({ id }) => id));
    }
  }

  async find(id: number): Promise<Recipe | undefined> {
    const [row] = await this.database.db.select(WITH_LINES).from(recipes).where(eq(recipes.id, id));
    return row && recipeOf(row);
  }

  async heldBySlug(slugs: readonly string[]): Promise<HeldRecipe[]> {
    if (slugs.length === 0) return [];
    return this.database.db
      .select({ id: recipes.id, slug: recipes.slug, source: recipes.source, contentHash: recipes.contentHash })
      .from(recipes)
      .where(inArray(recipes.slug, [...slugs]));
  }

  /** Holds the seed's lock until the transaction it is called in ends. */
  async lockForSeed(): Promise<void> {
    await this.database.lock(SEED_LOCK);
  }

  /** Adds or replaces some hundred recipes by slug with their lines, a handful of statements for all; their ids stay. */
  async upsert(made: readonly MadeRecipe[], at: Date): Promise<void> {
    if (made.length === 0) return;
    // Always in one order: two imports of the same recipes wait for each other instead of blocking each other.
    const ordered = made.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
    await this.database.transaction(async () => {
      await this.database.waitForLocks();
      const stored = await this.database.db
        .insert(recipes)
        .values(ordered.map((recipe) => rowOf(recipe, at)))
        .onConflictDoUpdate({ target: recipes.slug, set: REPLACED })
        .returning({ id: recipes.id, slug: recipes.slug });
      const ids = new Map(stored.map(({ id, slug }) => [slug, id]));
      await this.#replaceLines(
        ordered.flatMap((recipe) => lineRowsOf(recipe, ids.get(recipe.slug))),
        [...ids.values()],
      );
    });
  }

  /** Ids of the recipes that people liked most since then, best first. */
  async popularSince(since: Date): Promise<number[]> {
    const rows = await this.database.db
      .select({ id: interactions.recipeId, weight: WEIGHT_OF_KIND })
      .from(interactions)
      .where(gte(interactions.createdAt, since))
      .groupBy(interactions.recipeId)
      .having(sql`${WEIGHT_OF_KIND} > 0`)
      .orderBy(desc(WEIGHT_OF_KIND), asc(interactions.recipeId))
      .limit(LONGEST_POPULAR);
    return rows.map(({ id }) => id);
  }

  async #replaceLines(rows: readonly (typeof recipeIngredients.$inferInsert)[], ids: readonly number[]): Promise<void> {
    await this.database.db.delete(recipeIngredients).where(inArray(recipeIngredients.recipeId, [...ids]));
    for (let at = 0; at < rows.length; at += LINE_BATCH) await this.#addLines(rows.slice(at, at + LINE_BATCH));
  }

  /** One parameter whatever the number of rows: several times as fast as a list of values. */
  async #addLines(rows: readonly (typeof recipeIngredients.$inferInsert)[]): Promise<void> {
    await this.database.db.execute(sql`
      insert into recipe_ingredients
        (recipe_id, position, text, ingredient_id, alternatives, name, quantity, unit, optional, note, confidence)
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line
        ("recipeId" int, position int, text text, "ingredientId" int, alternatives int[], name text, quantity numeric,
         unit text, optional boolean, note text, confidence real)`);
  }
}

/** What a recipe of the same slug takes over from the new one: all but its id, its picture here and when it was made. */
const REPLACED = Object.fromEntries(
  Object.keys(getTableColumns(recipes))
    .filter((name) => !['id', 'slug', 'picture', 'createdAt'].includes(name))
    .map((name) => [name, sql.raw(`excluded.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`)]),
);
