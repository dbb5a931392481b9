import { Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, defineRegion, defineTag, hours, minutes } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { noQuery } from '../http/no-query.js';
import { pathId } from '../http/path-id.js';
import { queryOf } from '../http/query-of.js';
import type { Ingredient } from './ingredient.js';
import { IngredientsQuery } from './ingredients.dto.js';

/** The curated table. It changes only when the program starts with other data. */
export const ingredientsTag = defineTag('ingredients');

/** The whole table, in this process: about a megabyte, read by nearly every request. */
export const ingredientsRegion = defineRegion<Record<string, never>, readonly Ingredient[]>({
  name: 'ingredients',
  trustAlone: minutes(1),
  version: 1,
  freshFor: hours(1),
  staleIfErrorFor: hours(24),
  tiers: 'near',
  key: () => ['all'],
  tags: () => [ingredientsTag()],
});

/** One ingredient as it is sent. */
export const ingredientAnswers = defineAnswers<{ readonly id: number }>({
  name: 'ingredients.one',
  version: 1,
  freshFor: hours(1),
  staleIfErrorFor: hours(24),
  key: ({ id }) => [id],
  tags: () => [ingredientsTag()],
});

/** A page of the table as it is sent. */
export const ingredientPages = defineAnswers<IngredientsQuery>({
  name: 'ingredients.page',
  version: 1,
  freshFor: hours(1),
  staleIfErrorFor: hours(24),
  key: ({ query, page, limit }) => [query, page, limit],
  tags: () => [ingredientsTag()],
});

@Injectable()
export class IngredientsCacheInterceptor extends AnswerCacheInterceptor {
  protected trackBy(context: ExecutionContext) {
    if (this.regionOf(context) === ingredientPages) return queryOf(context, IngredientsQuery);
    noQuery(context);
    const id = pathId(context, 'id');
    return id === undefined ? undefined : { id };
  }
}
