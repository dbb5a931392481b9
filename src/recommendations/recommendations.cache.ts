import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, defineRegion, defineTag, hours, minutes, under, type Period } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { dayAround } from '../calendar/time-zone.js';
import { refreshAhead } from '../config/lifetimes.js';
import { pathId } from '../http/path-id.js';
import { queryOf } from '../http/query-of.js';
import { pantryTag } from '../pantry/pantry.cache.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { recipeContexts, type RecipeContext } from '../recipes/recipe.js';
import { recipesTag } from '../recipes/recipes.cache.js';
import type { RecipeSummaryView } from '../recipes/recipes.dto.js';
import type { Judged } from './judge.js';
import { RecommendationsQuery } from './recommendations.dto.js';
import type { Wish } from './wish.js';

/** The rankings of a user, without what they are made of. */
export const rankingTag = defineTag<[userId: number]>('ranking');

export interface RankingQuery {
  readonly userId: number;
  readonly context: RecipeContext;
  /** Only what suits it is ranked. Without one everything is. */
  readonly wish?: Wish;
}

/** A recipe in a ranking: facts with dates, from which answers of every length are cut. */
export interface RankedRecipe extends Omit<Judged, 'recipe'> {
  readonly recipe: RecipeSummaryView;
}

/** What was ranked for a user on one day, best first. */
export interface Ranking {
  readonly recipes: readonly RankedRecipe[];
  /** The longest the user wants to cook. */
  readonly maxMinutes: number | null;
  readonly timeZone: string;
  /** ISO 8601 UTC. */
  readonly generatedAt: string;
  /** The user's next midnight, ms since 1970: what expires "tomorrow" does so today then. */
  readonly goodUntil: number;
}

const everyContext = (userId: number): RankingQuery[] => recipeContexts.map((context) => ({ userId, context }));

const dependencies = (userId: number) => [pantryTag(userId), preferencesTag(userId), rankingTag(userId), recipesTag()];

/**
 * One ranking for each user and occasion serves every limit, and every wish of which enough is in it; it depends on the day as well as on what it is
 * made of.
 */
export const recipesRegion = defineRegion<RankingQuery, Ranking>({
  name: 'recipes',
  version: 1,
  freshFor: hours(2),
  refreshAhead,
  staleFor: minutes(30),
  staleIfErrorFor: hours(24),
  goodUntil: ({ goodUntil }) => goodUntil,
  value: isRanking,
  identity: ({ userId }) => userId,
  key: ({ context, wish }) => (wish ? [context, wish.maxMissing, wish.maxMinutes] : [context]),
  tags: ({ userId }) => dependencies(userId),
  keysUnder: [under(pantryTag, everyContext), under(preferencesTag, everyContext), under(rankingTag, everyContext)],
});

type OwnRecommendations = RecommendationsQuery & { readonly userId: number };

/** What is recommended, as it is sent. */
export const recommendationAnswers = defineAnswers<OwnRecommendations>({
  name: 'recommendations.answer',
  version: 1,
  freshFor: minutes(30),
  refreshAhead,
  identity: ({ userId }) => userId,
  key: ({ context, limit, maxMissing, maxMinutes }) => [context, limit, maxMissing, maxMinutes],
  tags: ({ userId }) => dependencies(userId),
});

@Injectable()
export class RecommendationsCacheInterceptor extends AnswerCacheInterceptor {
  @Inject(PreferencesService) private readonly preferences!: PreferencesService;

  protected async trackBy(context: ExecutionContext): Promise<OwnRecommendations | undefined> {
    const userId = pathId(context, 'userId');
    if (userId === undefined) return undefined;
    const { context: occasion, limit, maxMissing, maxMinutes } = await queryOf(context, RecommendationsQuery);
    return { userId, context: occasion, limit, maxMissing, maxMinutes };
  }

  /** What is due "tomorrow" is due "today" after midnight where the user lives. */
  protected override async periodOf({ userId }: OwnRecommendations, at: number): Promise<Period> {
    return dayAround(at, await this.preferences.timeZoneOf(userId));
  }
}

function isRanking(value: unknown): value is Ranking {
  if (typeof value !== 'object' || value === null) return false;
  const { recipes, timeZone, generatedAt, goodUntil } = value as Partial<Record<keyof Ranking, unknown>>;
  return (
    typeof timeZone === 'string' &&
    typeof generatedAt === 'string' &&
    typeof goodUntil === 'number' &&
    Array.isArray(recipes) &&
    recipes.every(isRanked)
  );
}

function isRanked(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { recipe, score, missing, rescues, reasons } = value as Partial<Record<keyof RankedRecipe, unknown>>;
  return (
    typeof recipe === 'object' &&
    typeof score === 'number' &&
    [missing, rescues, reasons].every((list) => Array.isArray(list))
  );
}
