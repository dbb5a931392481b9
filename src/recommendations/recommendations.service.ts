import { Injectable, Logger } from '@nestjs/common';
import { Cache, Clock, type Served } from '#cache';
import { day, daysBetween, type Day } from '../calendar/day.js';
import { dayAt, nextMidnight } from '../calendar/time-zone.js';
import { Problem } from '../http/problem.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { PantryService } from '../pantry/pantry.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import type { Recipe, RecipeContext } from '../recipes/recipe.js';
import { summaryOf } from '../recipes/recipes.dto.js';
import { RecipesService } from '../recipes/recipes.service.js';
import type { Judged } from './judge.js';
import { PopularInstead } from './popular-instead.js';
import { prepareCatalogue } from './prepared-catalogue.js';
import { rank } from './ranking.js';
import { recipesRegion, type RankedRecipe, type Ranking, type RankingQuery } from './recommendations.cache.js';
import { RecommendationsQuery, type RecommendationsView } from './recommendations.dto.js';
import { isShortOf, recommendationsIn, wishOf } from './recommendations.view.js';

const EPOCH = day('1970-01-01');
/** Digits that scores are told with. */
const PLACES = 4;

const SOURCES = { memory: 'cache', redis: 'cache', load: 'computed', stale: 'stale' } as const satisfies Record<
  Served<unknown>['from'],
  RecommendationsView['source']
>;

/** What to cook: the user's ranking, held, made or a little old; where there is none, what others like. */
@Injectable()
export class RecommendationsService {
  readonly #logger = new Logger(RecommendationsService.name);
  /** The catalogue that was ranked last: what was prepared for ranking hangs on it. */
  #catalogue: readonly Recipe[] = [];

  constructor(
    private readonly pantry: PantryService,
    private readonly preferences: PreferencesService,
    private readonly recipes: RecipesService,
    private readonly popular: PopularInstead,
    private readonly ingredients: IngredientsService,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** Never a recipe with what the user must not eat: where that can't be known there is none, but a 503 problem. */
  async recommend(userId: number, query: RecommendationsQuery): Promise<RecommendationsView> {
    try {
      const served = await this.#suiting(userId, query);
      return this.#answer(userId, query, served);
    } catch (error) {
      if (error instanceof Problem && error.status < 500) throw error;
      this.#logger.warn({ err: error, userId }, 'no ranking can be had: popular recipes instead');
      return this.popular.of(userId, query);
    }
  }

  /** Has the ranking at hand for who asks next and wishes for nothing in particular. */
  async warm(userId: number, context: RecipeContext): Promise<void> {
    await this.#suiting(userId, Object.assign(new RecommendationsQuery(), { context }));
  }

  /** Where the ranking for everything has too little of what is wished for, one for that. */
  async #suiting(userId: number, query: RecommendationsQuery): Promise<Served<Ranking>> {
    const { context, limit } = query;
    const served = await this.#ranked({ userId, context });
    const wish = wishOf(served.value, query);
    if (!isShortOf(served.value, wish, limit)) return served;
    try {
      return await this.#ranked({ userId, context, wish });
    } catch (error) {
      this.#logger.warn(
        { err: error, userId },
        'no ranking for a wish can be had: what suits it of the other one must do',
      );
      return served;
    }
  }

  #ranked(query: RankingQuery): Promise<Served<Ranking>> {
    return this.cache.fetch(recipesRegion, query, () => this.#rank(query));
  }

  #answer(userId: number, query: RecommendationsQuery, { value, from }: Served<Ranking>): RecommendationsView {
    const today = dayAt(this.clock.now(), value.timeZone);
    return {
      userId,
      context: query.context,
      source: SOURCES[from],
      degraded: from === 'stale',
      generatedAt: value.generatedAt,
      recipes: recommendationsIn(value, query, today),
    };
  }

  async #rank({ userId, context, wish }: RankingQuery): Promise<Ranking> {
    const [stock, preferences, acts, catalogue, book] = await Promise.all([
      this.pantry.itemsOf(userId),
      this.preferences.of(userId),
      this.preferences.recentInteractions(userId),
      this.#currentCatalogue(),
      this.ingredients.book(),
    ]);
    await prepareCatalogue(catalogue, book);
    const { timeZone, maxMinutes } = preferences;
    const now = this.clock.now();
    const today = dayAt(now, timeZone);
    const interactions = acts.map((act) => ({ ...act, on: dayAt(act.at, timeZone) }));
    const seed = seedOf(userId, today);
    const ranked = rank({
      stock,
      preferences,
      interactions,
      catalogue,
      book,
      today,
      context,
      wish,
      seed,
    });
    return {
      recipes: ranked.map(kept),
      maxMinutes,
      timeZone,
      generatedAt: new Date(now).toISOString(),
      goodUntil: nextMidnight(now, timeZone),
    };
  }

  /** One that was merely read again is answered by the one at hand, so that it need not be prepared again. */
  async #currentCatalogue(): Promise<readonly Recipe[]> {
    const read = await this.recipes.catalogue();
    if (!isSameCatalogue(read, this.#catalogue)) this.#catalogue = read;
    return this.#catalogue;
  }
}

function isSameCatalogue(one: readonly Recipe[], other: readonly Recipe[]): boolean {
  if (one === other) return true;
  return (
    one.length === other.length &&
    one.every(({ id, updatedAt }, at) => id === other[at]?.id && updatedAt.getTime() === other[at].updatedAt.getTime())
  );
}

/** Near equals take turns from day to day, and not for everybody on the same day. Never 0. */
function seedOf(userId: number, today: Day): number {
  return (Math.imul(userId, 0x9e3779b1) ^ daysBetween(EPOCH, today)) | 1;
}

function kept({ recipe, score, components, ...facts }: Judged): RankedRecipe {
  const { coverage, expiry, preference, effort, nutrition, novelty } = components;
  return {
    recipe: summaryOf(recipe),
    score: told(score),
    components: {
      coverage: told(coverage),
      expiry: told(expiry),
      preference: told(preference),
      effort: told(effort),
      nutrition: told(nutrition),
      novelty: told(novelty),
    },
    ...facts,
  };
}

function told(part: number): number {
  return Number(part.toFixed(PLACES));
}
