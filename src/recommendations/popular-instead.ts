import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#cache';
import { Problem, unavailable } from '../http/problem.js';
import type { PreferencesView } from '../preferences/preferences.dto.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { allowedFor } from '../recipes/hard-filters.js';
import type { Recipe } from '../recipes/recipe.js';
import { byQuality } from '../recipes/recipe-quality.js';
import { summaryOf, type RecipeSummaryView } from '../recipes/recipes.dto.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { suits } from './occasion.js';
import type { RecommendationsQuery, RecommendationsView } from './recommendations.dto.js';
import { popularView } from './recommendations.view.js';
import { isWithin } from './wish.js';

/** Popular recipes to choose from when nothing personal can be had. */
const MOST_POPULAR = 200;

/** What tells whether a recipe may be shown, and is what was asked for. */
type Described = Pick<Recipe, 'allergens' | 'diets' | 'contexts' | 'totalMinutes'>;

/** What is recommended where no ranking can be had: what others like, as far as this user may eat it. */
@Injectable()
export class PopularInstead {
  readonly #logger = new Logger(PopularInstead.name);

  constructor(
    private readonly preferences: PreferencesService,
    private readonly recipes: RecipesService,
    private readonly clock: Clock,
  ) {}

  /** Throws the 503 problem where it can't be known what must not be on the plate, or there is nothing to recommend from. */
  async of(userId: number, query: RecommendationsQuery): Promise<RecommendationsView> {
    const filters = await this.#hardFiltersOf(userId);
    const longest = query.maxMinutes ?? filters.maxMinutes;
    const fits = (recipe: Described) =>
      allowedFor(recipe, filters) && suits(recipe, query.context) && isWithin(longest, recipe);
    const popular = (await this.#liked()).filter(fits);
    const others = popular.length < query.limit ? await this.#othersThat(fits) : [];
    const fitting = [...new Map([...popular, ...others].map((recipe) => [recipe.id, recipe])).values()];
    return {
      userId,
      context: query.context,
      source: 'popular',
      degraded: true,
      generatedAt: new Date(this.clock.now()).toISOString(),
      recipes: fitting.slice(0, query.limit).map(popularView),
    };
  }

  /** None where nobody can say what people like, but the catalogue can be had in its stead. */
  async #liked(): Promise<readonly RecipeSummaryView[]> {
    try {
      return (await this.recipes.popular(MOST_POPULAR)).recipes;
    } catch (error) {
      await this.recipes.catalogue();
      this.#logger.warn({ err: error }, 'what is popular cannot be had: the catalogue must do');
      return [];
    }
  }

  /** The catalogue, where it can be had: hard filters may leave nothing of what is popular. */
  async #othersThat(fits: (recipe: Described) => boolean): Promise<RecipeSummaryView[]> {
    try {
      return (await this.recipes.catalogue()).filter(fits).toSorted(byQuality).map(summaryOf);
    } catch (error) {
      this.#logger.warn({ err: error }, 'the catalogue cannot be had: what is popular must do');
      return [];
    }
  }

  async #hardFiltersOf(userId: number): Promise<PreferencesView> {
    try {
      return await this.preferences.of(userId);
    } catch (error) {
      if (error instanceof Problem && error.status < 500) throw error;
      throw unavailable('What must not be on the plate cannot be read at the moment', error);
    }
  }
}
