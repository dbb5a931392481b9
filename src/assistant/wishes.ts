import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import { cuisinesIn } from '../recipes/recipe-contexts.js';
import { recipeContexts, type RecipeContext } from '../recipes/recipe.js';
import { refusalsIn } from './refusals.js';

/**
 * What a message asks for. It can only choose among what the user may eat: what it says of diets and allergens comes on top of what the
 * user declared, and no word in it takes anything of that away.
 */
export interface Wishes {
  readonly context: RecipeContext;
  readonly maxMinutes: number | undefined;
  /** Ids of foods, in their order. */
  readonly wanted: readonly number[];
  readonly unwanted: readonly number[];
  readonly cuisines: readonly string[];
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
}

const USE_UP = /\b(?:use[- ]?(?:it[- ]?)?up|go(?:es|ing)? off|expir\w+|leftovers?|before it spoils)\b/i;
const MINUTES = /\b(\d{1,3})\s*(?:-\s*)?min(?:ute)?s?\b/i;
const HOURS = /\b(\d{1,2}(?:\.5)?|an?|half an)\s+hours?\b/i;
const HOUR = 60;

/** `context` comes from the request; where it names none the message may. */
export function wishesIn(message: string, context: RecipeContext | undefined, book: IngredientBook): Wishes {
  const { diets, allergens, foods: unwanted, rest } = refusalsIn(message, book);
  const wanted = book.namedIn(rest).map(({ id }) => id);
  const inOrder = (ids: Iterable<number>) => [...new Set(ids)].toSorted((one, other) => one - other);
  return {
    context: context ?? contextIn(message),
    maxMinutes: minutesIn(message),
    wanted: inOrder(wanted.filter((id) => !unwanted.has(id))),
    unwanted: inOrder(unwanted),
    cuisines: cuisinesIn(rest),
    diets,
    allergens,
  };
}

function contextIn(message: string): RecipeContext {
  if (USE_UP.test(message)) return 'use-it-up';
  const words = new Set(message.toLowerCase().split(/[^a-z]+/));
  return recipeContexts.find((context) => context !== 'any' && words.has(context)) ?? 'any';
}

function minutesIn(message: string): number | undefined {
  const minutes = MINUTES.exec(message)?.[1];
  if (minutes !== undefined) return Math.max(1, Number(minutes));
  const hours = HOURS.exec(message)?.[1]?.toLowerCase();
  if (hours === undefined) return undefined;
  if (hours === 'half an') return HOUR / 2;
  return Math.max(1, HOUR * (hours.startsWith('a') ? 1 : Number(hours)));
}
