import { Injectable } from '@nestjs/common';
import type { Day } from '../calendar/day.js';
import { invalidFields } from '../http/problem.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { PantryService } from '../pantry/pantry.service.js';
import { isSpoiled } from '../pantry/use-order.js';
import { UsingService, type Plan } from '../pantry/using.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { traitsOf } from '../recipes/recipe-traits.js';
import type { Recipe } from '../recipes/recipe.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { scaledTo } from '../recipes/scaling.js';
import type { CookedView, Cooking } from './cooking.dto.js';
import { cookedView } from './cooking.view.js';
import { served, type Gaps } from './dish.js';
import { leftoversOf } from './leftovers.js';

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

  async cook(userId: number, { recipeId, servings, dryRun, leftovers }: Cooking): Promise<CookedView> {
    const recipe = await this.recipes.byId(recipeId);
    const dish = scaledTo(recipe, servings ?? recipe.servings ?? 1);
    if (leftovers && leftovers > (dish.servings ?? 0)) throw tooManyLeft();

    const [book, today] = await Promise.all([this.ingredients.book(), this.pantry.todayOf(userId)]);
    const plan = planOf(dish, leftovers ?? 0, book, today);
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

/** Food past its use-by day is not cooked with, as it is not counted on when recipes are ranked. */
function planOf(dish: Recipe, leftovers: number, book: IngredientBook, today: Day): Plan<Gaps> {
  return (shelves) => {
    shelves.setAside((lot) => isSpoiled(lot, today));
    return {
      result: served(dish, shelves, book),
      brings: leftovers > 0 ? [leftoversOf(dish.title, leftovers, today)] : [],
    };
  };
}

const tooManyLeft = () =>
  invalidFields([{ pointer: '/leftovers', detail: 'must be no more than the servings that are cooked' }]);
