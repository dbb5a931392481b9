import type { Diet, Nutrition } from '../ingredients/ingredient.js';
import { recipeContexts, type RecipeContext, type RecipeNutrition } from './recipe.js';

const QUICK_MINUTES = 30;
const ENOUGH_COVERAGE = 0.9;

const MEALS: readonly (readonly [RecipeContext, RegExp])[] = [
  ['breakfast', /\b(?:breakfasts?|brunch|porridge|granola|muesli)\b/i],
  ['lunch', /\b(?:lunch(?:es)?|brunch|salads?|sandwich(?:es)?|soups?)\b/i],
  ['dinner', /\b(?:dinners?|supper|main(?: course| dish)?s?|entr[eé]es?|stews?|roasts?|curry|curries)\b/i],
  ['snack', /\b(?:snacks?|appeti[sz]ers?|starters?|finger food|dips?)\b/i],
  ['dessert', /\b(?:desserts?|puddings?|cakes?|cookies|biscuits|ice cream|sweets?|pastry|pastries)\b/i],
];

/**
 * Not "high" in anything by the UK guide to front of pack labelling (Department of Health and FSA, 2016), per portion: at most
 * 21 g fat, 6 g saturates, 27 g sugars and 1.8 g salt (720 mg sodium).
 */
function isHealthy({ fat, saturated, sugar, sodium }: Nutrition): boolean {
  return fat <= 21 && saturated <= 6 && sugar <= 27 && sodium <= 720;
}

/** The occasions a recipe serves. Every recipe serves `any` and `use-it-up`. */
export function contextsOf(recipe: {
  readonly words: readonly string[];
  readonly totalMinutes: number | null;
  readonly nutrition: RecipeNutrition;
  readonly diets: readonly Diet[];
}): RecipeContext[] {
  const { perServing, coverage } = recipe.nutrition;
  const serves = new Set<RecipeContext>(['any', 'use-it-up']);
  for (const [meal, pattern] of MEALS) if (recipe.words.some((word) => pattern.test(word))) serves.add(meal);
  if (recipe.totalMinutes !== null && recipe.totalMinutes <= QUICK_MINUTES) serves.add('quick');
  if (perServing !== null && coverage >= ENOUGH_COVERAGE && isHealthy(perServing)) serves.add('healthy');
  if (recipe.diets.includes('vegetarian')) serves.add('vegetarian');
  return recipeContexts.filter((context) => serves.has(context));
}

const CUISINES =
  'italian french spanish greek portuguese german austrian swiss dutch belgian british english irish scottish american mexican peruvian brazilian argentinian cuban dominican venezuelan indian pakistani thai vietnamese chinese japanese korean filipino indonesian malaysian turkish lebanese israeli palestinian persian moroccan tunisian egyptian ethiopian russian ukrainian polish hungarian romanian czech lithuanian swedish danish norwegian finnish australian cajun caribbean mediterranean asian'.split(
    ' ',
  );

/** The cuisine that a recipe names itself, else the first of its keywords that is one. Lower case. */
export function cuisineOf(named: string | null, keywords: readonly string[]): string | null {
  if (named !== null) return named.toLowerCase();
  const words = keywords.map((keyword) => keyword.toLowerCase());
  return words.find((word) => CUISINES.includes(word)) ?? null;
}

/** The cuisines that a text names, each once. */
export function cuisinesIn(text: string): string[] {
  const words = new Set(text.toLowerCase().split(/[^a-z]+/));
  return CUISINES.filter((cuisine) => words.has(cuisine));
}
