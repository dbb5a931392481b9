import { Decimal } from 'decimal.js';
import { parseIngredient, unitsOfMeasure } from 'parse-ingredient';
import { amountFirst, isNamedByNumber } from './amount-behind.js';
import { oneAmount } from './line-amounts.js';
import { isHeading } from './line-heading.js';
import { nameOf } from './line-name.js';
import { plainAmounts, plainText } from './line-text.js';
import { unscanned } from './scanned-text.js';
import { trailingUnit, unitFrom } from './line-unit.js';

/** What a line of a recipe says, before anybody knows which ingredient it means. */
export interface IngredientLine {
  /** A decimal in text form; null where the line has none. */
  readonly quantity: string | null;
  /** The upper end of a range. */
  readonly quantity2?: string;
  /** Canonical; null with a quantity means pieces. */
  readonly unit: string | null;
  readonly name: string;
  readonly note: string | null;
  readonly optional: boolean;
  /** Names of what would do instead ("butter or oil"). */
  readonly alternatives: readonly string[];
  /** Stands over other lines, or names a tool: nothing to eat. */
  readonly isHeading: boolean;
}

/** Units are read here by their own table, so the parser is to leave every word behind the number alone. */
const ignoreUOMs = Object.entries(unitsOfMeasure).flatMap(([id, { short, plural, alternates = [] }]) => [
  id,
  short,
  plural,
  ...alternates,
]);
/** What stands further back in a line is not read. */
export const LONGEST_LINE = 1000;
const OPTIONAL = /\(?\s*\b(?:optional(?:ly)?|optionnal|if desired|if you (?:like|want)|if wanted)\b[.!]?\s*\)?/gi;
/** Reads one line of a recipe. Never throws: what is not understood stays in the name. */
export function parseIngredientLine(source: string): IngredientLine {
  const plain = plainText(source.slice(0, LONGEST_LINE)).slice(0, LONGEST_LINE);
  const optional = plain.search(OPTIONAL) >= 0;
  const text = plain
    .replace(OPTIONAL, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^\s*[;,:]\s*/, '')
    .replace(/[\s.;,:-]+$/, (end) => (end.includes(':') ? ':' : ''))
    .trim();
  if (isHeading(text) && (text !== '' || isBlank(source)))
    return { ...nothing, name: text.replace(/:$/, ''), optional, isHeading: true };

  const { label, line } = withoutLabel(text);
  const { quantity, quantity2, rest } = quantityOf(oneAmount(amountFirst(plainAmounts(unscanned(line)))));
  const { unit, words } = unitFrom(rest);
  const { name, notes, alternatives } = nameOf(words);
  return {
    quantity,
    ...(quantity2 === undefined ? {} : { quantity2 }),
    unit: unit ?? (quantity === null ? null : trailingUnit(name)),
    name,
    note: [label, ...notes].filter((note) => note !== '').join('; ') || null,
    optional,
    alternatives,
    isHeading: false,
  };
}

/** No food at all, not one that is only drawn: "🥜" is not blank. */
function isBlank(source: string): boolean {
  return !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(source.replace(OPTIONAL, ' '));
}

const nothing = { quantity: null, unit: null, note: null, alternatives: [] } as const;

/** "For the tin: butter" is butter, for the tin; "wine: 350 ml" has an amount behind its colon and is left alone. */
function withoutLabel(text: string): { label: string; line: string } {
  const [, label, line] = /^([^:\d]{1,60}): *([^\d\s].*)$/.exec(text) ?? [];
  return label === undefined || line === undefined ? { label: '', line: text } : { label, line };
}

/** "5 cm piece of ginger": a length is no amount that anything could be made of. */
const LENGTH = /^-?(?:cm|mm|inch(?:es)?|in|")(?:[- ](?:long|piece|knob|chunk|stick))*\b(?: of)?\s+/i;

function quantityOf(line: string): { quantity: string | null; quantity2?: string; rest: string } {
  if (isNamedByNumber(line)) return { quantity: null, rest: line };
  const [found] = parseIngredient([line], { round: false, ignoreUOMs, allowLeadingOf: true, groupHeaderPatterns: [] });
  if (!found || found.quantity === null) return { quantity: null, rest: line };
  const [length] = LENGTH.exec(found.description) ?? [];
  if (length !== undefined) return { quantity: null, rest: found.description.slice(length.length) };
  const quantity2 = found.quantity2 === null ? {} : { quantity2: decimal(found.quantity2) };
  return {
    quantity: decimal(found.quantity),
    ...quantity2,
    rest: found.description.replace(/^(?:of )?(?:an? )?/i, ''),
  };
}

function decimal(value: number): string {
  return new Decimal(value).toDecimalPlaces(6).toFixed();
}
