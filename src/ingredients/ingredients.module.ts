import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { ingredientAnswers, ingredientPages, ingredientsRegion } from './ingredients.cache.js';
import { IngredientsController } from './ingredients.controller.js';
import { IngredientsRepository } from './ingredients.repository.js';
import { IngredientsSeed } from './ingredients.seed.js';
import { IngredientsService } from './ingredients.service.js';

/** The curated table and the words it is known by. */
@Module({
  imports: [CacheModule.forFeature([ingredientsRegion, ingredientAnswers, ingredientPages])],
  controllers: [IngredientsController],
  providers: [IngredientsRepository, IngredientsSeed, IngredientsService],
  exports: [IngredientsSeed, IngredientsService],
})
export class IngredientsModule {}
