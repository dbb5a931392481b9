import { AsyncResource } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { Cache } from '#cache';
import { OutsideError } from '../outside/outside.error.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { elsewhereRegion } from './elsewhere.cache.js';
import { RecipeProvider, type ProviderRecipe } from './recipe-provider.js';
import type { ElsewhereRecipeView, ScoredRecipePage } from './recipes.dto.js';
import { inOneSpelling, type SearchQuery } from './search-filters.js';

const SHORTEST_QUERY = 3;

/**
 * Looks elsewhere for who found nothing here. Only for somebody with an account, as each look costs of a small quota; and never where
 * a diet, an allergen or any other filter is to hold: of recipes elsewhere nobody knows whether they keep it.
 */
@Injectable()
export class ElsewhereService {
  readonly #logger = new Logger(ElsewhereService.name);
  /**
   * What a provider finds hangs on nothing of ours that may change. So it is read outside of the search that asks for it: that would be content
   * only with what was asked for after it began, and two people with the same words, or one with `?fresh=true`, would cost twice.
   */
  readonly #outside = new AsyncResource('ElsewhereService');

  constructor(
    private readonly provider: RecipeProvider,
    private readonly preferences: PreferencesService,
    private readonly cache: Cache,
  ) {}

  /** `found`, with what there is elsewhere; as it is where nobody is to be asked, nothing was found, or the provider failed. */
  async beside(found: ScoredRecipePage, asked: SearchQuery, userId?: number): Promise<ScoredRecipePage> {
    const { query, ...filters } = inOneSpelling(asked);
    if (!this.provider.isOn || userId === undefined || found.total > 0) return found;
    if (query.length < SHORTEST_QUERY || isFiltered(filters)) return found;
    const { diets, allergens } = await this.preferences.of(userId);
    if (diets.length > 0 || allergens.length > 0) return found;

    const recipes = await this.#find(query);
    if (recipes.length === 0) return found;
    const { items, page, limit, total, facets } = found;
    return {
      items,
      page,
      limit,
      total,
      facets,
      elsewhere: { provider: this.provider.name, recipes: recipes.map(viewOf) },
    };
  }

  async #find(query: string): Promise<readonly ProviderRecipe[]> {
    const read = () => this.cache.read(elsewhereRegion, { query }, () => this.provider.find(query));
    try {
      return await this.#outside.runInAsyncScope(read);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      this.#logger.warn({ code: error.code }, `nothing from elsewhere: ${error.message}`);
      return [];
    }
  }
}

const viewOf = ({ id, title, image }: ProviderRecipe): ElsewhereRecipeView => ({ id, title, image });

function isFiltered({ diets, allergens, exclude, cuisine, maxMinutes, page }: Omit<SearchQuery, 'query'>): boolean {
  const lists = [...diets, ...allergens, ...exclude];
  return lists.length > 0 || cuisine !== null || maxMinutes !== null || page !== 1;
}
