import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Recipe } from './recipe.js';

/** Which recipes have a food, whatever they call it. */
export class RecipesByFood {
  readonly #ids = new Map<number, Set<number>>();

  add({ id, ingredients }: Pick<Recipe, 'id' | 'ingredients'>): void {
    for (const { ingredientId, alternatives } of ingredients) {
      for (const food of ingredientId === null ? [] : [ingredientId, ...alternatives]) {
        this.#ids.set(food, (this.#ids.get(food) ?? new Set()).add(id));
      }
    }
  }

  /** None for no food. */
  having(food: number | undefined): ReadonlySet<number> {
    return (food === undefined ? undefined : this.#ids.get(food)) ?? new Set();
  }
}

/** The words of a query that are the name of a food or part of it, each with that food. */
export function foodByWord(query: string, book: Pick<IngredientBook, 'readIn'>): ReadonlyMap<string, number> {
  return new Map(
    [...book.readIn(query)].flatMap(({ words, ingredient }) =>
      ingredient ? words.map((word) => [word, ingredient.id] as const) : [],
    ),
  );
}
