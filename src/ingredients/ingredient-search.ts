import { foodWords } from './food-words.js';
import type { IngredientBook } from './ingredient-book.js';
import type { Ingredient } from './ingredient.js';

/** What `query` may mean, best first: the very food, then names, then aliases, that begin with it, then those that hold it. */
export function found(book: IngredientBook, query: string): readonly Ingredient[] {
  const words = foodWords(query);
  if (words.length === 0) return book.ingredients.toSorted(byName);

  const meant = book.match(query)?.ingredient;
  return book.ingredients
    .map((ingredient) => ({ ingredient, rank: ingredient === meant ? 0 : rankOf(ingredient, words) }))
    .filter(({ rank }) => rank < NO_HIT)
    .toSorted((one, other) => one.rank - other.rank || byName(one.ingredient, other.ingredient))
    .map(({ ingredient }) => ingredient);
}

const NO_HIT = 4;

function rankOf({ name, aliases }: Ingredient, words: readonly string[]): number {
  if (begins(foodWords(name), words)) return 1;
  if (holds(foodWords(name), words)) return 2;
  return aliases.some((alias) => holds(foodWords(alias), words)) ? 3 : NO_HIT;
}

function begins(name: readonly string[], words: readonly string[]): boolean {
  return name.join(' ').startsWith(words.join(' '));
}

/** Every word is the beginning of some word of the name. */
function holds(name: readonly string[], words: readonly string[]): boolean {
  return words.every((word) => name.some((one) => one.startsWith(word)));
}

function byName(one: Ingredient, other: Ingredient): number {
  return one.name.localeCompare(other.name, 'en') || one.id - other.id;
}
