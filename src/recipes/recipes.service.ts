import { Injectable } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import { inSlices } from '../background/in-slices.js';
import { latestOf } from '../http/changed-at.js';
import type { PageQuery } from '../http/page.js';
import { notFound } from '../http/problem.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { Neighbours } from './neighbours.js';
import { RecipeIndex } from './recipe-index.js';
import { byQuality } from './recipe-quality.js';
import { searched } from './recipe-search.js';
import type { Recipe } from './recipe.js';
import { catalogueRegion, popularRegion, recipeRegion, searchesRegion, type PopularList } from './recipes.cache.js';
import { summaryOf, viewOfFacets, type ScoredRecipePage, type SimilarRecipePage } from './recipes.dto.js';
import { RecipesRepository } from './recipes.repository.js';
import { inOneSpelling, type SearchQuery } from './search-filters.js';

const EPOCH = new Date(0);
const POPULAR_WINDOW_MS = 30 * 86_400_000;

/** The catalogue: one recipe, all of them, those that fit a search, those that people like. */
@Injectable()
export class RecipesService {
  /** The index of the catalogue that was read last; another catalogue makes another index, once for all who search meanwhile. */
  #index: { readonly of: readonly Recipe[]; readonly made: Promise<RecipeIndex> } | undefined;

  constructor(
    private readonly repository: RecipesRepository,
    private readonly neighbours: Neighbours,
    private readonly ingredients: IngredientsService,
    private readonly preferences: PreferencesService,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** Every recipe, by id. */
  catalogue(): Promise<readonly Recipe[]> {
    return this.cache.read(catalogueRegion, {}, () => this.repository.all());
  }

  /** When the catalogue changed last, or what this user wants, if that was later. */
  async changedAt(userId?: number): Promise<Date> {
    const recipes = (await this.catalogue()).map(({ updatedAt }) => updatedAt);
    if (userId === undefined) return latestOf([EPOCH, ...recipes]);
    const { lastUpdated } = await this.preferences.of(userId);
    return latestOf([new Date(lastUpdated), ...recipes]);
  }

  /** Throws the 404 problem when there is none. */
  byId(id: number): Promise<Recipe> {
    return this.cache.read(recipeRegion, { id }, async () => {
      const recipe = await this.repository.find(id);
      if (!recipe) throw notFound(`Recipe ${id}`);
      return recipe;
    });
  }

  /** With `userId` the hard filters of that user come on top of the query's own. */
  async search(query: SearchQuery, userId?: number): Promise<ScoredRecipePage> {
    const filtered = inOneSpelling(userId === undefined ? query : await this.#withFiltersOf(userId, query));
    return this.cache.read(searchesRegion, filtered, () => this.#search(filtered));
  }

  /** The other recipes, the most like this one first. Throws the 404 problem when there is none of this id. */
  async similar(id: number, page: PageQuery): Promise<SimilarRecipePage> {
    const [recipe, catalogue] = await Promise.all([this.byId(id), this.catalogue()]);
    const found = await this.neighbours.of(recipe, catalogue, page);
    const items = found.map((one) => ({ ...summaryOf(one.recipe), similarity: one.similarity }));
    return { items, page: page.page, limit: page.limit, total: catalogue.length - 1 };
  }

  /** What people liked in the last 30 days, best first, filled up with the recipes that most is known of. */
  popular(limit: number): Promise<PopularList> {
    return this.cache.read(popularRegion, { limit }, async () => {
      const workedOutAt = this.clock.now();
      const [liked, catalogue] = await Promise.all([
        this.repository.popularSince(new Date(workedOutAt - POPULAR_WINDOW_MS)),
        this.catalogue(),
      ]);
      const byId = new Map(catalogue.map((recipe) => [recipe.id, recipe]));
      const first = liked.flatMap((id) => byId.get(id) ?? []);
      const chosen = new Set([...first, ...catalogue.toSorted(byQuality)]);
      return { workedOutAt, recipes: [...chosen].slice(0, limit).map(summaryOf) };
    });
  }

  async #withFiltersOf(userId: number, query: SearchQuery): Promise<SearchQuery> {
    const { diets, allergens } = await this.preferences.of(userId);
    return { ...query, diets: [...query.diets, ...diets], allergens: [...query.allergens, ...allergens] };
  }

  async #search(query: SearchQuery): Promise<ScoredRecipePage> {
    const { page, limit } = query;
    const [index, book] = await Promise.all([this.#indexed(), this.ingredients.book()]);
    const { hits, facets } = searched(index, book, query);
    const items = hits
      .slice((page - 1) * limit, page * limit)
      .map(({ recipe, score }) => ({ ...summaryOf(recipe), score }));
    return { items, page, limit, total: hits.length, facets: viewOfFacets(facets) };
  }

  async #indexed(): Promise<RecipeIndex> {
    const catalogue = await this.catalogue();
    if (this.#index?.of !== catalogue) {
      this.#index = { of: catalogue, made: inSlices(RecipeIndex.making(catalogue)) };
    }
    return this.#index.made;
  }
}
