import { Module } from '@nestjs/common';
import { IngredientTableModule } from '../ingredients/ingredient-table.module.js';
import { RecipeImporter } from './recipe-importer.js';
import { RecipesRepository } from './recipes.repository.js';
import { RecipesSeed } from './recipes.seed.js';

/** What fills the catalogue, without people and without HTTP: all that the import command needs. */
@Module({
  imports: [IngredientTableModule],
  providers: [RecipeImporter, RecipesRepository, RecipesSeed],
  exports: [RecipeImporter, RecipesRepository, RecipesSeed],
})
export class CatalogueModule {}
