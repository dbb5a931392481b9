import { Decimal } from 'decimal.js';
import { parseIngredient, unitsOfMeasure } from 'parse-ingredient';
import { foodWords } from './food-words.js';
import { amountFirst, oneAmount } from './line-amounts.js';
import { plainAmounts, plainText } from './line-text.js';
import { isModifier } from './modifiers.js';
import { unitOf } from './units.js';

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
const TOOL =
  /^(?:(?:\d+|an?|some)\s+)?(?:\S+\s+)?(?:alumin(?:i?)um foil|tin ?foil|kitchen foil|baking paper|parchment(?: paper)?|wax paper|cling film|plastic wrap|tooth ?picks?|(?:bamboo |wooden )?skewers?|cocktail sticks?|kitchen (?:twine|string)|cheese ?cloth|muslin|(?:well-washed )?stones?|cupcake liners|thermometer|blender|slow cooker|(?:oven-safe |frying )?pan|glass jars?|sieve.*|thermos|marbles|patience.*|baking dish(?:es)?|baking paper .*)$/i;
/** Where the name ends and remarks on it begin. */
const TAIL = new RegExp(
  String.raw`\s+(?:\+|(?:${[
    'to (?:taste|serve|garnish|finish|coat|cover|fry|grease|top|sprinkle|drizzle|dust|decorate|season)',
    'as (?:needed|required|desired|much|many|garnish)',
    'for(?! .*\\bor\\b)',
    'plus (?:extra|more|some)',
    'at (?:room )?temp(?:erature)?|(?:cut|chopped|sliced|diced|torn|broken|split|mixed) (?:in|into|to|with)|by weight|per (?:person|serving)|until|instead of|not|on top|any',
    'of (?:your|my|any) .*|of choice',
    'that|which|who|weighing|as you',
  ].join('|')})(?!\p{L})).*$`,
  'iu',
);

/** Reads one line of a recipe. Never throws: what is not understood stays in the name. */
export function parseIngredientLine(source: string): IngredientLine {
  const plain = plainText(source.slice(0, LONGEST_LINE)).slice(0, LONGEST_LINE);
  const optional = plain.search(OPTIONAL) >= 0;
  const text = plain
    .replace(OPTIONAL, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s.;,:-]+$/, (end) => (end.includes(':') ? ':' : ''))
    .trim();
  if (isHeading(text)) return { ...nothing, name: text.replace(/:$/, ''), optional, isHeading: true };

  const { label, line } = withoutLabel(text);
  const { quantity, quantity2, rest } = quantityOf(oneAmount(amountFirst(plainAmounts(line))));
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

const nothing = { quantity: null, unit: null, note: null, alternatives: [] } as const;

function isHeading(text: string): boolean {
  if (text === '' || text.endsWith(':')) return true;
  if (/^for (?:the |an? )?[^\d:,(]+$/i.test(text)) return true;
  return TOOL.test(text);
}

/** "For the tin: butter" is butter, for the tin; "wine: 350 ml" has an amount behind its colon and is left alone. */
function withoutLabel(text: string): { label: string; line: string } {
  const [, label, line] = /^([^:\d]{1,60}): *([^\d\s].*)$/.exec(text) ?? [];
  return label === undefined || line === undefined ? { label: '', line: text } : { label, line };
}

/** "5 cm piece of ginger": a length is no amount that anything could be made of. */
const LENGTH = /^-?(?:cm|mm|inch(?:es)?|in|")(?:[- ](?:long|piece|knob|chunk|stick))*\b(?: of)?\s+/i;

function quantityOf(line: string): { quantity: string | null; quantity2?: string; rest: string } {
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

const SIZE =
  /^(?:\p{L}+-sized|small|medium|large|big|heaped|heaping|level|rounded|good|generous|scant|thin|thick|fat|full|whole|long|short|tiny|decent)(?:[- ]sized)?\s+/iu;

/** The unit in front of a name. A unit with nothing behind it is the food itself: "8 cloves". */
function unitFrom(text: string): { unit: string | null; words: string } {
  const sized = text.replace(SIZE, '');
  for (const candidate of [text, sized]) {
    const [head, unit] = leadingUnit(candidate);
    const words = candidate.slice(head.length).replace(/^[\s.,]*(?:of\b)?\s*/i, '');
    const isNamed = words.replace(/\([^)]*\)?/g, '').trim() !== '' || /\bof \(/.test(candidate);
    if (unit !== undefined && isNamed && !words.startsWith(',')) return { unit, words };
  }
  return { unit: null, words: text.replace(/^of\s+/i, '') };
}

function leadingUnit(text: string): [head: string, unit: string | undefined] {
  const [, two] = /^((?:fl\w*|us|uk|imperial|metric)\.? \w+\.?)(?:\s|$)/i.exec(text) ?? [];
  const [, one = ''] = /^([^\s,(]+)/.exec(text) ?? [];
  for (const head of [two, one]) {
    const unit = head === undefined ? undefined : unitOf(head);
    if (head !== undefined && unit) return [head, unit.id];
  }
  return ['', undefined];
}

/** "3 garlic cloves, minced": the unit behind the name. */
function trailingUnit(name: string): string | null {
  const words = name.split(' ');
  for (const word of words.slice(1).toReversed()) {
    const unit = word.length > 2 ? unitOf(word) : undefined;
    if (unit?.dimension === 'count') return unit.id;
    if (!foodWords(word).every(isModifier)) return null;
  }
  return null;
}

function nameOf(words: string): { name: string; notes: string[]; alternatives: string[] } {
  const notes: string[] = [];
  let text = words;
  for (let inner = /\(([^()]*)\)?/.exec(text); inner; inner = /\(([^()]*)\)?/.exec(text)) {
    notes.push((inner[1] ?? '').trim());
    text = text.replace(inner[0], ' ');
  }
  text = text.replace(/[()]/g, ' ').replace(/\s+/g, ' ').trim();
  const { head, tail } = beforeComma(/[^\s\p{P}]/u.test(text) ? text : (notes.shift() ?? ''));
  if (tail !== '') notes.push(tail);
  const cut = TAIL.exec(head);
  if (cut && cut.index > 0) notes.push(cut[0].trim());

  const [name = '', ...others] = choices(cut && cut.index > 0 ? head.slice(0, cut.index) : head);
  const offered = notes.flatMap(offeredIn);
  return {
    name: juiceFirst(name),
    notes,
    alternatives: [...others, ...offered].map(juiceFirst).filter((one) => one !== ''),
  };
}

/** Cuts at the first comma, dash or full stop that has a food before it: "boneless, skinless chicken" goes on. */
function beforeComma(text: string): { head: string; tail: string } {
  for (const found of text.matchAll(/[,;]|\s-+\s|\.\s/g)) {
    const head = text.slice(0, found.index).trim();
    if (head !== '' && !foodWords(head).every(isModifier)) {
      return { head, tail: text.slice(found.index + found[0].length).trim() };
    }
  }
  return { head: text, tail: '' };
}

function choices(text: string): string[] {
  return text
    .split(/\s+(?:and\/or|or)\s+|(?<=\p{L})\s*\/\s*(?=\p{L})/iu)
    .map((choice) => choice.trim().replace(/^(?:of|the|either|an?)\s+/i, ''))
    .map((choice) => withoutAmount(choice))
    .filter((choice) => choice !== '');
}

/** "or 2 egg yolks": how much of the other choice is not kept. */
function withoutAmount(choice: string): string {
  const words = choice.replace(/^[\d./-]+(?![\d./-]*%)\s*/, '');
  return words === choice ? choice : unitFrom(words).words;
}

/** What a note offers instead: "or any oil", "can be replaced by butter", "tofu or tempeh". */
function offeredIn(note: string): string[] {
  const [, offer] =
    /^(?:or|alternatively|can be (?:replaced|substituted) (?:by|with)|substitute(?: with)?)\s+(.*)$/i.exec(note) ?? [];
  return offer === undefined ? [] : choices(offer.replace(/[,;].*$/, ''));
}

/** "juice of 1 lemon" as it is sold: "lemon juice". */
function juiceFirst(name: string): string {
  const [, part, food] =
    /^(juice|zest|rind|peel)s? (?:of|from) (?:(?:\d+(?:\/\d+)?|half|an?|one|two|the) )?(?:an? )?(.+)$/i.exec(name) ??
    [];
  return part === undefined || food === undefined ? name : `${food} ${part.toLowerCase()}`;
}
