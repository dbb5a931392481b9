import { foodWords } from './food-words.js';
import type { IngredientBook } from './ingredient-book.js';
import type { IngredientMatch } from './ingredient-match.js';
import type { IngredientLine } from './ingredient-line.js';
import { isModifier } from './modifiers.js';

/** What is done to leaves, or told of them, that come from a plant and not from a jar. */
const FRESH =
  /\b(?:fresh(?:ly)?|chopped|minced|torn|shredded|snipped|picked|stripped|bruised|leaves|plucked|washed)\b/i;
const DRIED = /\b(?:dried|dry|ground|powder(?:ed)?|rubbed|flakes?|crumbled|freeze-dried)\b/i;
const FRESH_UNITS: ReadonlySet<string> = new Set(['bunch', 'sprig', 'handful', 'stalk', 'leaf', 'stem']);
const JAR_UNITS: ReadonlySet<string> = new Set(['tsp', 'pinch']);
/** Drying takes their flavour: cooks mean them fresh unless they say otherwise, however little it is. */
const TENDER: ReadonlySet<string> = new Set(['parsley', 'mint', 'chive', 'chervil', 'cilantro', 'dill', 'thai basil']);

/**
 * Fresh or dried, where the line says it without the word: herbs are chopped, torn or counted by the sprig when fresh, and come
 * by the teaspoon from a jar (of fresh ones three times as much would be taken: cookbooks give those in tablespoons).
 */
export function herbInItsForm(
  { ingredient, confidence }: IngredientMatch,
  { name, unit, note }: IngredientLine,
  book: IngredientBook,
): IngredientMatch | undefined {
  const said = `${name} ; ${note ?? ''}`;
  if (ingredient.category !== 'herbs' || DRIED.test(said)) return undefined;

  const herb = foodWords(name).filter((word) => !isModifier(word));
  const isFresh = FRESH.test(said) || FRESH_UNITS.has(unit ?? '');
  const isFromJar = JAR_UNITS.has(unit ?? '') && herb.length === foodWords(name).length && !TENDER.has(herb.join(' '));
  const forms = isFresh ? ['fresh'] : isFromJar ? ['dried', 'ground'] : [];
  const form = forms.map((word) => book.match(`${word} ${herb.join(' ')}`)).find((match) => match?.confidence === 1);
  return form && { ingredient: form.ingredient, confidence };
}
