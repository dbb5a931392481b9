import { isUnit, unitOf } from './units.js';

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

/** "juice and zest of one lemon". */
const PART_OF_SOME = new RegExp(String.raw`\b((?:juice|zest|rind|peel) (?:of|from)) (${NUMBERS.join('|')})\b`, 'i');

/** Before an amount: nearly that much. */
const ABOUT = new RegExp(
  String.raw`~ ?|≈ ?|\b(?:up to|ca|approx|approximately|about|around|roughly|circa)\b\.?\s*(?=\d|(?:an?|half|${NUMBERS.join('|')})\b)`,
  'gi',
);

const SLASHED = /^(\d+)\/(\d+)\s+(\p{L}+)/u;

/** "two and a half cups", "three ounces and a half of butter". */
const AND_A_HALF = /^(\d+)(?: ([a-z]+)\.?)? and (?:an?|one)[ -](half|quarter)\b(?: of\b)?/i;

/** A box to be ticked, as lists of tasks have it. */
const TICK_BOX = /^\s*(?:[-*•]\s+)?(?:\[[ x]?\]|[☐☑☒□])\s*/iu;

/** The text without markup, with plain fractions, numbers in digits and one kind of dash. */
export function plainText(text: string): string {
  return text
    .replace(TICK_BOX, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/&(?:nbsp|#160);/gi, ' ')
    .replace(/&(?:amp|#38);/gi, '&')
    .replace(/(?![©®™])\p{Extended_Pictographic}|[\p{Emoji_Modifier}\ufe0f\u20e3]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\u00a0\u2000-\u200a\u202f]/gu, ' ')
    .replace(/[*_`]{1,3}/g, ' ')
    .replace(/^\s*(?:[-•·‣–—+]|\d+\)|\d+\.(?=\s))\s+/u, '')
    .replace(/[–—−]/g, '-')
    .replace(/[⁄∕]/g, '/')
    .replace(/(\d*)\s*([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/g, (_, whole: string, sign: string) => ` ${whole} ${FRACTIONS[sign]} `)
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .trim()
    .replace(/^[([](\d[^()[\]]*)[)\]] ?/, '$1 ');
}

/** The amounts of a line written in the one way that the parser reads. */
export function plainAmounts(text: string): string {
  return text
    .replace(/(\d),(\d{1,2})(?!\d)/g, '$1.$2')
    .replace(
      /(\d)(?:,(\d{3})|\.(000)(?!\s?(?:kg|kilos?|l|lit(?:er|re)s?)\b))(?!\d)/gi,
      (_, head: string, comma = '', dot = '') => `${head}${comma}${dot}`,
    )
    .replace(/\b([1-9]\d?)\.(\d{3})(?=\s?(?:g|gr|grams?|ml)\b)/gi, '$1$2')
    .replace(/^(\d[\d./ -]*[a-z]*)\+(?=\s)/i, '$1')
    .replace(SLASHED, (all, low: string, high: string, word: string) =>
      isSlashedRange(low, high, word) ? `${low}-${high} ${word}` : all,
    )
    .replace(/(?<![\d/.])\.(\d)/g, '0.$1')
    .replace(/(?<![\d/.])(\d+)\s*(?:-|and|&)\s*(\d+\/\d+)/gi, '$1 $2')
    .replace(/\b(tea|dessert|table)[- ]?spoon(?:ful)?s?\b/gi, (_, kind: string) => `${kind.toLowerCase()}spoon`)
    .replace(/\bspoon(?:ful)?s?\b/gi, 'tablespoon')
    .replace(ABOUT, '')
    .replace(/(?<=\d ?)T(?=\.? )/g, 'tbsp')
    .replace(/(?<=\d ?)t(?=\.? )/g, 'tsp')
    .replace(/(?<=\d ?(?:lbs?|kg|pints?))(?=\d)/gi, ' ')
    .replace(/^(\d+(?:\.\d+)?)-(?=(?:g|grams?|kg|ml|l|oz|ounces?|lbs?|pounds?)\b)/i, '$1 ')
    .replace(/(\d)- to (\d)/gi, '$1-$2')
    .replace(/^half a dozen\b/i, '6')
    .replace(/^((?:juice|zest|rind|peel) (?:of|from)) half (?:of )?an?\b/i, '$1 1/2')
    .replace(PART_OF_SOME, (_, part: string, count: string) => `${part} ${digits(count)}`)
    .replace(/(?<=\d\/\d) an? (?=\p{L})/giu, ' ')
    .replace(/^between (\d+) and (\d+)\b/i, '$1-$2')
    .replace(/^(?:half of an?|half an?|a half)\s+/i, '1/2 ')
    .replace(/^(?:a|one) quarter (?:of )?(?:an? )?/i, '1/4 ')
    .replace(/^(?:a couple(?: of)?|a pair of)\s+/i, '2 ')
    .replace(
      /^(?:an? few|few|some|several|a (?:little )?bit of|a little|plenty of|lots of|hint of|any|enough|as much|(?:a )?(?:small|good|large) (?:amount|bit) of|a (?:(?:thin|light|good) )?(?:coating|coat|layer|film) of)\s+/i,
      '',
    )
    .replace(NUMBER_WORDS, (_, one: string, or = '', other: string | undefined) =>
      other === undefined ? `${digits(one)} ` : `${digits(one)}${or}${digits(other)} `,
    )
    .replace(/^an?\s+/i, '1 ')
    .replace(AND_A_HALF, (all, count: string, unit: string | undefined, part: string) =>
      unit === undefined || isUnit(unit)
        ? `${count} ${part.toLowerCase() === 'half' ? '1/2' : '1/4'} ${unit ?? ''} `
        : all,
    )
    .replace(/^(\d+)\s*dozen\b/i, (_, count: string) => String(Number(count) * 12))
    .replace(/^dozen\b/i, '12')
    .replace(/(\d)\s*(?:-|\bto\b|\bor\b)\s*(\d)/gi, '$1-$2')
    .replace(/\s+/g, ' ')
    .trim();
}

/** "5/6 pods" are five or six: nobody takes five sixths of a thing. "7/8 cup" is measured, "2/3" of anything may be. */
function isSlashedRange(low: string, high: string, word: string): boolean {
  const isMeasured = (unitOf(word)?.dimension ?? 'count') !== 'count';
  return Number(low) > 3 && Number(high) === Number(low) + 1 && !isMeasured;
}

function digits(word: string): number {
  return NUMBERS.indexOf(word.toLowerCase()) + 1;
}
