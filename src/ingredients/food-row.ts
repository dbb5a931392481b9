import type { IngredientBook } from './ingredient-book.js';
import { parseIngredientLine } from './ingredient-line.js';
import { isEmpty } from './line-choices.js';

/** A piece of a line that names one of several foods in a row. */
export interface Piece {
  readonly text: string;
  /** The piece with what the row says of all its foods: their amount, "ground". */
  readonly line: string;
}

const LONGEST_ROW = 30;
const BETWEEN = /(?<!\s)\s*(?:(?:,|;|&|\+|\band\b|\bplus\b)\s*)+/i;
const BETWEEN_OUTSIDE_BRACKETS = new RegExp(`${BETWEEN.source}(?![^()]*\\))`, 'i');
/** "1 tsp each cumin and salt", "2 tbsp each of oil and honey", "1/4 tsp each: mace, nutmeg". */
const EACH_OF = /^(.{1,40}?) each(?: of)?:? +(.+)$/is;
/** "cumin and coriander, 1 tsp each". */
const OF_EACH = /^([^\d(]*[^\d(,:\s])[,:(\s]+([\d½⅓⅔¼¾⅛][^,()]{0,20}?) each\)?$/is;
/** Between two foods that each have their amount: "1 tbsp cornflour + 1 tbsp water". */
const BEFORE_AMOUNT = /(?<!\s)\s*(?:,\s*)?(?:[,&+]|\band\b|\bplus\b)\s*(?=[\d½⅓⅔¼¾⅛])(?![^()]*\))/i;
/** What is said once, before the first of them: "dried thyme and rosemary", "ground beef and pork". */
const SAID_ONCE = /^(?:(?:chopped|minced|finely|freshly) )*(ground|dried|fresh|frozen|tinned|canned) /i;

/** The pieces of a line that gives several foods one amount, each with that amount; undefined where none is shared. */
export function sharedRow(text: string, book: IngredientBook): readonly Piece[] | undefined {
  const [, before, foods] = EACH_OF.exec(text) ?? [];
  const [, named, behind] = foods === undefined ? (OF_EACH.exec(text) ?? []) : [];
  const amount = before ?? behind;
  const list = foods ?? named;
  if (amount === undefined || list === undefined || !isAmount(amount)) return undefined;
  return measuredRow(list, book).map(({ text: piece, line }) => ({ text: piece, line: `${amount} ${line}` }));
}

/** The pieces of a line that gives several foods an amount of their own; undefined where it does not. */
export function amountsInRow(text: string): readonly Piece[] | undefined {
  const parts = text.split(BEFORE_AMOUNT);
  if (parts.length < 2 || parts.length > LONGEST_ROW) return undefined;
  const areAmounts = parts.every((part) => parseIngredientLine(part).quantity !== null);
  return areAmounts ? parts.map((part) => ({ text: part, line: part })) : undefined;
}

/** The pieces between commas and "and"; an amount or a label ("Topping:") in front belongs to the first, the label to all. */
export function plainRow(text: string, book: IngredientBook): readonly Piece[] {
  const [, label = '', list = text] = /^([^:\d]{1,60}: *)?(.*)$/s.exec(text) ?? [];
  return pieces(list, book).map(({ text: piece, line }) => ({ text: piece, line: label + line }));
}

/** The pieces of foods that have an amount: what brackets hold is said of the food before them. */
export function measuredRow(text: string, book: IngredientBook): readonly Piece[] {
  return pieces(text, book, BETWEEN_OUTSIDE_BRACKETS);
}

function pieces(list: string, book: IngredientBook, between = BETWEEN): readonly Piece[] {
  const texts = list.split(between).filter((piece) => book.match(piece) ?? !isEmpty(piece));
  if (texts.length > LONGEST_ROW) return [];
  const [, said] = SAID_ONCE.exec(parseIngredientLine(texts[0] ?? '').name) ?? [];
  return texts.map((text, at) => ({ text, line: at > 0 && said !== undefined ? withSaid(said, text, book) : text }));
}

/** "rosemary" after "dried thyme" is dried rosemary; the salt after it is no other. */
function withSaid(said: string, text: string, book: IngredientBook): string {
  const name = `${said} ${text}`;
  return book.match(name)?.confidence === 1 ? name : text;
}

/** "1 tsp" is an amount, "2 breasts" is something to eat. */
function isAmount(text: string): boolean {
  const { quantity, name } = parseIngredientLine(`${text} x`);
  return quantity !== null && name === 'x';
}
