import { Injectable } from '@nestjs/common';
import { Cache, Clock, Unstored, type Served } from '#cache';
import { nextMidnight } from '../calendar/time-zone.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { withFood } from '../recipes/recipe-search.js';
import type { Recipe } from '../recipes/recipe.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { MOST_RANKED } from '../recommendations/ranking.js';
import { RecommendationsQuery, type RecommendationView } from '../recommendations/recommendations.dto.js';
import { RecommendationsService } from '../recommendations/recommendations.service.js';
import { shortlistRegion } from './assistant.cache.js';
import type { Candidate, Shortlist } from './brief.js';
import type { Wishes } from './wishes.js';

const MOST_CANDIDATES = 6;
const MOST_MISSING = 20;
/** Who asks what to cook does not want to go shopping first. */
const MANY_MISSING = 3;

interface Food {
  readonly name: string;
  readonly isIn: (recipe: Recipe) => boolean;
}

/** Chooses a few of the user's recommendations for a question. It adds none, so the hard filters hold as they do there. */
@Injectable()
export class Ranker {
  constructor(
    private readonly recommendations: RecommendationsService,
    private readonly recipes: RecipesService,
    private readonly ingredients: IngredientsService,
    private readonly preferences: PreferencesService,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  shortlistFor(userId: number, wishes: Wishes): Promise<Served<Shortlist>> {
    return this.cache.fetch(shortlistRegion, { userId, wishes }, async () => {
      const shortlist = await this.#choose(userId, wishes);
      return shortlist.degraded ? new Unstored(shortlist) : shortlist;
    });
  }

  async #choose(userId: number, wishes: Wishes): Promise<Shortlist> {
    const { context, maxMinutes } = wishes;
    const now = this.clock.now();
    const query = Object.assign(new RecommendationsQuery(), {
      context,
      maxMinutes,
      limit: MOST_RANKED,
      maxMissing: MOST_MISSING,
    });
    const [{ recipes, degraded }, timeZone] = await Promise.all([
      this.recommendations.recommend(userId, query),
      this.preferences.timeZoneOf(userId),
    ]);
    const [wanted, unwanted] = await Promise.all([this.#foods(wishes.wanted), this.#foods(wishes.unwanted)]);
    const byId = new Map((await this.recipes.catalogue()).map((recipe) => [recipe.id, recipe]));

    const candidates = recipes
      .flatMap((one) => {
        const recipe = byId.get(one.recipe.id);
        return recipe && !unwanted.some(({ isIn }) => isIn(recipe)) ? candidateOf(one, recipe, wanted) : [];
      })
      .toSorted((one, other) => other.asked.length - one.asked.length || shopping(one) - shopping(other))
      .slice(0, MOST_CANDIDATES);
    return { candidates, degraded, goodUntil: nextMidnight(now, timeZone) };
  }

  async #foods(ids: readonly number[]): Promise<Food[]> {
    const book = await this.ingredients.book();
    return ids.flatMap((id) => {
      const name = book.byId(id)?.name;
      return name === undefined ? [] : { name, isIn: withFood(name, book) };
    });
  }
}

function candidateOf({ missing, reasons }: RecommendationView, recipe: Recipe, wanted: readonly Food[]): Candidate {
  return {
    id: recipe.id,
    title: recipe.title,
    minutes: recipe.totalMinutes,
    asked: wanted.filter(({ isIn }) => isIn(recipe)).map(({ name }) => name),
    missing: missing.map(({ name }) => name),
    reasons: [...reasons],
  };
}

const shopping = ({ missing }: Candidate) => Number(missing.length > MANY_MISSING);
