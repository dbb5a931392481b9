import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/access.js';
import { IdPipe } from '../http/id.pipe.js';
import { IngredientPage, IngredientsQuery, IngredientView, viewOf } from './ingredients.dto.js';
import { IngredientsService } from './ingredients.service.js';

@ApiTags('ingredients')
@Controller('ingredients')
export class IngredientsController {
  constructor(private readonly ingredients: IngredientsService) {}

  @Public()
  @Get()
  async search(@Query() query: IngredientsQuery): Promise<IngredientPage> {
    const book = await this.ingredients.book();
    const { items, ...page } = await this.ingredients.search(query);
    return { items: items.map((item) => viewOf(item, (slug) => book.bySlug(slug))), ...page };
  }

  @Public()
  @Get(':id')
  async byId(@Param('id', IdPipe) id: number): Promise<IngredientView> {
    const book = await this.ingredients.book();
    return viewOf(await this.ingredients.byId(id), (slug) => book.bySlug(slug));
  }
}
