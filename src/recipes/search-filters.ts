import { allergensCalled, asNamed, namesOfAllergens } from '../ingredients/allergen-names.js';
import type { Allergen } from '../ingredients/ingredient.js';
import { forgivenSlips } from './forgiven-slips.js';
import type { RecipeSearchQuery } from './recipes.dto.js';
import type { SearchOrder } from './search-order.js';

/** What is searched for, in one spelling: two queries that mean the same have one entry, whoever asks. */
export interface SearchQuery {
  readonly query: string;
  readonly diets: readonly string[];
  readonly allergens: readonly string[];
  readonly exclude: readonly string[];
  readonly cuisine: string | null;
  readonly maxMinutes: number | null;
  readonly sort: SearchOrder;
  readonly page: number;
  readonly limit: number;
}

/** What a request asks for; words of `exclude` that name allergens become hard filters. */
export function searchOf({
  query,
  diets,
  exclude = [],
  cuisine,
  maxMinutes,
  sort,
  page,
  limit,
}: RecipeSearchQuery): SearchQuery {
  const leftOut = exclude.map((word) => ({ word, allergens: allergensMeant(word) }));
  return inOneSpelling({
    query: query ?? '',
    diets: diets ?? [],
    allergens: leftOut.flatMap(({ allergens }) => allergens),
    exclude: leftOut.flatMap(({ word, allergens }) => (allergens.length === 0 ? word : [])),
    cuisine: cuisine ?? null,
    maxMinutes: maxMinutes ?? null,
    sort,
    page,
    limit,
  });
}

/** No food of the table has a name within a slip of one so long that is not just that: lupini, soy beans. */
const LONG_NAME = 5;

/** A slip in the name of an allergen is forgiven: who leaves out "shelfish" would not see that nothing was left out. */
function allergensMeant(word: string): readonly Allergen[] {
  const called = allergensCalled(word);
  if (called.length > 0) return called;
  const typed = asNamed(word);
  const isMeant = (name: string) => name.length >= LONG_NAME && forgivenSlips(typed, name) !== undefined;
  return allergensCalled(namesOfAllergens.find(isMeant) ?? '');
}

/** Lists in one order and without repetition, texts without needless space: what means the same is one entry. */
export function inOneSpelling(asked: SearchQuery): SearchQuery {
  const sorted = (words: readonly string[]) => (words.length < 2 ? words : [...new Set(words)].toSorted());
  return {
    ...asked,
    query: asked.query.trim().replace(/\s+/g, ' ').toLowerCase(),
    diets: sorted(asked.diets),
    allergens: sorted(asked.allergens),
    exclude: sorted(asked.exclude.map((name) => name.toLowerCase())),
  };
}
