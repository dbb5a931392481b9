import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PantryModule } from '../pantry/pantry.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { RecipesModule } from '../recipes/recipes.module.js';
import { InteractionsController } from './interactions.controller.js';
import { PopularInstead } from './popular-instead.js';
import { recipesRegion, recommendationAnswers } from './recommendations.cache.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsService } from './recommendations.service.js';

/** What to cook. */
@Module({
  imports: [
    CacheModule.forFeature([recipesRegion, recommendationAnswers]),
    IdempotencyModule,
    IngredientsModule,
    PantryModule,
    PreferencesModule,
    RecipesModule,
  ],
  controllers: [RecommendationsController, InteractionsController],
  providers: [PopularInstead, RecommendationsService],
  exports: [RecommendationsService],
})
export class RecommendationsModule {}
