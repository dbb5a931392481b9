import type { Nutrition } from '../ingredients/ingredient.js';
import type { RecipeNutrition } from '../recipes/recipe.js';

/** Goals for a whole day, by nutrient: kcal; grams; mg of sodium. */
export type NutritionGoals = Readonly<Partial<Record<keyof Nutrition, number>>>;

/** A main meal is about a third of a day. */
const MEALS_A_DAY = 3;
/** What nobody could weigh is neither good nor bad. */
const UNKNOWN = 0.5;

type Aim = 'at least' | 'at most' | 'about';

/** How each nutrient is meant: protein and fibre are to be reached, energy met, the rest not exceeded. */
const AIMS: Readonly<Record<keyof Nutrition, Aim>> = {
  kcal: 'about',
  protein: 'at least',
  fibre: 'at least',
  carbs: 'at most',
  sugar: 'at most',
  fat: 'at most',
  saturated: 'at most',
  sodium: 'at most',
};

const NUTRIENTS = Object.keys(AIMS) as (keyof Nutrition)[];

/** The reference intakes of Regulation (EU) 1169/2011, annex XIII, and 25 g of fibre (EFSA 2010), for who set no goals. */
const REFERENCE_DAY: NutritionGoals = { kcal: 2000, protein: 50, fibre: 25, sugar: 90, saturated: 20, sodium: 2400 };

/** What a serving is to reach or to keep to. */
export type ServingGoals = readonly (readonly [nutrient: keyof Nutrition, goal: number])[];

/** A meal's part of the goals; without any the reference intakes are the goals. */
export function servingGoals(goals: NutritionGoals): ServingGoals {
  const own = aimedAt(goals);
  return (own.length > 0 ? own : aimedAt(REFERENCE_DAY)).map(([nutrient, goal]) => [nutrient, goal / MEALS_A_DAY]);
}

/**
 * How well a serving fits the goals, 0..1: the mean over them, each 1 when kept and falling with the ratio by which it is
 * missed. What was not weighed counts a half, so a recipe that is known by half can't look perfect.
 */
export function nutritionFit({ perServing, coverage }: RecipeNutrition, goals: ServingGoals): number {
  if (!perServing) return UNKNOWN;
  const fit = goals.reduce((sum, [nutrient, goal]) => sum + met(perServing[nutrient], goal, nutrient), 0);
  const known = Math.min(1, Math.max(0, coverage));
  return known * (fit / goals.length) + (1 - known) * UNKNOWN;
}

function aimedAt(goals: NutritionGoals): [keyof Nutrition, number][] {
  return NUTRIENTS.flatMap((nutrient) => {
    const goal = goals[nutrient];
    return goal === undefined || !(goal >= 0) ? [] : [[nutrient, goal]];
  });
}

function met(amount: number, goal: number, nutrient: keyof Nutrition): number {
  const reached = goal === 0 ? 1 : Math.min(1, amount / goal);
  const kept = amount <= goal ? 1 : goal / amount;
  if (AIMS[nutrient] === 'at least') return reached;
  return AIMS[nutrient] === 'at most' ? kept : Math.min(reached, kept);
}
