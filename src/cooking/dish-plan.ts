import type { Day } from '../calendar/day.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { kinshipIn } from '../ingredients/kinship.js';
import { NamedFoods } from '../ingredients/named-foods.js';
import { safeFoods, type Declared } from '../ingredients/safe-food.js';
import type { Shelves } from '../pantry/shelves.js';
import { isSpoiled } from '../pantry/use-order.js';
import type { Plan } from '../pantry/using.service.js';
import type { Recipe } from '../recipes/recipe.js';
import { chosenAmong, demandMeasured, type Choice } from './chosen-substitutes.js';
import { served, type Gaps, type Lacking } from './dish.js';
import { leftoversOf } from './leftovers.js';
import { replaced, standInsFor, withoutAmount, type Substitution, type SubstitutionRules } from './substitutes.js';

/** What a dish took and lacks, and what was, or could be, taken for what it lacks. */
export interface Made extends Gaps {
  readonly substitutions: readonly Substitution[];
}

/** Who is cooked for. */
export interface Eater extends Declared {
  readonly dislikedIngredients: readonly string[];
}

/** What is cooked, of what and for whom. */
export interface Dish {
  /** With its amounts as they are to be. */
  readonly recipe: Recipe;
  readonly leftovers: number;
  readonly choices: readonly Choice[];
  readonly eater: Eater;
}

/**
 * What a dish does to a pantry. Food past its use-by day is not cooked with, as it is not counted on when recipes are ranked. What was
 * chosen to stand in is taken once every line has had the thing itself; where nothing was chosen, what could be is told and stays.
 */
export function planOf({ recipe, leftovers, choices, eater }: Dish, book: IngredientBook, today: Day): Plan<Made> {
  const isSafe = safeFoods(book, eater);
  const kin = kinshipIn(book);
  const disliked = new NamedFoods(eater.dislikedIngredients, book, kin);
  const rules: SubstitutionRules = {
    kin,
    isDisliked: (lot) => disliked.mean(lot),
    mayEat: ({ ingredientId }) => ingredientId === null || isSafe(ingredientId),
    isSpoiled: (lot) => isSpoiled(lot, today),
  };
  return (shelves) => {
    shelves.setAside(rules.isSpoiled);
    const gaps = served(recipe, shelves, book, isSafe);
    return {
      result: choices.length > 0 ? withChosen(gaps, choices, shelves, rules) : withOffered(gaps, shelves, rules),
      brings: leftovers > 0 ? [leftoversOf(recipe.title, leftovers, today)] : [],
    };
  };
}

function withChosen(gaps: Gaps, choices: readonly Choice[], shelves: Shelves, rules: SubstitutionRules): Made {
  const standInsOf = chosenAmong(choices, [...gaps.missing, ...gaps.untold], shelves, rules);
  const { missing, substitutions } = replaced(gaps.missing, standInsOf, shelves);
  const all = [...substitutions, ...withoutAmount(gaps.untold, standInsOf)];
  demandMeasured(choices, all, shelves);
  return { ...gaps, missing, substitutions: all };
}

/** As they would go if all were chosen. */
function withOffered(gaps: Gaps, shelves: Shelves, rules: SubstitutionRules): Made {
  const trial = shelves.forTrial();
  const { substitutions } = replaced(gaps.missing, (gap) => standInsFor(gap, trial, rules), trial);
  const bestFor = (gap: Lacking) =>
    standInsFor(gap, trial, rules)
      .filter(({ lot }) => trial.hasAnyOf(lot))
      .slice(0, 1);
  return {
    ...gaps,
    substitutions: [...substitutions.filter(({ amount }) => !amount.isZero()), ...withoutAmount(gaps.untold, bestFor)],
  };
}
