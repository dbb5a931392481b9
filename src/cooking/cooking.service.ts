import { Injectable } from '@nestjs/common';
import { invalidFields } from '../http/problem.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { PantryService } from '../pantry/pantry.service.js';
import { UsingService } from '../pantry/using.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { traitsOf } from '../recipes/recipe-traits.js';
import type { Recipe } from '../recipes/recipe.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { scaledTo } from '../recipes/scaling.js';
import { mustDiffer } from './chosen-substitutes.js';
import type { CookedView, Cooking } from './cooking.dto.js';
import { cookedView } from './cooking.view.js';
import { planOf } from './dish-plan.js';

/** A recipe becomes a dish: what it takes goes from the pantry, what is left over comes in, in one transaction. */
@Injectable()
export class CookingService {
  constructor(
    private readonly recipes: RecipesService,
    private readonly ingredients: IngredientsService,
    private readonly pantry: PantryService,
    private readonly using: UsingService,
    private readonly preferences: PreferencesService,
  ) {}

  async cook(userId: number, { recipeId, servings, dryRun, leftovers, substitutes }: Cooking): Promise<CookedView> {
    mustDiffer(substitutes);
    const recipe = await this.recipes.byId(recipeId);
    const dish = scaledTo(recipe, servings ?? recipe.servings ?? 1);
    if (leftovers && leftovers > (dish.servings ?? 0)) throw tooManyLeft();

    const [book, today, eater] = await Promise.all([
      this.ingredients.book(),
      this.pantry.todayOf(userId),
      this.preferences.of(userId),
    ]);
    const plan = planOf({ recipe: dish, leftovers: leftovers ?? 0, choices: substitutes, eater }, book, today);
    if (dryRun) return cookedView(dish, await this.using.wouldUse(userId, plan), null);

    const { transactionId, result } = await this.using.use(
      userId,
      { reason: 'cooked', recipeId },
      plan,
      ({ coverage }, id) => this.#note(userId, recipe, coverage, id),
    );
    return cookedView(dish, result, { transactionId });
  }

  /** With the dish, so that who takes it back takes back this as well. */
  #note(userId: number, recipe: Recipe, coverage: number | null, transactionId: number | null) {
    return this.preferences.noteIn(userId, {
      recipeId: recipe.id,
      kind: 'cooked',
      coverage,
      transactionId,
      ...traitsOf(recipe),
    });
  }
}

const tooManyLeft = () =>
  invalidFields([{ pointer: '/leftovers', detail: 'must be no more than the servings that are cooked' }]);
