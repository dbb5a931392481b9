import { foodWords } from '../ingredients/food-words.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient, IngredientCategory } from '../ingredients/ingredient.js';
import type { Kinship } from '../ingredients/kinship.js';

/** Of these a dish is named by the animal alone: "beef chilli" is made of minced beef. */
const ANIMALS: ReadonlySet<IngredientCategory> = new Set<IngredientCategory>(['meat', 'poultry', 'fish', 'seafood']);

/** The names of a food and of what it is a kind of, and the words of which an animal's dish needs one; in words. */
interface Names {
  readonly whole: readonly (readonly string[])[];
  readonly any: readonly string[];
}

const namesOf = new WeakMap<Kinship, Map<number, Names>>();

/**
 * Tells whether a dish of that title is named after a food: the title has all words of its name, or of what it is a kind of.
 * Chicken fajitas are named after chicken breasts and not after chicken stock.
 */
export function namesakesOf(title: string, book: IngredientBook, kin: Kinship): (food: Ingredient) => boolean {
  const told = new Set(foodWords(title));

  return (food) => {
    const { whole, any } = knownNames(food, book, kin);
    return whole.some((name) => name.every((word) => told.has(word))) || any.some((word) => told.has(word));
  };
}

/** Worked out once for each food: a catalogue names the same ones over and over. */
function knownNames(food: Ingredient, book: IngredientBook, kin: Kinship): Names {
  const known = namesOf.get(kin) ?? new Map<number, Names>();
  namesOf.set(kin, known);
  const names = known.get(food.id) ?? {
    whole: [food.id, ...kin.above(food.id)].flatMap((id) => book.byId(id)?.name ?? []).map(foodWords),
    any: ANIMALS.has(food.category) ? foodWords(food.name) : [],
  };
  known.set(food.id, names);
  return names;
}
