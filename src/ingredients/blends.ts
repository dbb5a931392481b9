import { foodWords } from './food-words.js';
import type { Ingredient } from './ingredient.js';
import { isOrigin } from './modifiers.js';

/** All of these say the same of spices: a "Cajun spice blend" is a Cajun seasoning. */
const BLEND_WORDS: ReadonlySet<string> = new Set(['spice', 'blend', 'mix', 'rub', 'seasoning']);
/** What a blend may be called by, behind what tells it from others. */
const CALLED = ['', ' seasoning', ' spice', ' spice mix', ' spice blend', ' mix', ' seasoning mix', ' rub'];

/** What tells a blend of spices from others ("moroccan" of a Moroccan spice mix), or undefined where the name is no blend's. */
export function stemOfBlend(words: readonly string[]): readonly string[] | undefined {
  const last = words.findLastIndex((word) => !BLEND_WORDS.has(word));
  const isBlend = last < words.length - 1 && words.slice(last + 1).some((word) => word !== 'mix');
  return isBlend ? words.slice(0, last + 1) : undefined;
}

/** The names that a blend of that stem may have in the table. */
export function namesOfBlend(stem: readonly string[]): string[] {
  return CALLED.map((called) => `${stem.join(' ')}${called}`);
}

/** True for what is a mixture by one of its own names: ras el hanout, a "Moroccan spice mix", and not paprika. */
export function isBlend({ name, aliases, category }: Ingredient): boolean {
  return (
    (category === 'spices' || category === 'herbs') &&
    [name, ...aliases].some((one) => foodWords(one).some((word) => BLEND_WORDS.has(word)))
  );
}

/** "Thai spice blend": where it is from makes it one of its own, so that it is not just any. */
export function isBlendOfItsOwn(words: readonly string[]): boolean {
  return stemOfBlend(words)?.some(isOrigin) ?? false;
}
