import { diets, type Diet } from '../ingredients/ingredient.js';

const DIETS: Readonly<Record<Diet, RegExp>> = {
  vegan: /\b(?:vegan|plant[- ]based)\b/i,
  vegetarian: /\b(?:vegetarian|veggie|meat[- ]?free|meatless)\b/i,
  pescatarian: /\bpesc[ae]tarian\b/i,
  'gluten-free': /\b(?:gluten[- ]?free|co?eliac)\b/i,
  'dairy-free': /\bdairy[- ]?free\b/i,
  'nut-free': /\bnut[- ]?free\b/i,
  'halal-friendly': /\bhalal\b/i,
  'low-carb': /\blow[- ]carb\b/i,
  'high-protein': /\bhigh[- ]protein\b/i,
  'low-sodium': /\blow[- ](?:sodium|salt)\b/i,
};
const MEAT = /\bmeat\b/i;

/** The diets that a message names, and the one that whoever refuses meat keeps. */
export function dietsIn(rest: string, refused: readonly string[]): Diet[] {
  const isMeatless = refused.some((text) => MEAT.test(text));
  return diets.filter((diet) => DIETS[diet].test(rest) || (diet === 'pescatarian' && isMeatless));
}
