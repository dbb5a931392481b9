import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { traitsOf } from '../recipes/recipe-traits.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { NewInteraction } from './recommendations.dto.js';

/** Stands in this room and not in that of the preferences, which knows no recipes. */
@ApiTags('preferences')
@Controller('preferences/:userId/interactions')
export class InteractionsController {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly recipes: RecipesService,
  ) {}

  /** Something the user did with a recipe; what it says about tastes counts from the next answer on. */
  @Post()
  @HttpCode(202)
  @InvalidatesGroups('preferences')
  @Idempotent()
  async note(@Param('userId', IdPipe) userId: number, @Body() { recipeId, ...act }: NewInteraction): Promise<void> {
    const [recipe] = await Promise.all([this.recipes.byId(recipeId), this.preferences.of(userId)]);
    await this.preferences.learnFrom(userId, { recipeId, ...act, ...traitsOf(recipe) });
  }
}
