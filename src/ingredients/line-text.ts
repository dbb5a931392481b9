import { Decimal } from 'decimal.js';
import { allSpellings, unitOf } from './units.js';

const FRACTIONS: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅖': '2/5',
  '⅗': '3/5',
  '⅘': '4/5',
  '⅙': '1/6',
  '⅚': '5/6',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
};
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

const NUMBER_WORDS = new RegExp(String.raw`^(${NUMBERS.join('|')})(?:( or | to |-)(${NUMBERS.join('|')}))?\s+`, 'i');

const spellings = [...allSpellings()];
const MEASURE = wordsOf(spellings.filter(([, { dimension }]) => dimension !== 'count').map(([spelling]) => spelling));
const COUNTED = wordsOf(spellings.filter(([, { dimension }]) => dimension === 'count').map(([spelling]) => spelling));
const CONTAINER =
  'cans?|tins?|jars?|packs?|packets?|packages?|pkgs?|bags?|bottles?|boxes|box|cartons?|tubs?|sachets?|pots?|pieces?';
const NUMBER = String.raw`\d+(?:\.\d+)?(?: \d+\/\d+|\/\d+)?`;
const AMOUNT = String.raw`${NUMBER}(?:-${NUMBER})?`;
const WEIGHED = String.raw`(${AMOUNT})[ -]?(${MEASURE})\b\.?`;

/** The text without markup, with plain fractions, numbers in digits and one kind of dash. */
export function plainText(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[\p{Cc}\p{Cf}\u00a0\u2000-\u200a\u202f]/gu, ' ')
    .replace(/[*_`]{1,3}/g, ' ')
    .replace(/^\s*(?:[-•·‣–—+]|\d+\)|\d+\.(?=\s))\s+/u, '')
    .replace(/[–—−]/g, '-')
    .replace(/[⁄∕]/g, '/')
    .replace(/(\d*)\s*([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/g, (_, whole: string, sign: string) => ` ${whole} ${FRACTIONS[sign]} `)
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .trim();
}

/** The amounts of a line written in the one way that the parser reads. */
export function plainAmounts(text: string): string {
  return text
    .replace(/(\d),(\d{1,2})(?!\d)/g, '$1.$2')
    .replace(/(\d),(\d{3})(?!\d)/g, '$1$2')
    .replace(/(?<![\d/.])\.(\d)/g, '0.$1')
    .replace(/(?<![\d/.])(\d+)\s*(?:-|and|&)\s*(\d+\/\d+)/gi, '$1 $2')
    .replace(/\b(tea|table)[- ]?spoon(?:ful)?s?\b/gi, (_, kind: string) => `${kind.toLowerCase()}spoon`)
    .replace(/\bspoon(?:ful)?s?\b/gi, 'tablespoon')
    .replace(
      /~ ?|≈ ?|\b(?:up to|ca|approx|approximately|about|around|roughly|circa)\b\.?\s*(?=\d|a\b|an\b|one\b|half\b)/gi,
      '',
    )
    .replace(/^(?:half of an?|half an?|a half)\s+/i, '1/2 ')
    .replace(/^(?:a|one) quarter (?:of )?(?:an? )?/i, '1/4 ')
    .replace(/^(?:a couple(?: of)?|a pair of)\s+/i, '2 ')
    .replace(/^(?:an? few|few|some|several|a (?:little )?bit of|a little|plenty of|lots of|hint of|any)\s+/i, '')
    .replace(NUMBER_WORDS, (_, one: string, or = '', other: string | undefined) =>
      other === undefined ? `${digits(one)} ` : `${digits(one)}${or}${digits(other)} `,
    )
    .replace(/^an?\s+/i, '1 ')
    .replace(/^(\d+)\s*dozen\b/i, (_, count: string) => String(Number(count) * 12))
    .replace(/^dozen\b/i, '12')
    .replace(/(\d)\s*(?:-|\bto\b|\bor\b)\s*(\d)/gi, '$1-$2')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The line with one amount: of two spellings ("200g/7oz") a weight beats the rest, since it is the same for every food, and
 * packs are multiplied out ("2 x 400 g", "2 tins (400 g each)").
 */
export function oneAmount(text: string): string {
  return sums(packs(doubles(text)));
}

function packs(text: string): string {
  const each = '(?: each| ?ea\\.?| net| drained)?';
  const shapes = [
    String.raw`^(${NUMBER}) ?[x×*] ?${WEIGHED}(?: (?:${CONTAINER})\b)?`,
    String.raw`^(${NUMBER}) \(~?${WEIGHED}${each}\)(?: (?:${CONTAINER})\b)`,
    String.raw`^(${NUMBER}) (?:large |small |medium )?(?:${CONTAINER})\b(?: of)? \(~?${WEIGHED}${each}\)`,
    String.raw`^(\d+) (\d+(?:\.\d+)?)[ -]?(${MEASURE})\b\.?(?: (?:${CONTAINER})\b)?`,
    String.raw`^(${NUMBER}) (?=[^(]*\(~?${WEIGHED} each\))`,
  ];
  for (const shape of shapes) {
    const found = new RegExp(shape, 'i').exec(text);
    const [whole, count, amount, unit] = found ?? [];
    if (whole === undefined || count === undefined || amount === undefined || unit === undefined) continue;
    return `${times(count, amount)} ${unit} ${text.slice(whole.length).replace(/^ of /, ' ').trim()}`;
  }
  return text.replace(new RegExp(String.raw`^${WEIGHED} (?:${CONTAINER})\b(?: of)?`, 'i'), '$1 $2');
}

/** Two spellings of one amount, side by side or the second in parentheses. */
function doubles(text: string): string {
  const beside = new RegExp(String.raw`^${WEIGHED} ?(?:[/|=]|or) ?${WEIGHED}`, 'i').exec(text);
  if (beside) {
    const [whole, amount, unit, otherAmount, otherUnit] = beside;
    return `${preferred([amount, unit], [otherAmount, otherUnit])}${text.slice(whole.length)}`;
  }

  const inside = new RegExp(
    String.raw`^(${AMOUNT}) ?(${MEASURE}|${COUNTED})?\b\.?([^(]*?)\((?:or )?~?${WEIGHED}[^)]*\)`,
    'i',
  ).exec(text);
  if (!inside || / each\)/.test(inside[0]) || isPack(inside)) return text;
  const [whole, amount, unit, between = '', otherAmount, otherUnit] = inside;
  const kept = preferred([amount, unit], [otherAmount, otherUnit]);
  return `${kept} ${between.trim()} ${text.slice(whole.length).trim()}`.replace(/\s+/g, ' ');
}

/** A container before or after a size in parentheses: the size is that of one. */
function isPack([, , unit = '', between = '']: RegExpExecArray): boolean {
  return new RegExp(`^(?:${CONTAINER})$`, 'i').test(unit) || (unit === '' && between.trim() === '');
}

type Spelled = readonly [amount: string | undefined, unit: string | undefined];

function preferred(first: Spelled, second: Spelled): string {
  const dimension = ([, unit]: Spelled) => (unit === undefined ? undefined : unitOf(unit)?.dimension);
  const [amount = '', unit = ''] = dimension(first) !== 'mass' && dimension(second) === 'mass' ? second : first;
  return `${amount} ${unit}`;
}

/** "1 cup plus 2 tablespoons" in the first unit, where both are exact. */
function sums(text: string): string {
  const found = new RegExp(
    String.raw`^(${NUMBER}) ?(${MEASURE})\b\.? (?:plus|and|\+) (${NUMBER}) ?(${MEASURE})\b\.?`,
    'i',
  ).exec(text);
  const [whole, amount, unit, more, moreUnit] = found ?? [];
  if (whole === undefined || !amount || !unit || !more || !moreUnit) return text;
  const one = unitOf(unit);
  const other = unitOf(moreUnit);
  if (!one?.factor || !other?.factor || one.dimension !== other.dimension) return text;
  const total = numberOf(amount).plus(numberOf(more).times(other.factor).div(one.factor));
  return `${total.toDecimalPlaces(6).toString()} ${unit}${text.slice(whole.length)}`;
}

/** A line whose amount stands behind ("flour (300 g)", "chilies, 1/3 cup", "wine: 350 ml", "lemons x2") with it in front. */
export function amountFirst(text: string): string {
  if (/^\d/.test(text)) return text;
  const amount = String.raw`(${AMOUNT}) ?(${MEASURE}|${COUNTED})?`;
  const shapes = [
    String.raw`^([^:]+): ?${amount}(?:\b\.?|$)(.*)$`,
    String.raw`^([^(]+?) ?\(~?${amount}\b\.?(?: ?[-/|=,][^)]*)?\)(.*)$`,
    String.raw`^(.+?)(?:,| -) ?~?${amount}$`,
    String.raw`^(.+?) (${AMOUNT}) ?(${MEASURE})\.?$`,
    String.raw`^(.+?) [x×] ?(\d+)()$`,
  ];
  for (const shape of shapes) {
    const [, name, count, unit = '', rest = ''] = new RegExp(shape, 'i').exec(text) ?? [];
    if (name !== undefined && count !== undefined) return `${count} ${unit} ${name.trim()}${rest}`.replace(/\s+/g, ' ');
  }
  return text;
}

function times(count: string, amount: string): string {
  return amount
    .split('-')
    .map((part) => numberOf(count).times(numberOf(part)).toDecimalPlaces(6).toString())
    .join('-');
}

/** "1 1/2" as a decimal. */
export function numberOf(text: string): Decimal {
  return text
    .trim()
    .split(' ')
    .map((part) => {
      const [over = '0', under = '1'] = part.split('/');
      return /^0+$/.test(under) ? new Decimal(0) : new Decimal(over).div(under);
    })
    .reduce((sum, part) => sum.plus(part), new Decimal(0));
}

function digits(word: string): number {
  return NUMBERS.indexOf(word.toLowerCase()) + 1;
}

/** An alternation of words, the longest first. */
function wordsOf(words: readonly string[]): string {
  return words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', ' ?'))
    .join('|');
}
