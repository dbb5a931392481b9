import { foodWords } from './food-words.js';
import type { Ingredient } from './ingredient.js';
import { herbInItsForm } from './herb-forms.js';
import type { IngredientBook } from './ingredient-book.js';
import type { IngredientMatch } from './ingredient-match.js';
import type { IngredientLine } from './ingredient-line.js';
import { claimsHold, isClaim, isModifier } from './modifiers.js';
import { isCount } from './units.js';

/** Where a name with the unit behind it is as sure as this, it is what was meant. */
const SURE = 0.9;
/** What shops do to food and cooks hardly ever. */
const SOLD_AS: ReadonlySet<string> = new Set(['frozen', 'tinned', 'dried', 'smoked']);

/** What each choice of a line means; choices without any food in them ("or more") are left out. */
export function optionsOf(line: IngredientLine, book: IngredientBook): (IngredientMatch | undefined)[] {
  const { quantity, unit, note, optional, alternatives } = line;
  const name = sharedName(line.name, alternatives[0] ?? '', book);
  // "vegan, if you like" is a wish, no claim.
  const claims = optional ? [] : claimsIn(note);
  const choices = [name, ...alternatives].filter((choice) => book.match(choice) ?? !isEmpty(choice));
  if (!choices.includes(name) || name === '') return alternatives.map((choice) => book.match(choice));
  return choices.map((choice, at) => {
    if (at > 0) return book.match(choice);
    if (claims.length > 0) return withClaims(choice, claims, book);
    const isCounted = unit === 'handful' || (quantity !== null && unit === null);
    const match = isCounted ? byThePiece(choice, book) : withUnit(choice, unit, book);
    return match && (herbInItsForm(match, line, book) ?? asSold(choice, note, book) ?? match);
  });
}

/** A count word may belong to the name: "1 stick cinnamon" is a cinnamon stick, "1 tin chickpeas" are tinned ones. */
export function withUnit(name: string, unit: string | null, book: IngredientBook): IngredientMatch | undefined {
  const plain = book.match(name);
  if (unit === null || !isCount(unit)) return plain;
  const joined = book.match(unit === 'can' ? `tinned ${name}` : `${name} ${unit}`);
  return joined && joined.confidence >= Math.max(SURE, plain?.confidence ?? 0) ? joined : plain;
}

/** "1 chopped tomato": what is named like something in a tin is the fresh one, where it is counted and that one can be. */
function byThePiece(name: string, book: IngredientBook): IngredientMatch | undefined {
  const plain = book.match(name);
  const isFromTin = plain && plain.ingredient.pieces.can !== undefined && plain.ingredient.pieces.piece === undefined;
  if (!isFromTin || foodWords(name).includes('tinned')) return plain;

  const bare = foodWords(name).filter((word) => !isModifier(word));
  const fresh = book.match(bare.join(' '));
  return fresh?.ingredient.pieces.piece === undefined ? plain : fresh;
}

/** "corn (frozen)", "peas (dried green split)": a remark may say as what a food is sold. What the cook does to it says nothing. */
function asSold(name: string, note: string | null, book: IngredientBook): IngredientMatch | undefined {
  return (note ?? '')
    .split(/[;,]/)
    .filter((remark) => foodWords(remark).some((word) => SOLD_AS.has(word)))
    .map((remark) => book.match(`${remark} ${name}`))
    .find((match) => match && match.confidence > SURE);
}

/** Nothing but words that say how a food is, or that none is meant ("similar", "equivalent"). */
export function isEmpty(choice: string): boolean {
  return foodWords(choice).every(
    (word) => isModifier(word) || /^(?:similar|equivalent|alternatively|better)$/.test(word),
  );
}

/**
 * "soy or teriyaki sauce": the first choice may share the end of the next one, but not where that names it anew ("tomato or
 * tomato sauce").
 */
function sharedName(choice: string, next: string, book: IngredientBook): string {
  const words = foodWords(next);
  const own = foodWords(choice).filter((word) => !isModifier(word));
  const isNamedAnew = own.length > 0 && own.every((word) => words.includes(word));
  if (words.length < 2 || isNamedAnew) return choice;

  const name = `${choice} ${next.split(' ').at(-1)}`;
  // "dark or milk chocolate": a word that tells no food by itself must be part of a name.
  const sure = own.length > 0 ? SURE : 1;
  return (book.match(name)?.confidence ?? 0) >= sure ? name : choice;
}

/** "flour (gluten-free)": a remark that is nothing but a claim belongs to the name. What is not known so is not known. */
function withClaims(name: string, claims: readonly string[], book: IngredientBook): IngredientMatch | undefined {
  const plain = book.match(name);
  return plain && claimsHold(plain.ingredient, claims) ? plain : book.match(`${claims.join(' ')} ${name}`);
}

/** The claims among the remarks; "gluten-free if needed" claims nothing. */
function claimsIn(note: string | null): string[] {
  return (note ?? '')
    .split(/[;,]/)
    .map(foodWords)
    .filter((words) => words.every(isClaim))
    .flat();
}

/**
 * Foods that a remark lists with "or" instead of the one before it: "maple syrup, agave, or honey". None unless each is surely
 * a food of the same category: "stock (beef or chicken)" says which stock.
 */
export function listedIn(
  note: string | null,
  instead: Ingredient | undefined,
  book: IngredientBook,
): IngredientMatch[] {
  return (note ?? '').split(';').flatMap((remark) => {
    if (!/\bor\b/i.test(remark)) return [];
    const pieces = remark.replace(/\bcan (?:also )?be used\b.*$/i, '').split(/\s*,\s*(?:or\s+)?|\s+or\s+/i);
    const matches = pieces.map((piece) => book.match(piece.trim())).filter((match) => match !== undefined);
    const areSuch = matches.every(
      ({ ingredient, confidence }) => confidence >= SURE && ingredient.category === instead?.category,
    );
    return areSuch && matches.length === pieces.length ? matches : [];
  });
}
