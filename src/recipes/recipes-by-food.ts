import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { kinshipIn } from '../ingredients/kinship.js';
import type { Recipe } from './recipe.js';

/** A food that is asked for by name. */
export interface NamedFood {
  /** Itself and every kind of it, by id: tinned chickpeas are chickpeas. */
  readonly kinds: readonly number[];
  /** What it is a kind of, unless that has something which this one is there to be without. */
  readonly general: readonly number[];
}

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

  /** Ids of the recipes with any of these foods, some more than once. */
  having(foods: readonly number[]): number[] {
    return foods.flatMap((food) => [...(this.#ids.get(food) ?? [])]);
  }
}

/** The words of a query that are the name of a food or part of it, each with that food. */
export function foodByWord(query: string, book: IngredientBook): ReadonlyMap<string, NamedFood> {
  return new Map(
    [...book.readIn(query)].flatMap(({ words, ingredient }) => {
      if (!ingredient) return [];
      const food = namedFood(ingredient, book);
      return words.map((word) => [word, food] as const);
    }),
  );
}

/** The food that a word with a slip of the pen in it was meant to name, and every kind of it; nothing where that is not certain. */
export function kindsMeantBy(word: string, book: IngredientBook): readonly number[] {
  const meant = book.match(word)?.ingredient;
  return meant ? namedFood(meant, book).kinds : [];
}

function namedFood(ingredient: Ingredient, book: IngredientBook): NamedFood {
  const kinship = kinshipIn(book);
  const above = book.byId(kinship.above(ingredient.id)[0] ?? 0);
  return {
    kinds: [ingredient.id, ...kinship.below(ingredient.id)],
    general: above && hasNothingNewIn(above, ingredient) ? [above.id] : [],
  };
}

/** Who asks for tamari may have no use for a sauce with wheat in it. */
function hasNothingNewIn(general: Ingredient, special: Ingredient): boolean {
  return (
    general.contains.every((allergen) => special.contains.includes(allergen)) &&
    general.breaks.every((diet) => special.breaks.includes(diet))
  );
}
