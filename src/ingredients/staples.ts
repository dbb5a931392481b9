import type { Ingredient } from './ingredient.js';

/** What is always in the house and never counted: not as had, not as missing. Nothing else is taken for granted. */
const ASSUMED: ReadonlySet<string> = new Set([
  'salt',
  'flaky-salt',
  'black-pepper',
  'white-pepper',
  'black-peppercorn',
  'water',
]);

export function isAssumed({ slug }: Pick<Ingredient, 'slug'>): boolean {
  return ASSUMED.has(slug);
}
