import { LONGEST_LINE, parseIngredientLine, type IngredientLine } from './ingredient-line.js';
import type { Ingredient } from './ingredient.js';
import type { IngredientBook, IngredientMatch } from './ingredient-book.js';
import { foodWords } from './food-words.js';
import { isModifier } from './modifiers.js';

/** A line with what it means. */
export interface ResolvedLine {
  readonly text: string;
  readonly line: IngredientLine;
  /** The first of the line's choices that is known. */
  readonly match?: IngredientMatch;
  /** Other choices that are known. */
  readonly alternatives: readonly Ingredient[];
  /** Foods that the line's remarks name ("tuna in olive oil", "such as feta"). */
  readonly mentions: readonly Ingredient[];
  /** False when the food itself, or one of several to choose from, is not known. */
  readonly understood: boolean;
}

/** Cooks repeat themselves: what a line means under a book is kept, for so many lines. */
const linesOf = new WeakMap<IngredientBook, Map<string, readonly ResolvedLine[]>>();
const LONGEST_MEMO = 20_000;
const SURE = 0.9;
const NEGATED = /\b(?:not|no|without|instead of|rather than|free (?:of|from))\s+[\p{L}-]+(?:\s+[\p{L}-]+)?/giu;
const SIZES = /\b[\p{L}-]+[- ]sized?\b|\bsize of (?:an? )?[\p{L}]+/giu;

/**
 * What the lines of a recipe mean. One line gives several when it names several foods in a row ("salt and pepper",
 * "thyme, rosemary"): each with its own piece of the text.
 */
export function resolveLine(text: string, book: IngredientBook): readonly ResolvedLine[] {
  const known = linesOf.get(book) ?? new Map<string, readonly ResolvedLine[]>();
  linesOf.set(book, known);
  const found = known.get(text) ?? freshlyResolved(text, book);
  if (known.size >= LONGEST_MEMO) known.clear();
  if (text.length <= LONGEST_LINE) known.set(text, found);
  return found;
}

function freshlyResolved(text: string, book: IngredientBook): readonly ResolvedLine[] {
  const line = parseIngredientLine(text);
  if (line.isHeading) return [{ text, line, alternatives: [], mentions: [], understood: true }];

  const whole = resolved(text, line, book);
  if (whole.match && (line.quantity !== null || line.note === null)) return [whole];
  return inParts(text, book) ?? [whole];
}

function resolved(text: string, line: IngredientLine, book: IngredientBook): ResolvedLine {
  const options = optionsOf(line, book);
  const [match, ...others] = options.filter((option) => option !== undefined);
  const alternatives = [...new Set(others.map(({ ingredient }) => ingredient))].filter(
    (ingredient) => ingredient !== match?.ingredient,
  );
  return {
    text,
    line,
    match,
    alternatives,
    mentions: mentionsIn(line, match, book).filter((one) => one !== match?.ingredient && !alternatives.includes(one)),
    understood: text.length <= LONGEST_LINE && options.length > 0 && options.every((option) => option !== undefined),
  };
}

/** What each choice of a line means; choices without any food in them ("or more") are left out. */
function optionsOf({ name, alternatives }: IngredientLine, book: IngredientBook): (IngredientMatch | undefined)[] {
  const [next = ''] = alternatives;
  const choices = [name, ...alternatives].filter((choice) => book.match(choice) ?? !isEmpty(choice));
  if (!choices.includes(name) || name === '') return alternatives.map((choice) => book.match(choice));
  return choices.map((choice, at) => (at === 0 && next !== '' ? sharing(choice, next, book) : book.match(choice)));
}

/** Nothing but words that say how a food is, or that none is meant ("similar", "equivalent"). */
function isEmpty(choice: string): boolean {
  return foodWords(choice).every(
    (word) => isModifier(word) || /^(?:similar|equivalent|alternatively|better)$/.test(word),
  );
}

/** "soy or teriyaki sauce": the first choice may share the end of the next one. */
function sharing(choice: string, next: string, book: IngredientBook): IngredientMatch | undefined {
  const head = next.split(' ').at(-1) ?? '';
  const shared = next.includes(' ') ? book.match(`${choice} ${head}`) : undefined;
  return shared && shared.confidence >= SURE ? shared : book.match(choice);
}

function mentionsIn(line: IngredientLine, match: IngredientMatch | undefined, book: IngredientBook): Ingredient[] {
  const unsure = match === undefined || match.confidence <= SURE;
  const remarks = `${line.note ?? ''} ; ${unsure || /\s(?:in|with)\s/.test(line.name) ? line.name : ''}`;
  return book.namedIn(remarks.replace(NEGATED, ' ').replace(SIZES, ' '));
}

/** The line as several foods in a row, if every part of it is surely one. */
function inParts(text: string, book: IngredientBook): ResolvedLine[] | undefined {
  const [, label = '', list = text] = /^([^:\d]{1,60}: *)?(.*)$/s.exec(text) ?? [];
  const parts = list.split(/\s*(?:,|;|&|\+|\band\b|\bplus\b)\s*/i).filter((part) => book.match(part) ?? !isEmpty(part));
  if (parts.length < 2 || parts.length > 30) return undefined;

  const lines = parts.map((part) => resolved(part, parseIngredientLine(label + part), book));
  return lines.every(({ match }) => match && match.confidence >= SURE) ? lines : undefined;
}
