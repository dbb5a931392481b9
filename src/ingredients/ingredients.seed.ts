import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import { Database } from '../database/database.js';
import { readIngredientFiles } from './ingredient-files.js';
import type { Ingredient, IngredientFacts } from './ingredient.js';
import { ingredientsTag } from './ingredients.cache.js';
import { IngredientsRepository } from './ingredients.repository.js';

/** Brings the table up to the data files at start: only what differs is written, and ids stay. */
@Injectable()
export class IngredientsSeed implements OnApplicationBootstrap {
  readonly #logger = new Logger(IngredientsSeed.name);
  #done: Promise<number> | undefined;

  constructor(
    private readonly database: Database,
    private readonly repository: IngredientsRepository,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.done();
  }

  /** Resolves with how many ingredients were written, once the table is up to date; works once for all who ask. */
  done(): Promise<number> {
    this.#done ??= this.#seed();
    return this.#done;
  }

  async #seed(): Promise<number> {
    const facts = await readIngredientFiles();
    const written = await this.database.transaction(async () => {
      await this.repository.lockForSeed();
      const changed = changedAmong(facts, await this.repository.all());
      await this.repository.upsert(changed, new Date(this.clock.now()));
      return changed.length;
    });

    if (written === 0) return 0;
    await this.cache.invalidate(ingredientsTag());
    this.#logger.log(`${written} of ${facts.length} ingredients written`);
    return written;
  }
}

function changedAmong(facts: readonly IngredientFacts[], stored: readonly Ingredient[]): IngredientFacts[] {
  const bySlug = new Map(stored.map((known) => [known.slug, known]));
  return facts.filter((one) => {
    const { id, updatedAt, ...known } = bySlug.get(one.slug) ?? { id: 0, updatedAt: undefined };
    return id === 0 || updatedAt === undefined || !isDeepStrictEqual(known, one);
  });
}
