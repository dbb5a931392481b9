import { allergensCalled } from '../ingredients/allergen-names.js';
import { groupCalled } from '../ingredients/food-groups.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { allergens, type Allergen, type Diet } from '../ingredients/ingredient.js';
import { dietsIn } from './diet-words.js';

/** What a message says must not be on the plate, and what is left of it without that. */
export interface Refusals {
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
  /** Ids of foods. */
  readonly foods: ReadonlySet<number>;
  readonly rest: string;
}

/** What is refused comes behind such words. */
const REFUSES = new RegExp(
  [
    'without|nothing (?:with|containing)|leav(?:e|ing) out|no|not|except|avoid(?:ing)?|skip|minus|hold the|hates?|dislikes?',
    "(?:don['’]?t|do not|doesn['’]?t|does not) (?:like|want|have|eat|contain)",
    "can(?:['’]?t|not| not) (?:eat|have|stand|tolerate)",
    'allerg(?:ic|y|ies) (?:to|against)|allergies:|intolerant (?:to|of)|intolerance (?:to|of)|free (?:of|from)',
  ]
    .map((words) => `\\b(?:${words})(?!\\w)`)
    .join('|'),
  'i',
);
/** There it ends at the latest. */
const CLAUSE_ENDS = /[.;:!?]|\bbut\b|\bwith\b/i;
const JOINS = /\b(?:and|or|nor|any)\b/gi;
/** What is refused stands in front of such words: "a nut allergy", "lactose intolerant", "egg-free". */
const REFUSED_BEFORE =
  /\b((?:\p{L}+[- ])?\p{L}+)[- ]?(?:free\b(?! (?:of|from)\b)|allerg(?:y\b(?! to\b)|ies\b)|intoleran(?:t\b(?! (?:to|of)\b)|ce\b))/giu;

/** Reads too much into a message rather than too little: "no nuts" may be a whim, and may be all that anybody was told of an allergy. */
export function refusalsIn(message: string, book: IngredientBook): Refusals {
  const { refused, rest } = taken(message, book);
  const before = [...rest.matchAll(REFUSED_BEFORE)].map(([, name = '']) => lastName(name));
  const named = [...refused, ...before].flatMap((text) => namesIn(text, book));
  return {
    diets: dietsIn(rest, refused),
    allergens: allergens.filter((one) => named.some((name) => name.allergens.includes(one))),
    foods: new Set(named.flatMap(({ foods }) => foods)),
    rest: rest.replace(REFUSED_BEFORE, ' ; '),
  };
}

/** The parts of a message behind words of refusal, and all the others. */
function taken(message: string, book: IngredientBook): { readonly refused: readonly string[]; readonly rest: string } {
  const found = REFUSES.exec(message);
  if (!found) return { refused: [], rest: message };
  const behind = message.slice(found.index + found[0].length);
  const end = CLAUSE_ENDS.exec(behind)?.index ?? behind.length;
  const list = listAt(behind.slice(0, end), book);
  const { refused, rest } = taken(behind.slice(list.length), book);
  return { refused: [list, ...refused], rest: `${message.slice(0, found.index)} ; ${rest}` };
}

/** Up to the first comma, and on for as long as nothing but names stands between commas: "nuts, eggs and milk, please". */
function listAt(clause: string, book: IngredientBook): string {
  const [first = '', ...others] = clause.split(',');
  const end = others.findIndex((part) => !isNames(part, book));
  return [first, ...(end < 0 ? others : others.slice(0, end))].join(',');
}

function isNames(part: string, book: IngredientBook): boolean {
  const withoutJoins = part.replace(JOINS, ' ').trim();
  const isMany = (name: string) => allergensCalled(name).length > 0 || groupCalled(name) !== undefined;
  return isMany(withoutJoins) || book.wordsOfNoFood(withoutJoins).every(isMany);
}

/** Of two words the last, unless they are a name together: "curry dairy" is dairy, "tree nut" is one. */
function lastName(name: string): string {
  return allergensCalled(name).length > 0 ? name : (name.split(/[- ]/).at(-1) ?? '');
}

function namesIn(text: string, book: IngredientBook) {
  const passages = [...book.readIn(text)].map(({ words, ingredient }) => ({ name: words.join(' '), ingredient }));
  return passages.map(({ name, ingredient }, at) => {
    const pair = allergensCalled(`${passages[at - 1]?.name} ${name}`);
    return {
      allergens: pair.length > 0 ? pair : allergensMeantBy(name),
      foods: book.ingredients.filter(groupCalled(name) ?? ((one) => one === ingredient)).map(({ id }) => id),
    };
  });
}

/** Who speaks of nuts as one does at table may mean peanuts too. */
function allergensMeantBy(name: string): readonly Allergen[] {
  const called = allergensCalled(name);
  return name === 'nut' ? [...called, 'peanuts'] : called;
}
