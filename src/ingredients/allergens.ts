import { allergens, type Allergen } from './ingredient.js';
import type { ResolvedLine } from './line-resolver.js';

/** What is known of the allergens of some lines: `unknown` means that a line was not understood, never "free of". */
export interface AllergenFacts {
  readonly contains: readonly Allergen[];
  readonly mayContain: readonly Allergen[];
  readonly unknown: boolean;
}

/** How labels and cooks name the fourteen. */
const WORDS: Readonly<Record<Allergen, RegExp>> = {
  gluten: /\b(?:gluten|wheat|rye|barley|spelt)\b/i,
  crustaceans: /\b(?:crustaceans?|shellfish|shrimps?|prawns?|crabs?|lobsters?)\b/i,
  eggs: /\beggs?\b/i,
  fish: /\bfish\b/i,
  peanuts: /\bpeanuts?\b/i,
  soybeans: /\b(?:soya?|soy-?beans?|soya-?beans?)\b/i,
  milk: /\b(?:milk|dairy|lactose)\b/i,
  nuts: /\b(?:tree[- ]?nuts?|nuts?|almonds?|hazelnuts?|walnuts?|cashews?|pecans?|pistachios?|macadamias?)\b/i,
  celery: /\b(?:celery|celeriac)\b/i,
  mustard: /\bmustard\b/i,
  sesame: /\bsesame\b/i,
  sulphites: /\b(?:sul(?:ph|f)(?:ite|ur dioxide)s?|sulphur dioxide)\b/i,
  lupin: /\blupins?\b/i,
  molluscs: /\b(?:mollus[ck]s?|shellfish|mussels?|oysters?|squid|clams?)\b/i,
};

const MAY_CONTAIN =
  /\b(?:may (?:also )?contain|traces? of|produced in a (?:facility|factory)|not suitable for)\b([^.)]*)/gi;
const CONTAINS = /(?<!\bmay )(?<!\bmay also )\bcontains?\b:?([^.)]*)/gi;

/** How a food was treated says what may be on it: "chicken breasts, breaded". */
const TREATED: readonly (readonly [RegExp, readonly Allergen[]])[] = [
  [/\b(?:breaded|battered|crumbed|bread-?crumbed|floured)\b/i, ['gluten', 'eggs', 'milk']],
  [/\bbuttered\b/i, ['milk']],
];

const DENIED = /\b(?:no|not|without)\s+\w+/gi;

/**
 * The allergens of a recipe's lines. The first choice of each line is what is in it; other choices, and foods its remarks
 * name, are what may be. Optional lines count in full. What a line itself says ("may contain nuts") counts as well.
 */
export function allergensOf(lines: readonly ResolvedLine[]): AllergenFacts {
  const contains = new Set<Allergen>();
  const mayContain = new Set<Allergen>();
  for (const { text, match, within, alternatives, mentions } of lines) {
    for (const food of [...(match ? [match.ingredient] : []), ...within]) {
      addAll(contains, food.contains);
      addAll(mayContain, food.mayContain);
    }
    for (const other of [...alternatives, ...mentions]) addAll(mayContain, [...other.contains, ...other.mayContain]);
    addAll(contains, namedAfter(CONTAINS, text));
    addAll(mayContain, namedAfter(MAY_CONTAIN, text));
    for (const [words, possible] of TREATED) if (words.test(text)) addAll(mayContain, possible);
  }
  return {
    contains: allergens.filter((one) => contains.has(one)),
    mayContain: allergens.filter((one) => mayContain.has(one) && !contains.has(one)),
    unknown: lines.some(({ understood }) => !understood),
  };
}

function addAll(set: Set<Allergen>, more: readonly Allergen[] = []): void {
  for (const one of more) set.add(one);
}

function namedAfter(phrase: RegExp, text: string): Allergen[] {
  const named = [...text.matchAll(phrase)].map(([, list = '']) => list.replace(DENIED, ' ')).join(' ');
  return named === '' ? [] : allergens.filter((one) => WORDS[one].test(named));
}
