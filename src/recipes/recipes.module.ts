import { Module } from '@nestjs/common';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { RecipeImporter } from './recipe-importer.js';
import { RecipesController } from './recipes.controller.js';
import { RecipesRepository } from './recipes.repository.js';
import { RecipesSeed } from './recipes.seed.js';
import { RecipesService } from './recipes.service.js';

/** The catalogue: what comes with the program and what was imported. */
@Module({
  imports: [IngredientsModule, PreferencesModule],
  controllers: [RecipesController],
  providers: [RecipeImporter, RecipesRepository, RecipesSeed, RecipesService],
  exports: [RecipeImporter, RecipesService],
})
export class RecipesModule {}
