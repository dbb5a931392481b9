import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { IngredientTableModule } from './ingredient-table.module.js';
import { ingredientAnswers, ingredientPages } from './ingredients.cache.js';
import { IngredientsController } from './ingredients.controller.js';

/** The curated table as it is served. */
@Module({
  imports: [IngredientTableModule, CacheModule.forFeature([ingredientAnswers, ingredientPages])],
  controllers: [IngredientsController],
  exports: [IngredientTableModule],
})
export class IngredientsModule {}
