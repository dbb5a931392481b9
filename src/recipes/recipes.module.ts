import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { CatalogueModule } from './catalogue.module.js';
import { recipeRegions } from './recipes.cache.js';
import { RecipesController } from './recipes.controller.js';
import { RecipesService } from './recipes.service.js';

/** The catalogue as it is read: what comes with the program and what was imported. */
@Module({
  imports: [CacheModule.forFeature(recipeRegions), CatalogueModule, IngredientsModule, PreferencesModule],
  controllers: [RecipesController],
  providers: [RecipesService],
  exports: [RecipesService],
})
export class RecipesModule {}
