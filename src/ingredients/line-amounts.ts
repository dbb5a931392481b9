import { Decimal } from 'decimal.js';
import { AMOUNT, ANY_UNIT, ignoringCase, MASS, MEASURE, NUMBER } from './amount-patterns.js';
import { unitOf } from './units.js';

const CONTAINER =
  '(?:cans?|tins?|jars?|packs?|packets?|packages?|pkgs?|pkts?|pouch(?:es)?|trays?|bags?|bottles?|boxes|box|cartons?|tubs?|sachets?|envelopes?|containers?|pots?|bars?|pieces?)';
/** What a food is also portioned in where a size in parentheses stands before the word: "1 (1.5 fl oz) jigger". */
const PORTION =
  '(?:jiggers?|shots?|measures?|envelopes?|containers?|tubes?|bars?|squares?|blocks?|balls?|sticks?|slabs?)';
const WEIGHED = String.raw`(${AMOUNT})[ -]?(${MEASURE})\b\.?`;
const EACH = String.raw`(?: each| ?ea\.?| net| drained)?(?: ?[/|=;] ?[^)]*)?`;

/**
 * "2 x 400 g", "2 (400 g) tins", "2 (6 oz) fillets", "1/2 400 g tin", "2 tins of 400 g", "2 tins (400 g each)", "2 400g tins",
 * "3 steaks (200 g each)", "3 steaks, 200 g each".
 */
const PACKS = [
  String.raw`^(${NUMBER}) ?[x×*] ?${WEIGHED}(?: ${CONTAINER}\b)?`,
  String.raw`^(${NUMBER}) \(~?${WEIGHED}${EACH}\) (?:${CONTAINER}|${PORTION})\b`,
  String.raw`^(${NUMBER}) (?:large |small |medium )?${CONTAINER}\b(?: of)? \(~?${WEIGHED}${EACH}\)`,
  String.raw`^(\d+(?:/\d+)?) (\d+(?:\.\d+)?)[ -]?(${MEASURE})\b\.?(?: ${CONTAINER}\b)?`,
  String.raw`^(${NUMBER}) (?:${CONTAINER} )?of (?:an? )?${WEIGHED}(?: ${CONTAINER}\b)?`,
  String.raw`^(${NUMBER}) \(~?(${AMOUNT})[ -]?(${MASS})\b\.?${EACH}\)`,
  String.raw`^(${NUMBER}) ${CONTAINER}\b(?=[^(]*\(~?${WEIGHED}${EACH}\))`,
  String.raw`^(${NUMBER}) (?=[^(]*\(~?${WEIGHED} each\))`,
].map(ignoringCase);
/** "3 steaks, 200 g each" as "3 steaks (200 g each)". */
const EACH_BEHIND = ignoringCase(String.raw`, ?~?(${AMOUNT}[ -]?(?:${MEASURE})\.? each)$`);
/** "1 onion, 150 g, chopped": of one thing its weight is that of all. */
const WEIGHT_BEHIND = ignoringCase(String.raw`^(1 [^\d,(]+), ?~?(${AMOUNT}[ -]?(?:${MASS})\.?)(?=,|$)`);
/** "1 1/4 oz packet yeast": these are sold by a quarter of an ounce, so the first number counts packets. */
const QUARTER_OUNCES =
  /^(\d+) 1\/4[ -]?(?:oz|ounces?)\.?(?: \([^()]*\))? (?:packets?|envelopes?|sachets?)\b(?: of)?(?=.*\b(?:yeast|gelatine?)\b)/i;
const ONE_PACK = ignoringCase(String.raw`^${WEIGHED} ${CONTAINER}\b(?: of)?`);
const IS_CONTAINER = ignoringCase(`^${CONTAINER}$`);
/** "4 oz" of "2lb 4oz". */
const AND_MORE = String.raw`(?: ?${NUMBER} ?(?:oz|ounces?|fl oz|g|ml)\b\.?)?`;
/** "200g/7oz", "1kg/2lb 4oz" and "200 g or 7 oz". */
const BESIDE = ignoringCase(String.raw`^(${WEIGHED}${AND_MORE}) ?(?:[/|=]|or) ?(${WEIGHED}${AND_MORE})`);
/** "1 cup (250 g)", "4 tablespoons (½ stick / 57 g)". */
const INSIDE = ignoringCase(
  String.raw`^(${AMOUNT}) ?(${ANY_UNIT})?\b\.?([^(]*?)\((?:or |[^()]*[a-z] ?[/|=] ?)??~?${WEIGHED}[^)]*\)`,
);
/** The weight of several amounts there: "1 stick (8 Tbsp; 113g)". */
const WEIGHT_INSIDE = ignoringCase(
  String.raw`^(${AMOUNT}) ?(${ANY_UNIT})?\b\.?([^(]*?)\([^()]*[a-z] ?[/|=;,] ?~?(${AMOUNT})[ -]?(${MASS})\b[^)]*\)`,
);
const SUM = ignoringCase(
  String.raw`^(${NUMBER}) ?(${MEASURE})\b\.? (?:(?:plus|and|\+) )?(${NUMBER}) ?(${MEASURE})\b\.?`,
);
/**
 * The line with one amount: of two spellings ("200g/7oz") a weight beats the rest, since it is the same for every food, and
 * packs are multiplied out ("2 x 400 g", "2 tins (400 g each)").
 */
export function oneAmount(text: string): string {
  return /^\d/.test(text)
    ? sums(packs(doubles(text.replace(EACH_BEHIND, ' ($1)').replace(WEIGHT_BEHIND, '$1 ($2)'))))
    : text;
}

function packs(text: string): string {
  const [quarters, packets] = QUARTER_OUNCES.exec(text) ?? [];
  if (quarters !== undefined && packets !== undefined)
    return `${times(packets, '1/4')} oz${text.slice(quarters.length)}`;

  for (const shape of PACKS) {
    const [whole, count, amount, unit] = shape.exec(text) ?? [];
    if (whole === undefined || count === undefined || amount === undefined || unit === undefined) continue;
    return `${times(count, amount)} ${unit} ${tinned(whole)}${text.slice(whole.length).replace(/^ of /, ' ').trim()}`;
  }
  return text.replace(ONE_PACK, (whole, amount: string, unit: string) => `${amount} ${unit} ${tinned(whole)}`.trim());
}

/** What comes in a tin is another food than the same dried or fresh; the tin itself goes with its count. */
function tinned(pack: string): string {
  return /\b(?:can|tin)s?\b/i.test(pack) ? 'tinned ' : '';
}

function doubles(text: string): string {
  const [both, first, , firstUnit, second, , secondUnit] = BESIDE.exec(text) ?? [];
  if (both !== undefined) {
    return `${isPreferred(secondUnit, firstUnit) ? second : first}${text.slice(both.length)}`;
  }

  const inside = text.includes('(') ? insideOf(text) : null;
  if (!inside || / each\)/.test(inside[0]) || isPack(inside)) return text;
  const [whole, amount, unit, between = '', otherAmount, otherUnit] = inside;
  const kept = isPreferred(otherUnit, unit) ? `${otherAmount} ${otherUnit}` : `${amount ?? ''} ${unit ?? ''}`;
  return `${kept} ${between.trim()} ${text.slice(whole.length).trim()}`.replace(/\s+/g, ' ');
}

function insideOf(text: string): RegExpExecArray | null {
  const inside = INSIDE.exec(text);
  return isWeight(inside?.[5]) ? inside : (WEIGHT_INSIDE.exec(text) ?? inside);
}

/** A container before or after a size in parentheses: the size is that of one. */
function isPack([, , unit = '', between = '']: RegExpExecArray): boolean {
  return IS_CONTAINER.test(unit) || (unit === '' && between.trim() === '');
}

function isWeight(unit: string | undefined): boolean {
  return unit !== undefined && unitOf(unit)?.dimension === 'mass';
}

/** Of two spellings of an amount that one is told by weight, and only that one. */
function isPreferred(unit: string | undefined, other: string | undefined): boolean {
  return isWeight(unit) && !isWeight(other);
}

/** "1 cup plus 2 tablespoons", "1 lb 2 oz" in the first unit, where both are exact. */
function sums(text: string): string {
  const [whole, amount, unit, more, moreUnit] = SUM.exec(text) ?? [];
  if (whole === undefined || !amount || !unit || !more || !moreUnit) return text;
  const one = unitOf(unit);
  const other = unitOf(moreUnit);
  if (!one?.factor || !other?.factor || one.dimension !== other.dimension) return text;
  if (other.factor.gte(one.factor)) return text;
  const total = numberOf(amount).plus(numberOf(more).times(other.factor).div(one.factor));
  return `${plain(total)} ${unit}${text.slice(whole.length)}`;
}

function times(count: string, amount: string): string {
  return amount
    .split('-')
    .map((part) => plain(numberOf(count).times(numberOf(part))))
    .join('-');
}

/** "1 1/2" as a decimal. */
function numberOf(text: string): Decimal {
  const parts = text.trim().split(' ');
  return Decimal.sum(
    0,
    ...parts.map((part) => {
      const [over = '0', under = '1'] = part.split('/');
      return /^0+$/.test(under) ? 0 : new Decimal(over).div(under);
    }),
  );
}

function plain(amount: Decimal): string {
  return amount.toDecimalPlaces(6).toFixed();
}
