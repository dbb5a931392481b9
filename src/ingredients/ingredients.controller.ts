import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiTags } from '@nestjs/swagger';
import { CachedResponse } from '#cache';
import { Public } from '../auth/access.js';
import { latestOf, tellChangedAt } from '../http/changed-at.js';
import { IdPipe } from '../http/id.pipe.js';
import { ingredientAnswers, ingredientPages, IngredientsCacheInterceptor } from './ingredients.cache.js';
import { IngredientPage, IngredientsQuery, IngredientView, viewOf } from './ingredients.dto.js';
import { IngredientsService } from './ingredients.service.js';

@ApiTags('ingredients')
@Controller('ingredients')
@UseInterceptors(IngredientsCacheInterceptor)
export class IngredientsController {
  constructor(private readonly ingredients: IngredientsService) {}

  @Public()
  @Get()
  @CachedResponse(ingredientPages, { scope: 'public', expires: true, groups: ['ingredients'] })
  async search(
    @Query() query: IngredientsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IngredientPage> {
    const book = await this.ingredients.book();
    tellChangedAt(reply, latestOf(book.ingredients.map(({ updatedAt }) => updatedAt)));
    const { items, ...page } = await this.ingredients.search(query);
    return { items: items.map((item) => viewOf(item, (slug) => book.bySlug(slug))), ...page };
  }

  @Public()
  @Get(':id')
  @CachedResponse<IngredientView>(ingredientAnswers, {
    scope: 'public',
    expires: true,
    groups: ['ingredients'],
    lastModified: ({ updatedAt }) => new Date(updatedAt),
  })
  async byId(@Param('id', IdPipe) id: number): Promise<IngredientView> {
    const book = await this.ingredients.book();
    return viewOf(await this.ingredients.byId(id), (slug) => book.bySlug(slug));
  }
}
