import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient, IngredientCategory } from '../ingredients/ingredient.js';
import type { Kinship } from './kinship.js';

/** Of these a dish is named by the animal alone: "beef chilli" is made of minced beef. */
const ANIMALS: ReadonlySet<IngredientCategory> = new Set<IngredientCategory>(['meat', 'poultry', 'fish', 'seafood']);

/**
 * Tells whether a dish of that title is named after a food: the title has all words of its name, or of what it is a kind of.
 * Chicken fajitas are named after chicken breasts and not after chicken stock.
 */
export function namesakesOf(title: string, book: IngredientBook, kin: Kinship): (food: Ingredient) => boolean {
  const told = new Set(foodWords(title));
  const tells = (name: string) => foodWords(name).every((word) => told.has(word));

  return (food) => {
    const names = [food.id, ...kin.above(food.id)].flatMap((id) => book.byId(id)?.name ?? []);
    return names.some(tells) || (ANIMALS.has(food.category) && foodWords(food.name).some((word) => told.has(word)));
  };
}
