import { Injectable } from '@nestjs/common';
import { Cache } from '#cache';
import type { Page } from '../http/page.js';
import { notFound } from '../http/problem.js';
import { IngredientBook } from './ingredient-book.js';
import { found } from './ingredient-search.js';
import type { Ingredient } from './ingredient.js';
import { ingredientsRegion } from './ingredients.cache.js';
import { IngredientsRepository } from './ingredients.repository.js';

export interface IngredientQuery {
  readonly query?: string;
  readonly page: number;
  readonly limit: number;
}

/** The curated table: by id, by what people type, and as the book that finds what a name means. */
@Injectable()
export class IngredientsService {
  /** The book of the table that was read last; another table makes another book. */
  #book: IngredientBook | undefined;

  constructor(
    private readonly repository: IngredientsRepository,
    private readonly cache: Cache,
  ) {}

  all(): Promise<readonly Ingredient[]> {
    return this.cache.read(ingredientsRegion, {}, () => this.repository.all());
  }

  async book(): Promise<IngredientBook> {
    const table = await this.all();
    if (!this.#book || !isSameTable(this.#book.ingredients, table)) this.#book = new IngredientBook(table);
    return this.#book;
  }

  /** Throws the 404 problem when there is none. */
  async byId(id: number): Promise<Ingredient> {
    const ingredient = (await this.book()).byId(id);
    if (!ingredient) throw notFound(`Ingredient ${id}`);
    return ingredient;
  }

  /** Best first with a query, by name without. */
  async search({ query = '', page, limit }: IngredientQuery): Promise<Page<Ingredient>> {
    const hits = found(await this.book(), query);
    return { items: hits.slice((page - 1) * limit, page * limit), page, limit, total: hits.length };
  }
}

/** A table that was merely read again needs no new book. */
function isSameTable(one: readonly Ingredient[], other: readonly Ingredient[]): boolean {
  if (one === other) return true;
  return (
    one.length === other.length &&
    one.every(({ id, updatedAt }, at) => id === other[at]?.id && updatedAt.getTime() === other[at].updatedAt.getTime())
  );
}
