import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { ingredientsRegion } from './ingredients.cache.js';
import { IngredientsRepository } from './ingredients.repository.js';
import { IngredientsSeed } from './ingredients.seed.js';
import { IngredientsService } from './ingredients.service.js';

/** The curated table and the words it is known by, without HTTP. */
@Module({
  imports: [CacheModule.forFeature([ingredientsRegion])],
  providers: [IngredientsRepository, IngredientsSeed, IngredientsService],
  exports: [IngredientsSeed, IngredientsService],
})
export class IngredientTableModule {}
