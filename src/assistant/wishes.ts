import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { recipeContexts, type RecipeContext } from '../recipes/recipe.js';

/** What a message asks for. It can only choose among what the user may eat: no word in it takes a filter away. */
export interface Wishes {
  readonly context: RecipeContext;
  readonly maxMinutes: number | undefined;
  /** Ids of foods, in their order. */
  readonly wanted: readonly number[];
  readonly unwanted: readonly number[];
}

/** What is not wanted ends at the next comma, full stop or "but". */
const UNWANTED =
  /\b(?:without|no|not|except|avoid|don['’]?t (?:like|want|have)|hate)\b([^,.;:!?]*?)(?=[,.;:!?]|\bbut\b|\bwith\b|$)/gi;
const USE_UP = /\b(?:use[- ]?(?:it[- ]?)?up|go(?:es|ing)? off|expir\w+|leftovers?|before it spoils)\b/i;
const MINUTES = /\b(\d{1,3})\s*(?:-\s*)?min(?:ute)?s?\b/i;
const HOURS = /\b(\d{1,2}(?:\.5)?|an?|half an)\s+hours?\b/i;
const HOUR = 60;

/** `context` comes from the request; where it names none the message may. */
export function wishesIn(message: string, context: RecipeContext | undefined, book: IngredientBook): Wishes {
  const refused = [...message.matchAll(UNWANTED)].map(([, foods = '']) => foods);
  const idsIn = (text: string) => book.namedIn(text).map(({ id }) => id);
  const unwanted = new Set(refused.flatMap(idsIn));
  const wanted = new Set(idsIn(message.replace(UNWANTED, ' ; ')).filter((id) => !unwanted.has(id)));
  return {
    context: context ?? contextIn(message),
    maxMinutes: minutesIn(message),
    wanted: [...wanted].toSorted((one, other) => one - other),
    unwanted: [...unwanted].toSorted((one, other) => one - other),
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
