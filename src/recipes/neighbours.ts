import { Injectable } from '@nestjs/common';
import { asc, desc, ne, sql } from 'drizzle-orm';
import { Database } from '../database/database.js';
import { isDatabaseAway } from '../database/failure.js';
import type { PageQuery } from '../http/page.js';
import { EMBEDDING_SIZE } from './embedding.js';
import type { Recipe } from './recipe.js';
import { recipes } from './recipes.tables.js';
import { LIKENESS_DIGITS, similarTo, type SimilarRecipe } from './similar-recipes.js';

/**
 * What of the catalogue is like a recipe, the most alike first. Where the database compares vectors itself it is asked, so that a large
 * catalogue keeps nobody else waiting; elsewhere, and while it is away, the catalogue that is held is gone through. Either way every recipe
 * is looked at, and both give the same but where two lie nearer to each other than the digits of likeness tell.
 */
@Injectable()
export class Neighbours {
  constructor(private readonly database: Database) {}

  /** One page; what only one of database and `catalogue` knows yet is left out. */
  async of(recipe: Recipe, catalogue: readonly Recipe[], page: PageQuery): Promise<readonly SimilarRecipe[]> {
    if (!this.database.comparesVectors || recipe.embedding.length !== EMBEDDING_SIZE) {
      return scanned(recipe, catalogue, page);
    }
    try {
      return await this.#asked(recipe, catalogue, page);
    } catch (error) {
      if (isDatabaseAway(error)) return scanned(recipe, catalogue, page);
      throw error;
    }
  }

  async #asked(recipe: Recipe, catalogue: readonly Recipe[], { page, limit }: PageQuery): Promise<SimilarRecipe[]> {
    const likeness = likenessTo(recipe.embedding);
    const rows = await this.database.db
      .select({ id: recipes.id, similarity: likeness })
      .from(recipes)
      .where(ne(recipes.id, recipe.id))
      .orderBy(desc(likeness), asc(recipes.id))
      .limit(limit)
      .offset((page - 1) * limit);
    const held = new Map(catalogue.map((one) => [one.id, one]));
    return rows.flatMap(({ id, similarity }) => {
      const known = held.get(id);
      return known ? [{ recipe: known, similarity }] : [];
    });
  }
}

function scanned(recipe: Recipe, catalogue: readonly Recipe[], { page, limit }: PageQuery): SimilarRecipe[] {
  return similarTo(recipe, catalogue).slice((page - 1) * limit, page * limit);
}

/** The dot product, as pgvector tells it: `<#>` is the negative one. Vectors of another length can't be compared: they are like none. */
const likenessTo = (embedding: readonly number[]) => sql<number>`
  case when cardinality(${recipes.embedding}) = ${EMBEDDING_SIZE}
    then round((-(${recipes.embedding}::vector <#> ${JSON.stringify(embedding)}::vector))::numeric, ${LIKENESS_DIGITS})
    else 0 end::float8`;
