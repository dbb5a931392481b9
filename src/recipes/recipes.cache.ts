import { Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, defineRegion, defineTag, minutes, seconds, under, type ReadMode } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { noQuery } from '../http/no-query.js';
import { PageQuery } from '../http/page.js';
import { isNotFound } from '../http/problem.js';
import { pathId } from '../http/path-id.js';
import { queryOf } from '../http/query-of.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import type { Recipe } from './recipe.js';
import {
  NutritionQuery,
  PopularQuery,
  RecipeQuery,
  RecipeSearchQuery,
  type RecipeSummaryView,
  type ScoredRecipePage,
} from './recipes.dto.js';
import { searchOf, type SearchQuery } from './search-filters.js';

/** The catalogue: any recipe was added or changed. */
export const recipesTag = defineTag('recipes');
/** One recipe. */
export const recipeTag = defineTag<[id: number]>('recipe');

/**
 * What the cache can let go of. The recipes themselves are held by the index and by what was prepared for ranking, in the cache or out of it: were
 * they weighed, ten thousand would leave no room for anything else, and more than that would be read anew for each search.
 */
const REFERENCE_BYTES = 1024;

/** The whole catalogue, in this process, for ranking and search. What it takes comes on top of the cache's own limit. */
export const catalogueRegion = defineRegion<Record<string, never>, readonly Recipe[]>({
  name: 'catalogue',
  trustAlone: minutes(1),
  version: 1,
  freshFor: minutes(10),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  tiers: 'near',
  weigh: () => REFERENCE_BYTES,
  key: () => ['all'],
  tags: () => [recipesTag()],
});

export const recipeRegion = defineRegion<{ readonly id: number }, Recipe>({
  name: 'recipe',
  version: 2,
  freshFor: minutes(10),
  // Who tries one number after the other does not ask the database each time.
  failureFor: (error) => (isNotFound(error) ? seconds(30) : undefined),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  value: isRecipe,
  key: ({ id }) => [id],
  tags: ({ id }) => [recipesTag(), recipeTag(id)],
  keysUnder: [under(recipeTag, (id) => [{ id }])],
});

const searchKey = ({ query, diets, allergens, exclude, cuisine, maxMinutes, sort, page, limit }: SearchQuery) => [
  query,
  diets,
  allergens,
  exclude,
  cuisine,
  maxMinutes,
  sort,
  page,
  limit,
];

export const searchesRegion = defineRegion<SearchQuery, ScoredRecipePage>({
  name: 'searches',
  version: 2,
  freshFor: minutes(30),
  staleIfErrorFor: minutes(120),
  value: isPage,
  key: searchKey,
  tags: () => [recipesTag()],
});

export interface PopularList {
  /** ms since 1970. */
  readonly workedOutAt: number;
  readonly recipes: readonly RecipeSummaryView[];
}

export const popularRegion = defineRegion<{ readonly limit: number }, PopularList>({
  name: 'popular',
  version: 2,
  freshFor: minutes(30),
  staleIfErrorFor: minutes(120),
  value: (value): value is PopularList => Array.isArray((value as Partial<PopularList> | null)?.recipes),
  key: ({ limit }) => [limit],
  tags: () => [recipesTag()],
});

interface OneRecipe {
  readonly id: number;
  readonly servings?: number;
}

const oneRecipe = {
  version: 1,
  freshFor: minutes(10),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  key: ({ id, servings }: OneRecipe) => [id, servings],
  tags: ({ id }: OneRecipe) => [recipesTag(), recipeTag(id)],
} as const;

/** One recipe as it is sent, by how many it is for; its nutrition; and it as schema.org/Recipe. */
export const recipeAnswers = defineAnswers<OneRecipe>({ name: 'recipe.answer', ...oneRecipe });
export const nutritionAnswers = defineAnswers<OneRecipe>({ name: 'recipe.nutrition', ...oneRecipe });
export const jsonLdAnswers = defineAnswers<OneRecipe>({ name: 'recipe.jsonld', ...oneRecipe });

type SimilarQuery = PageQuery & { readonly id: number };

/** Recipes like one, as they are sent. Any recipe that is added or changed may be one of them. */
export const similarAnswers = defineAnswers<SimilarQuery>({
  name: 'recipe.similar',
  version: 1,
  freshFor: minutes(10),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  key: ({ id, page, limit }) => [id, page, limit],
  tags: () => [recipesTag()],
});

/** Searches as they are sent: with `userId` they are that user's own. */
export const searchAnswers = defineAnswers<SearchQuery & { readonly userId: number | undefined }>({
  name: 'searches.answer',
  version: 2,
  freshFor: minutes(5),
  staleIfErrorFor: minutes(120),
  identity: ({ userId }) => userId,
  key: searchKey,
  tags: ({ userId }) => (userId === undefined ? [recipesTag()] : [recipesTag(), preferencesTag(userId)]),
});

export const popularAnswers = defineAnswers<PopularQuery>({
  name: 'popular.answer',
  version: 1,
  freshFor: minutes(10),
  staleFor: minutes(10),
  staleIfErrorFor: minutes(120),
  key: ({ limit }) => [limit],
  tags: () => [recipesTag()],
});

/** Everything this room keeps. */
export const recipeRegions = [
  catalogueRegion,
  recipeRegion,
  searchesRegion,
  popularRegion,
  recipeAnswers,
  nutritionAnswers,
  jsonLdAnswers,
  similarAnswers,
  searchAnswers,
  popularAnswers,
];

@Injectable()
export class RecipesCacheInterceptor extends AnswerCacheInterceptor {
  protected async trackBy(context: ExecutionContext) {
    const region = this.regionOf(context);
    if (region === searchAnswers) {
      const asked = await queryOf(context, RecipeSearchQuery);
      return { ...searchOf(asked), userId: asked.userId };
    }
    if (region === popularAnswers) return queryOf(context, PopularQuery);

    const id = pathId(context, 'id');
    if (id === undefined) return undefined;
    if (region === jsonLdAnswers) {
      noQuery(context);
      return { id };
    }
    if (region === similarAnswers) {
      const { page, limit } = await queryOf(context, PageQuery);
      return { id, page, limit };
    }
    const { servings } = await queryOf(context, region === recipeAnswers ? RecipeQuery : NutritionQuery);
    return { id, servings };
  }

  /** `?useCache=false` reads past every cache below as well, and keeps nothing. */
  protected override async asksFor(context: ExecutionContext): Promise<ReadMode> {
    if (this.regionOf(context) !== recipeAnswers) return 'use';
    const { useCache } = await queryOf(context, RecipeQuery);
    return useCache === 'false' ? 'bypass' : 'use';
  }
}

function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null) return false;
  const { id, allergens, ingredients } = value as Partial<Record<keyof Recipe, unknown>>;
  return Number.isSafeInteger(id) && typeof allergens === 'object' && Array.isArray(ingredients);
}

function isPage(value: unknown): value is ScoredRecipePage {
  return (
    typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items) && 'facets' in value
  );
}
