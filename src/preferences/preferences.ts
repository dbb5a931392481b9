import type { Allergen, Diet } from '../ingredients/ingredient.js';
import { cuisineName } from './cuisine-scores.js';
import { learn, type Interaction } from './learning.js';
import type { NutritionGoals, PreferencesChange, PreferencesView } from './preferences.dto.js';

/** What to reach in a day; what is not named is no goal. */
export type Goals = Readonly<Partial<Record<keyof NutritionGoals, number>>>;

/** What a user says of itself. */
export interface Wishes {
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
  readonly dislikedIngredients: readonly string[];
  readonly likedIngredients: readonly string[];
  readonly cuisines: Readonly<Record<string, number>>;
  readonly maxMinutes: number | null;
  readonly householdSize: number;
  readonly nutritionGoals: Goals;
  readonly timeZone: string;
}

export interface StatedWishes {
  readonly wishes: Wishes;
  readonly version: number;
  readonly statedAt: Date;
}

/** Of somebody who never said anything. */
export const defaultWishes: Wishes = {
  diets: [],
  allergens: [],
  dislikedIngredients: [],
  likedIngredients: [],
  cuisines: {},
  maxMinutes: null,
  householdSize: 2,
  nutritionGoals: {},
  timeZone: 'UTC',
};

/** `wishes` with the fields of `change` that were sent, in their one spelling and without repetition. */
export function changed(wishes: Wishes, change: PreferencesChange): Wishes {
  const { diets, allergens, dislikedIngredients, likedIngredients, cuisines, maxMinutes, nutritionGoals } = change;
  return {
    diets: unique(diets) ?? wishes.diets,
    allergens: unique(allergens) ?? wishes.allergens,
    dislikedIngredients: unique(dislikedIngredients) ?? wishes.dislikedIngredients,
    likedIngredients: unique(likedIngredients) ?? wishes.likedIngredients,
    cuisines: cuisines ? spelled(cuisines) : wishes.cuisines,
    maxMinutes: maxMinutes === undefined ? wishes.maxMinutes : maxMinutes,
    householdSize: change.householdSize ?? wishes.householdSize,
    nutritionGoals: nutritionGoals ? goalsOf(nutritionGoals) : wishes.nutritionGoals,
    timeZone: change.timeZone ?? wishes.timeZone,
  };
}

const unique = <T>(list: readonly T[] | undefined): T[] | undefined => list && [...new Set(list)];

const spelled = (cuisines: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(cuisines).map(([name, score]) => [cuisineName(name), score]));

/** As a plain object, in one order, without the goals that are not set. */
function goalsOf({ kcal, protein, carbs, fat, fibre, sodium }: Goals): Goals {
  const goals = Object.entries({ kcal, protein, carbs, fat, fibre, sodium });
  return Object.fromEntries(goals.filter(([, goal]) => goal !== undefined));
}

/** The one representation of a user's preferences: equal facts give equal bytes. */
export function viewOf(
  userId: number,
  { wishes, version, statedAt }: StatedWishes,
  acts: readonly Interaction[],
  actedAt: Date | null,
): PreferencesView {
  return {
    userId,
    diets: [...wishes.diets],
    allergens: [...wishes.allergens],
    dislikedIngredients: [...wishes.dislikedIngredients],
    likedIngredients: [...wishes.likedIngredients],
    cuisines: sorted(wishes.cuisines),
    maxMinutes: wishes.maxMinutes,
    householdSize: wishes.householdSize,
    nutritionGoals: goalsOf(wishes.nutritionGoals),
    timeZone: wishes.timeZone,
    learned: learn(acts),
    version,
    lastUpdated: (actedAt !== null && actedAt > statedAt ? actedAt : statedAt).toISOString(),
  };
}

/** The database keeps the members of JSON in an order of its own. */
const sorted = (scores: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1)));
