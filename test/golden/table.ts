import type { Recipe, RecipeContext } from '../../src/recipes/recipe.js';
import type { PastInteraction } from '../../src/recommendations/novelty.js';
import type { RankingPreferences } from '../../src/recommendations/ranking-input.js';

/** A lot: what, how much, and in how many days it is due; `use-by` where it is not to be eaten after that. */
export type Stocked = readonly [
  name: string,
  quantity: number,
  unit: string,
  daysLeft?: number,
  kind?: 'best-before' | 'use-by',
];

/** What a cook expects of what is recommended, and why. Titles are those of the shipped catalogue. */
export type Expectation = { readonly because: string } & (
  | { readonly kind: 'among the first'; readonly title: string; readonly places: number }
  | { readonly kind: 'before'; readonly title: string; readonly other: string }
  /** At no place, however many ingredients may be missing. */
  | { readonly kind: 'never'; readonly title: string }
  /** At some place, when enough ingredients may be missing. */
  | { readonly kind: 'allowed'; readonly title: string }
  /** Not shown to who asks without naming how many may be missing. */
  | { readonly kind: 'not proposed'; readonly title: string }
  | { readonly kind: 'stays in the pantry'; readonly item: string }
  | { readonly kind: 'a dish of this cuisine comes first'; readonly cuisine: string }
  | { readonly kind: 'at most of one cuisine'; readonly places: number; readonly times: number }
);

export interface GoldenCase {
  readonly kitchen: string;
  readonly pantry: readonly Stocked[];
  readonly preferences?: Partial<RankingPreferences>;
  readonly context?: RecipeContext;
  /** What was done, with which recipe, how many days ago. */
  readonly acts?: readonly (readonly [PastInteraction['kind'], title: string, daysAgo: number])[];
  readonly expects: readonly Expectation[];
}

export const first = (title: string, because: string) => among(1, title, because);

export const among = (places: number, title: string, because: string): Expectation => ({
  kind: 'among the first',
  title,
  places,
  because,
});

export const before = (title: string, other: string, because: string): Expectation => ({
  kind: 'before',
  title,
  other,
  because,
});

export const never = (titles: readonly string[], because: string): Expectation[] =>
  titles.map((title) => ({ kind: 'never', title, because }));

export const allowed = (titles: readonly string[], because: string): Expectation[] =>
  titles.map((title) => ({ kind: 'allowed', title, because }));

export const notProposed = (title: string, because: string): Expectation => ({ kind: 'not proposed', title, because });

export const stays = (item: string, because: string): Expectation => ({ kind: 'stays in the pantry', item, because });

export const opens = (cuisine: string, because: string): Expectation => ({
  kind: 'a dish of this cuisine comes first',
  cuisine,
  because,
});

export const varied = (places: number, times: number, because: string): Expectation => ({
  kind: 'at most of one cuisine',
  places,
  times,
  because,
});

/** What stands in a cupboard for months and decides nothing. */
export const CUPBOARD: readonly Stocked[] = [
  ['olive oil', 500, 'ml'],
  ['vegetable oil', 500, 'ml'],
  ['plain flour', 1000, 'g'],
  ['caster sugar', 500, 'g'],
  ['garlic', 10, 'clove'],
  ['soy sauce', 150, 'ml'],
  ['ground cumin', 40, 'g'],
  ['ground coriander', 40, 'g'],
  ['ground turmeric', 40, 'g'],
  ['paprika', 40, 'g'],
];

/** The recipe of that title, or a mistake in the table. */
export function titled(catalogue: readonly Recipe[], title: string): Recipe {
  const recipe = catalogue.find((one) => one.title === title);
  if (!recipe) throw new Error(`the shipped catalogue has no "${title}"`);
  return recipe;
}
