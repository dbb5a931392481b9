import { allergens, diets, ingredientCategories, type IngredientFacts } from './ingredient.js';
import { canonicalUnit } from './units.js';

type Check = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAmount: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isText: Check = (value) => typeof value === 'string' && value.trim() === value && value !== '';
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check) && new Set(value).size === value.length;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const all =
  (checks: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value) =>
    isRecord(value) &&
    Object.entries(checks).every(([key, check]) => check(value[key])) &&
    Object.keys(value).every((key) => Object.hasOwn(checks, key) || (optional[key]?.(value[key]) ?? false));

const isSlug: Check = (value) => typeof value === 'string' && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value);
const isKeep = (value: unknown) =>
  isRecord(value) && Object.keys(value).length > 0 && all({}, { closed: isAmount, opened: isAmount })(value);
const isPieces: Check = (value) =>
  isRecord(value) &&
  Object.entries(value).every(([unit, grams]) => canonicalUnit(unit) === unit && isAmount(grams) && grams !== 0);
const isNutrition = all({
  kcal: isAmount,
  protein: isAmount,
  carbs: isAmount,
  sugar: isAmount,
  fat: isAmount,
  saturated: isAmount,
  fibre: isAmount,
  sodium: isAmount,
});

/** What each field of a data line must be. */
const FIELDS: Readonly<Record<keyof IngredientFacts, Check>> = {
  slug: isSlug,
  name: isText,
  aliases: listOf(isText),
  category: oneOf(...ingredientCategories),
  parent: orNull(isSlug),
  contains: listOf(oneOf(...allergens)),
  mayContain: listOf(oneOf(...allergens)),
  breaks: listOf(oneOf(...diets)),
  shelf: all(
    { home: oneOf('pantry', 'fridge', 'freezer'), kind: oneOf('best-before', 'use-by') },
    { pantry: isKeep, fridge: isKeep, freezer: isKeep },
  ),
  density: orNull((value) => isAmount(value) && value !== 0),
  pieces: isPieces,
  unit: oneOf('g', 'ml', 'piece'),
  nutrition: isNutrition,
  substitutes: listOf(
    all(
      { slug: isSlug, confidence: (value) => isAmount(value) && Number(value) <= 1 },
      { each: (value) => value === true },
    ),
  ),
};

/** What is wrong with a data line, a text for each bad or unknown field; empty when it is an ingredient. */
export function faultsOfIngredient(value: unknown): string[] {
  if (!isRecord(value)) return ['is no JSON object'];
  const bad = Object.entries(FIELDS).filter(([field, check]) => !check(value[field]));
  const unknown = Object.keys(value).filter((field) => !Object.hasOwn(FIELDS, field));
  return [
    ...bad.map(([field]) => `${field} is not valid: ${JSON.stringify(value[field])}`),
    ...unknown.map((field) => `${field} is not known`),
  ];
}

export function isIngredientFacts(value: unknown): value is IngredientFacts {
  return faultsOfIngredient(value).length === 0;
}
