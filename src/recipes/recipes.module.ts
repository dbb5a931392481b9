import { Module } from '@nestjs/common';
import { CacheModule, Clock } from '#cache';
import { Config } from '../config/config.js';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { CatalogueModule } from './catalogue.module.js';
import { elsewhereRegion } from './elsewhere.cache.js';
import { ElsewhereService } from './elsewhere.service.js';
import { Neighbours } from './neighbours.js';
import { NoProvider, RecipeProvider } from './recipe-provider.js';
import { recipeRegions } from './recipes.cache.js';
import { RecipesController } from './recipes.controller.js';
import { RecipesService } from './recipes.service.js';
import { SpoonacularProvider } from './spoonacular.provider.js';

/** Spoonacular where there is a key for it. */
const recipeProvider = {
  provide: RecipeProvider,
  inject: [Config, Clock],
  useFactory: ({ SPOONACULAR_BASE_URL: baseUrl, SPOONACULAR_API_KEY: apiKey }: Config, clock: Clock): RecipeProvider =>
    apiKey === undefined ? new NoProvider() : new SpoonacularProvider({ baseUrl, apiKey }, clock),
};

/** The catalogue as it is read: what comes with the program and what was imported. */
@Module({
  imports: [
    CacheModule.forFeature([...recipeRegions, elsewhereRegion]),
    CatalogueModule,
    IngredientsModule,
    PreferencesModule,
  ],
  controllers: [RecipesController],
  providers: [ElsewhereService, Neighbours, RecipesService, recipeProvider],
  exports: [RecipesService],
})
export class RecipesModule {}
