import { Injectable } from '@nestjs/common';
import { Cache, Clock, Unstored, type Served } from '#cache';
import { nextMidnight } from '../calendar/time-zone.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { safeFoods, type Declared } from '../ingredients/safe-food.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { allowedFor } from '../recipes/hard-filters.js';
import type { Recipe } from '../recipes/recipe.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { MOST_RANKED } from '../recommendations/ranking.js';
import { RecommendationsQuery, type RecommendationView } from '../recommendations/recommendations.dto.js';
import { RecommendationsService } from '../recommendations/recommendations.service.js';
import { shortlistRegion } from './assistant.cache.js';
import type { Candidate, Shortlist } from './brief.js';
import { foodsOf, ofCuisine, orCalledSo, type Trait } from './traits.js';
import type { Wishes } from './wishes.js';

const MOST_CANDIDATES = 6;
const MOST_MISSING = 20;
/** Who asks what to cook does not want to go shopping first. */
const MANY_MISSING = 3;

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
    const { context, maxMinutes, cuisines } = wishes;
    const now = this.clock.now();
    const query = Object.assign(new RecommendationsQuery(), {
      context,
      maxMinutes,
      limit: MOST_RANKED,
      maxMissing: MOST_MISSING,
    });
    const [{ recipes, degraded }, timeZone, book] = await Promise.all([
      this.recommendations.recommend(userId, query),
      this.preferences.timeZoneOf(userId),
      this.ingredients.book(),
    ]);
    const wanted = [...foodsOf(wishes.wanted, book).map(orCalledSo), ...cuisines.map(ofCuisine)];
    const unwanted = foodsOf(wishes.unwanted, book);
    const reasons = reasonsOf(book, wishes);
    const byId = new Map((await this.recipes.catalogue()).map((recipe) => [recipe.id, recipe]));

    const candidates = recipes
      .flatMap((one) => {
        const recipe = byId.get(one.recipe.id);
        const isRefused = !recipe || !allowedFor(recipe, wishes) || unwanted.some(({ isIn }) => isIn(recipe));
        return isRefused
          ? []
          : { ...described(recipe, wanted), missing: one.missing.map(({ name }) => name), reasons: reasons(one) };
      })
      .toSorted((one, other) => other.asked.length - one.asked.length || shopping(one) - shopping(other))
      .slice(0, MOST_CANDIDATES);
    return { wanted: wanted.map(({ name }) => name), candidates, degraded, goodUntil: nextMidnight(now, timeZone) };
  }
}

/** A recommendation that knows nothing of the message may put in what the message refuses, as butter for margarine: then no reasons are told. */
function reasonsOf(book: IngredientBook, refused: Declared): (one: RecommendationView) => readonly string[] {
  const isSafe = safeFoods(book, refused);
  const isHarmless = (name: string) => isSafe(book.match(name)?.ingredient.id ?? null);
  return ({ used, substitutions, reasons }) => {
    const names = [...used.map(({ name }) => name), ...substitutions.map(({ use }) => use)];
    return names.every(isHarmless) ? reasons : [];
  };
}

function described(recipe: Recipe, wanted: readonly Trait[]) {
  const { id, title, totalMinutes: minutes } = recipe;
  return { id, title, minutes, asked: wanted.filter(({ isIn }) => isIn(recipe)).map(({ name }) => name) };
}

const shopping = ({ missing }: Candidate) => Number(missing.length > MANY_MISSING);
