import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PantryModule } from '../pantry/pantry.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { RecipesModule } from '../recipes/recipes.module.js';
import { CookingController } from './cooking.controller.js';
import { CookingService } from './cooking.service.js';

/** Recipes become dishes. */
@Module({
  imports: [IdempotencyModule, IngredientsModule, PantryModule, PreferencesModule, RecipesModule],
  controllers: [CookingController],
  providers: [CookingService],
})
export class CookingModule {}
