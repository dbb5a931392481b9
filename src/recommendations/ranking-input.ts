import type { Day } from '../calendar/day.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import type { Recipe, RecipeContext } from '../recipes/recipe.js';
import type { Patience } from './effort.js';
import type { PastInteraction } from './novelty.js';
import type { NutritionGoals } from './nutrition-fit.js';
import type { Likings } from './preference-fit.js';
import type { StockLot } from './stock.js';
import type { Wish } from './wish.js';

/** What ranking asks of a user's preferences. */
export interface RankingPreferences extends Likings {
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
  readonly maxMinutes: number | null;
  readonly nutritionGoals: NutritionGoals;
  readonly learned: Likings['learned'] & Patience['learned'];
}

/** All that a ranking depends on: equal input, equal ranking, on every machine. */
export interface RankingInput {
  readonly stock: readonly StockLot[];
  readonly preferences: RankingPreferences;
  readonly interactions: readonly PastInteraction[];
  readonly catalogue: readonly Recipe[];
  readonly book: IngredientBook;
  readonly today: Day;
  readonly context: RecipeContext;
  /** What is not wished for is not ranked. Default: everything is. */
  readonly wish?: Wish;
  /** Lets near equals take turns; with 0 nothing is left to chance and ties go by id. */
  readonly seed: number;
}
