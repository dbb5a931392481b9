import type { Day } from '../calendar/day.js';
import type { Allergen, Diet, Nutrition } from '../ingredients/ingredient.js';
import type { RecipeContext } from '../recipes/recipe.js';

/** What is in the kitchen, as far as it matters today. */
export interface PantryFindings {
  readonly today: Day;
  readonly items: number;
  /** Names of what is due within a week and may be eaten, soonest first. */
  readonly due: readonly { readonly name: string; readonly daysLeft: number }[];
  /** The user's next midnight, ms since 1970. */
  readonly goodUntil: number;
}

/** What the user wants and must not eat: as stated, whatever a message says. */
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
  /** Foods of the message that are in it. */
  readonly asked: readonly string[];
  readonly missing: readonly string[];
  readonly reasons: readonly string[];
}

export interface Shortlist {
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
  readonly candidates: readonly Candidate[];
  readonly plates: readonly Plate[];
}
