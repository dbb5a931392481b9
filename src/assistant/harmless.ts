import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { foodWords } from '../ingredients/food-words.js';
import { allowedFor } from '../recipes/hard-filters.js';
import type { Recipe } from '../recipes/recipe.js';
import { safeFoods } from '../ingredients/safe-food.js';
import type { Brief } from './brief.js';
import { isPlain } from './plain-words.js';

/** Stands where a title stood. */
const OFFERED = '_';

/** Emoji and their like, of which many are foods. */
const PICTURE = /\p{Extended_Pictographic}/u;

/**
 * Whether a free text may be put before somebody: it names no food and no recipe that breaks a diet or has an allergen of theirs, in
 * whatever sense it is meant. "Without butter" is refused to a vegan too: rather the plain writer than a text that has to be understood.
 * And every word of it is known: what nobody knows ("satay", "goobers", "cacahuètes", a slip of the pen) may be just that food.
 * Titles of `candidates` may stand there: these recipes were looked at by their ingredients.
 */
export function harmlessFor(
  { tastes, candidates }: Pick<Brief, 'tastes' | 'candidates'>,
  book: IngredientBook,
  catalogue: readonly Recipe[],
): (text: string) => boolean {
  if (tastes.allergens.length === 0 && tastes.diets.length === 0) return () => true;
  const isSafe = safeFoods(book, tastes);
  const offered = candidates
    .map(({ title }) => spelled(title))
    .toSorted((one, other) => other.length - one.length)
    // The space behind may be the one before another title.
    .map((title) => new RegExp(`${title.trimEnd()}(?= )`, 'gu'));
  const refused = catalogue.filter((recipe) => !allowedFor(recipe, tastes)).map(({ title }) => spelled(title));

  return (text) => {
    const words = offered.reduce((rest, title) => rest.replace(title, ` ${OFFERED}`), spelled(text));
    return (
      !PICTURE.test(text) &&
      book.namedIn(words).every(({ id }) => isSafe(id)) &&
      book.wordsOfNoFood(words).every((word) => word === OFFERED || isPlain(word)) &&
      !refused.some((title) => words.includes(title))
    );
  };
}

/** With a space at either end, so that no word is found inside another. */
const spelled = (text: string) => ` ${foodWords(text).join(' ')} `;
