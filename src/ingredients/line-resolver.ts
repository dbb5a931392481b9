import { LONGEST_LINE, parseIngredientLine, type IngredientLine } from './ingredient-line.js';
import type { Ingredient } from './ingredient.js';
import type { IngredientBook } from './ingredient-book.js';
import type { IngredientMatch } from './ingredient-match.js';
import { amountsInRow, measuredRow, plainRow, sharedRow, type Piece } from './food-row.js';
import { isCount } from './units.js';
import { listedIn, optionsOf } from './line-choices.js';

/** A line with what it means. */
export interface ResolvedLine {
  readonly text: string;
  readonly line: IngredientLine;
  /** The first of the line's choices that is known. */
  readonly match?: IngredientMatch;
  /** Other choices that are known. */
  readonly alternatives: readonly Ingredient[];
  /** Foods that the name says it comes in or with: "mackerel in mustard sauce". */
  readonly within: readonly Ingredient[];
  /** Foods that the line's remarks name ("such as feta"). */
  readonly mentions: readonly Ingredient[];
  /** False when the food itself, or one of several to choose from, is not known. */
  readonly understood: boolean;
}

/** Cooks repeat themselves: what a line means under a book is kept, for so many lines. */
const linesOf = new WeakMap<IngredientBook, Map<string, readonly ResolvedLine[]>>();
const LONGEST_MEMO = 20_000;
const SURE = 0.9;
/** A remark that goes on with other foods; what stands there with "or" is instead of the food, not with it. */
const LISTS = /^(?!.*\bor\b).*(?:,|\band\b|&)/i;
const WITHIN = /\s(?:in|with)\s.*$/iu;
const NEGATED = /\b(?:not|no|without|instead of|rather than|free (?:of|from))\s+[\p{L}-]+(?:\s+[\p{L}-]+)?/giu;
/** Words that by themselves say in remarks what is done with a food, though they name one elsewhere; "beef stock" is one here too. */
const DEEDS: ReadonlySet<string> = new Set(
  'toast toasting dress dressing spread season stock cure chop mince cutlet batter leaf stem snack meal'.split(' '),
);
/** What a food is for is another dish: "butter, for the muffins". */
const PURPOSES = /\b(?:for|after|until|like)\b[^,;.]*/giu;
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
  if (line.isHeading) {
    return [{ text, line, alternatives: [], within: [], mentions: [], understood: text.length <= LONGEST_LINE }];
  }

  const row = text.length > LONGEST_LINE ? undefined : (sharedRow(text, book) ?? amountsInRow(text));
  const shared = row && inRow(row, book);
  if (shared) return shared;

  const whole = resolved(text, line, book);
  if (whole.match && (line.quantity !== null || line.note === null)) return goesOn(whole, book) ?? [whole];
  return inRow(plainRow(text, book), book) ?? [whole];
}

/** One amount may be of several foods: "2 cups carrots, onions and celery". What stands behind a packet is what is in it. */
function goesOn({ text, line, match }: ResolvedLine, book: IngredientBook): readonly ResolvedLine[] | undefined {
  const isPacket = line.unit !== null && isCount(line.unit);
  if (!match || isPacket || !LISTS.test(line.note ?? '')) return undefined;
  const row = inRow(measuredRow(text, book), book) ?? [];
  const [first, ...others] = row.map((one) => one.match?.ingredient);
  const areOthers = others.every((other) => other && !book.isKindOf(other, match.ingredient.slug));
  return first === match.ingredient && others.length > 1 && areOthers ? row : undefined;
}

function resolved(text: string, line: IngredientLine, book: IngredientBook): ResolvedLine {
  const options = optionsOf(line, book);
  const [match, ...others] = options.filter((option) => option !== undefined);
  const alternatives = [
    ...new Set([...others, ...listedIn(line.note, match?.ingredient, book)].map(({ ingredient }) => ingredient)),
  ].filter((ingredient) => ingredient !== match?.ingredient);
  return {
    text,
    line,
    match,
    alternatives,
    within: foodsWithin(line, match, book),
    mentions: mentionsIn(line, match, book).filter((one) => one !== match?.ingredient && !alternatives.includes(one)),
    understood: text.length <= LONGEST_LINE && options.length > 0 && options.every((option) => option !== undefined),
  };
}

function mentionsIn({ name, note }: IngredientLine, match: IngredientMatch | undefined, book: IngredientBook) {
  const isUnsure = match === undefined || match.confidence <= SURE;
  const remarks = `${note ?? ''} ; ${isUnsure ? name.replace(WITHIN, ' ') : ''}`;
  return book.namedIn(
    [NEGATED, SIZES, PURPOSES].reduce((text, beside) => text.replace(beside, ' '), remarks),
    DEEDS,
  );
}

function foodsWithin({ name }: IngredientLine, match: IngredientMatch | undefined, book: IngredientBook): Ingredient[] {
  const [within = ''] = match && match.confidence < SURE ? (WITHIN.exec(name) ?? []) : [];
  return book.namedIn(within);
}

/** The pieces of a row, if each is surely a food and no two the same. */
function inRow(pieces: readonly Piece[], book: IngredientBook): readonly ResolvedLine[] | undefined {
  const lines = pieces.map(({ text, line }) => resolved(text, parseIngredientLine(line), book));
  const areSure = lines.every(({ match }) => match && match.confidence >= SURE);
  const foods = new Set(lines.map(({ match }) => match?.ingredient));
  return lines.length > 1 && areSure && foods.size === lines.length ? lines : undefined;
}
