import type { Day } from '../calendar/day.js';
import type { Allergen, Diet, Nutrition } from '../ingredients/ingredient.js';
import type { RecipeContext } from '../recipes/recipe.js';

/** A thing in the kitchen that is to be used soon; `ingredientId` is null where nobody knows what it is. */
export interface Due {
  readonly name: string;
  readonly daysLeft: number;
  readonly ingredientId: number | null;
}

/** What is in the kitchen, as far as it matters today. */
export interface PantryFindings {
  readonly today: Day;
  readonly items: number;
  /** What is due within a week and may be eaten, soonest first. */
  readonly due: readonly Due[];
  /** The user's next midnight, ms since 1970. */
  readonly goodUntil: number;
}

/** What the user wants and must not eat: at least what was stated, whatever a message says. */
export interface StatedTastes {
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
  readonly liked: readonly string[];
  readonly disliked: readonly string[];
  readonly maxMinutes: number | null;
  readonly householdSize: number;
}

/** A recipe that passed the hard filters and may be spoken of. */
export interface Candidate {
  readonly id: number;
  readonly title: string;
  readonly minutes: number | null;
  /** What the message asks for that it has: foods, a cuisine. */
  readonly asked: readonly string[];
  readonly missing: readonly string[];
  readonly reasons: readonly string[];
}

export interface Shortlist {
  /** Names of the foods and cuisines that the message asks for. */
  readonly wanted: readonly string[];
  readonly candidates: readonly Candidate[];
  /** Nobody's ranking, or an old one: what is made of it is not kept. */
  readonly degraded: boolean;
  readonly goodUntil: number;
}

/** Null where too little of the recipe could be weighed. */
export interface Plate {
  readonly recipeId: number;
  readonly perServing: Nutrition | null;
}

/** All that an answer is made of; equal briefs may share one. */
export interface Brief {
  readonly message: string;
  readonly context: RecipeContext;
  readonly pantry: PantryFindings;
  readonly tastes: StatedTastes;
  /** Names of the foods and cuisines that the message asks for. */
  readonly wanted: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly plates: readonly Plate[];
}
