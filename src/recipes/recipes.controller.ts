import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { CachedResponse, InvalidatesGroups } from '#cache';
import { AdminOnly, OwnerIn, Public } from '../auth/access.js';
import { tellChangedAt } from '../http/changed-at.js';
import { IdPipe } from '../http/id.pipe.js';
import { PageQuery } from '../http/page.js';
import { badInput } from '../http/problem.js';
import { ElsewhereService } from './elsewhere.service.js';
import { documentsIn } from './ndjson.js';
import { RecipeImporter } from './recipe-importer.js';
import type { Recipe } from './recipe.js';
import { jsonLdOf } from './recipe-json-ld.js';
import {
  jsonLdAnswers,
  nutritionAnswers,
  popularAnswers,
  recipeAnswers,
  RecipesCacheInterceptor,
  searchAnswers,
  similarAnswers,
} from './recipes.cache.js';
import {
  ImportView,
  NutritionQuery,
  PopularQuery,
  PopularRecipes,
  RecipeNutritionView,
  RecipeQuery,
  RecipeSearchQuery,
  RecipeView,
  ScoredRecipePage,
  SimilarRecipePage,
  viewOf,
} from './recipes.dto.js';
import { RecipesService } from './recipes.service.js';
import { scaledTo, servingOf } from './scaling.js';
import { searchOf } from './search-filters.js';

@ApiTags('recipes')
@Controller('recipes')
@UseInterceptors(RecipesCacheInterceptor)
export class RecipesController {
  constructor(
    private readonly recipes: RecipesService,
    private readonly importer: RecipeImporter,
    private readonly elsewhere: ElsewhereService,
  ) {}

  /** Public, but for a search with somebody's `userId`: that needs this user's token. */
  @OwnerIn({ query: 'userId', optional: true })
  @Get('search')
  // What was found elsewhere has a life of its own, shorter than that of an answer.
  @CachedResponse<ScoredRecipePage>(searchAnswers, {
    scope: 'mixed',
    groups: ['recipes'],
    keeps: ({ elsewhere }) => elsewhere === undefined,
  })
  async search(
    @Query() query: RecipeSearchQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScoredRecipePage> {
    tellChangedAt(reply, await this.recipes.changedAt(query.userId));
    const asked = searchOf(query);
    const found = await this.recipes.search(asked, query.userId);
    return this.elsewhere.beside(found, asked, query.userId);
  }

  @Public()
  @Get('popular')
  @CachedResponse(popularAnswers, { scope: 'public', groups: ['recipes'] })
  async popular(
    @Query() { limit }: PopularQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PopularRecipes> {
    const { workedOutAt, recipes } = await this.recipes.popular(limit);
    tellChangedAt(reply, new Date(workedOutAt));
    return { items: [...recipes], page: 1, limit, total: recipes.length };
  }

  /** The recipe as schema.org/Recipe, as the import reads it. */
  @Public()
  @Get(':id.jsonld')
  @CachedResponse(jsonLdAnswers, { scope: 'public', groups: ['recipes'], contentType: 'application/ld+json' })
  async jsonLd(
    @Param('id', IdPipe) id: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, unknown>> {
    return jsonLdOf(await this.#found(id, reply));
  }

  @Public()
  @Get(':id')
  @CachedResponse<RecipeView>(recipeAnswers, { scope: 'public', groups: ['recipes'], steeredBy: ['useCache'] })
  async byId(
    @Param('id', IdPipe) id: number,
    @Query() { servings }: RecipeQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecipeView> {
    const recipe = await this.#found(id, reply);
    return viewOf(servings === undefined ? recipe : scaledTo(recipe, servings));
  }

  @Public()
  @Get(':id/nutrition')
  @CachedResponse(nutritionAnswers, { scope: 'public', groups: ['recipes'] })
  async nutrition(
    @Param('id', IdPipe) id: number,
    @Query() { servings }: NutritionQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecipeNutritionView> {
    return servingOf(await this.#found(id, reply), servings);
  }

  /** What is like it, the most alike first, by the foods, the cuisine and the way it is cooked; never the recipe itself. */
  @Public()
  @Get(':id/similar')
  @CachedResponse(similarAnswers, { scope: 'public', groups: ['recipes'] })
  async similar(
    @Param('id', IdPipe) id: number,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SimilarRecipePage> {
    const found = await this.recipes.similar(id, query);
    tellChangedAt(reply, await this.recipes.changedAt());
    return found;
  }

  /** Takes schema.org/Recipe: one, a list or a `@graph` as JSON, or one a line as NDJSON. What cannot be taken is named. */
  @AdminOnly()
  @Post('import')
  @HttpCode(200)
  @InvalidatesGroups('recipes')
  @ApiConsumes('application/json', 'application/ld+json', 'application/x-ndjson')
  @ApiBody({
    schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }, { type: 'string' }] },
  })
  async import(@Body() body: unknown): Promise<ImportView> {
    if (body === undefined || body === null || body === '') throw badInput('The body must hold recipes');
    const { documents, skipped } =
      typeof body === 'string' ? documentsIn(body.split('\n')) : { documents: [body], skipped: [] };

    const run = await this.importer.begin();
    await run.add(documents);
    await run.announce();
    const { imported, updated, unchanged, warnings } = run.report;
    return { imported, updated, unchanged, skipped: [...skipped, ...run.report.skipped], warnings };
  }

  async #found(id: number, reply: FastifyReply): Promise<Recipe> {
    const recipe = await this.recipes.byId(id);
    tellChangedAt(reply, recipe.updatedAt);
    return recipe;
  }
}
