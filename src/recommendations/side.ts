import { foodWords } from '../ingredients/food-words.js';

/** What is left of the score of a dish that goes with a meal and is none: it may still be all there is. */
export const BESIDE_A_MEAL = 0.7;

const inOneSpelling = (tag: string) => foodWords(tag).join(' ');
const SIDES: ReadonlySet<string> = new Set(
  ['side', 'side dish', 'accompaniment', 'sauce', 'gravy', 'condiment', 'basics'].map(inOneSpelling),
);

/** True for a sauce, a gravy, plain rice: what its own tags call a part of a meal. */
export function isSide({ tags }: { readonly tags: readonly string[] }): boolean {
  return tags.some((tag) => SIDES.has(inOneSpelling(tag)));
}
