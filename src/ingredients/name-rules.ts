import type { Ingredient, IngredientCategory } from './ingredient.js';
import { isModifier } from './modifiers.js';

/** Heads that are made of what stands before them: "hemp milk" is no milk, though nobody knows what hemp is. */
const PRODUCT_HEADS = new Set(
  'milk butter cream flour oil sauce paste powder spread bread dressing mix seasoning stock broth syrup juice noodle vinegar sugar yogurt cracker bar cake chip crumb pie soup salad jam jelly wine beer dough pasta meat mince burger bacon ham salt relish chutney dip pate stew curry pudding biscuit cookie fudge brittle bisque chowder'.split(
    ' ',
  ),
);
/** Words that only say again what a food is ("gouda cheese"), and the categories of which that is true. */
const CLASS_WORDS: Readonly<Record<string, readonly IngredientCategory[]>> = {
  cheese: ['dairy'],
  pasta: ['pasta'],
  noodle: ['pasta'],
  mushroom: ['vegetables'],
  meat: ['meat', 'poultry'],
  fish: ['fish'],
  herb: ['herbs'],
  spice: ['spices'],
  powder: ['spices'],
  tea: ['drinks'],
  sauce: ['sauces', 'condiments'],
  nut: ['nuts-and-seeds'],
  seed: ['nuts-and-seeds', 'spices'],
  berry: ['fruit', 'spices'],
};
/** Where these stand, what follows is about the food and no longer its name. */
const PREPOSITIONS = new Set([
  'with',
  'in',
  'for',
  'from',
  'to',
  'at',
  'on',
  'as',
  'such',
  'like',
  'per',
  'if',
  'plus',
]);

/** True for heads that are made of what stands before them. */
export function isProductHead(word = ''): boolean {
  return PRODUCT_HEADS.has(word);
}

export function isClassWord(word: string): boolean {
  return Object.hasOwn(CLASS_WORDS, word);
}

/** True when a class word says of a food only what it is anyway. */
export function isOfClass({ category }: Ingredient, word = ''): boolean {
  return isClassWord(word) && (CLASS_WORDS[word]?.includes(category) ?? false);
}

/** The words of a name before what is said about it. */
export function beforePreposition(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => index > 0 && PREPOSITIONS.has(word));
  return at < 0 ? words : words.slice(0, at);
}

/** Without the modifiers after the head: "salmon fillets". */
export function withoutTail(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !isModifier(word));
  return words.slice(0, last + 1);
}
