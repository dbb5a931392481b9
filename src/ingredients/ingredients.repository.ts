import { Injectable } from '@nestjs/common';
import { asc, getTableColumns, sql } from 'drizzle-orm';
import { Database } from '../database/database.js';
import type { Allergen, Diet, Ingredient, IngredientCategory, IngredientFacts } from './ingredient.js';
import { ingredients } from './ingredients.tables.js';

type Row = typeof ingredients.$inferSelect;

/** One statement writes this many: each row takes fifteen of the 65,535 parameters of a statement. */
const BATCH = 500;
/** Instances that start together write one after the other. Any number that nothing else locks by. */
const SEED_LOCK = 7_301_001;

/** The ingredients as the database has them. */
@Injectable()
export class IngredientsRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<Ingredient[]> {
    const rows = await this.database.db.select().from(ingredients).orderBy(asc(ingredients.id));
    return rows.map(ingredientOf);
  }

  /** Holds the seed's lock until the transaction it is called in ends. */
  async lockForSeed(): Promise<void> {
    await this.database.lock(SEED_LOCK);
  }

  /** Adds those whose slug is new and replaces the others; their ids stay. */
  async upsert(facts: readonly IngredientFacts[], updatedAt: Date): Promise<void> {
    for (let at = 0; at < facts.length; at += BATCH) {
      await this.database.db
        .insert(ingredients)
        .values(facts.slice(at, at + BATCH).map((one) => rowOf(one, updatedAt)))
        .onConflictDoUpdate({ target: ingredients.slug, set: asProposed() });
    }
  }
}

/** Every column but the id and the slug, as the row that met the conflict has it. */
function asProposed() {
  const columns = Object.keys(getTableColumns(ingredients)).filter((name) => name !== 'id' && name !== 'slug');
  return Object.fromEntries(columns.map((name) => [name, sql.raw(`excluded.${snake(name)}`)]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function rowOf({ aliases, contains, mayContain, breaks, substitutes, ...facts }: IngredientFacts, updatedAt: Date) {
  return {
    ...facts,
    aliases: [...aliases],
    contains: [...contains],
    mayContain: [...mayContain],
    breaks: [...breaks],
    substitutes: [...substitutes],
    updatedAt,
  };
}

function ingredientOf({ category, contains, mayContain, breaks, ...row }: Row): Ingredient {
  return {
    ...row,
    category: category as IngredientCategory,
    contains: contains as Allergen[],
    mayContain: mayContain as Allergen[],
    breaks: breaks as Diet[],
  };
}
