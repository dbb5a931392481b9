import { foodWords } from './food-words.js';
import type { Ingredient } from './ingredient.js';

type Told = Pick<Ingredient, 'breaks'>;

const isOfLandAnimals = ({ breaks }: Told) => breaks.includes('pescatarian');
const isNotHalal = ({ breaks }: Told) => breaks.includes('halal-friendly');

/** Told by what they break: whoever eats fish and no meat eats no stock, lard or gelatine either, and what is no meat and not halal is a drink. */
const GROUPS: ReadonlyMap<string, (food: Told) => boolean> = new Map([
  ['meat', isOfLandAnimals],
  ['pork', (food) => isOfLandAnimals(food) && isNotHalal(food)],
  ['alcohol', (food) => isNotHalal(food) && !isOfLandAnimals(food)],
]);

/**
 * Which foods a name means that is that of a whole group: bacon and ham are pork, though nobody would cook one for the other. Undefined for all other
 * names.
 */
export function groupCalled(name: string): ((food: Told) => boolean) | undefined {
  return GROUPS.get(foodWords(name).join(' '));
}
