import { Injectable } from '@nestjs/common';
import { Cache, Clock, Unstored, type Served } from '#cache';
import { nextMidnight } from '../calendar/time-zone.js';
import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { safeFoods, type Declared } from '../ingredients/safe-food.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { allowedFor } from '../recipes/hard-filters.js';
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

/** What a recipe has or has not. */
interface Trait {
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
    const { context, maxMinutes, cuisines } = wishes;
    const goodUntil = nextMidnight(this.clock.now(), await this.preferences.timeZoneOf(userId));
    const query = Object.assign(new RecommendationsQuery(), {
      context,
      maxMinutes,
      limit: MOST_RANKED,
      maxMissing: MOST_MISSING,
    });
    const { recipes, degraded } = await this.recommendations.recommend(userId, query);
    const book = await this.ingredients.book();
    const wanted = [...foodsOf(wishes.wanted, book).map(orCalledSo), ...cuisines.map(ofCuisine)];
    const unwanted = foodsOf(wishes.unwanted, book);
    const mayBeTold = toldOf(book, wishes);
    const byId = new Map((await this.recipes.catalogue()).map((recipe) => [recipe.id, recipe]));

    const candidates = recipes
      .flatMap((one) => {
        const recipe = byId.get(one.recipe.id);
        const isRefused = !recipe || !allowedFor(recipe, wishes) || unwanted.some(({ isIn }) => isIn(recipe));
        return isRefused ? [] : candidateOf(mayBeTold(one), recipe, wanted);
      })
      .toSorted((one, other) => other.asked.length - one.asked.length || shopping(one) - shopping(other))
      .slice(0, MOST_CANDIDATES);
    return { wanted: wanted.map(({ name }) => name), candidates, degraded, goodUntil };
  }
}

function foodsOf(ids: readonly number[], book: IngredientBook): Trait[] {
  return ids.flatMap((id) => {
    const name = book.byId(id)?.name;
    return name === undefined ? [] : { name, isIn: withFood(name, book) };
  });
}

/** A soup is what is called one: no line of it says so. */
function orCalledSo({ name, isIn }: Trait): Trait {
  const words = foodWords(name);
  const isCalledSo = (title: string) => words.every((word) => foodWords(title).includes(word));
  return { name, isIn: (recipe) => isIn(recipe) || isCalledSo(recipe.title) };
}

function ofCuisine(name: string): Trait {
  return { name, isIn: ({ cuisine }) => cuisine === name };
}

/** A recommendation that knows nothing of the message may put in what the message refuses, as butter for margarine: then its reasons are left out. */
function toldOf(book: IngredientBook, refused: Declared): (one: RecommendationView) => RecommendationView {
  const isSafe = safeFoods(book, refused);
  const isHarmless = (name: string) => isSafe(book.match(name)?.ingredient.id ?? null);
  return (one) => {
    const names = [...one.used.map(({ name }) => name), ...one.substitutions.map(({ use }) => use)];
    return names.every(isHarmless) ? one : { ...one, reasons: [] };
  };
}

function candidateOf({ missing, reasons }: RecommendationView, recipe: Recipe, wanted: readonly Trait[]): Candidate {
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
