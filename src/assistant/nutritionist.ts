import { Injectable } from '@nestjs/common';
import { Cache, type Served } from '#cache';
import { RecipesService } from '../recipes/recipes.service.js';
import { platesRegion } from './assistant.cache.js';
import type { Plate } from './brief.js';

/** Below this share of its lines weighed a recipe's figures say too little to be told. */
const ENOUGH_WEIGHED = 0.8;

/** Tells what a serving gives. */
@Injectable()
export class Nutritionist {
  constructor(
    private readonly recipes: RecipesService,
    private readonly cache: Cache,
  ) {}

  platesOf(recipeIds: readonly number[]): Promise<Served<readonly Plate[]>> {
    return this.cache.fetch(platesRegion, { recipeIds }, async () => {
      const byId = new Map((await this.recipes.catalogue()).map((recipe) => [recipe.id, recipe]));
      return recipeIds.map((recipeId) => {
        const { perServing = null, coverage = 0 } = byId.get(recipeId)?.nutrition ?? {};
        return { recipeId, perServing: coverage >= ENOUGH_WEIGHED ? perServing : null };
      });
    });
  }
}
