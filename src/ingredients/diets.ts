import { diets, type Allergen, type Diet, type Nutrition } from './ingredient.js';
import type { AllergenFacts } from './allergens.js';
import type { ResolvedLine } from './line-resolver.js';

/** What a serving gives, as far as it could be weighed; see the recipe's nutrition. */
export interface ServingFacts {
  readonly perServing: Nutrition | null;
  readonly coverage: number;
  /** Some line with much sodium has no amount ("salt to taste"). */
  readonly sodiumOpen: boolean;
}

/** Claims about amounts are made only when nearly all of the recipe was weighed. */
const ENOUGH_COVERAGE = 0.9;

const FREE_OF: Readonly<Partial<Record<Diet, readonly Allergen[]>>> = {
  'gluten-free': ['gluten'],
  'dairy-free': ['milk'],
  'nut-free': ['nuts', 'peanuts'],
};
const BROKEN_BY_FOOD: ReadonlySet<Diet> = new Set<Diet>(['vegan', 'vegetarian', 'pescatarian', 'halal-friendly']);

/**
 * Per serving. Low-carb: a meal of at most 20 g net carbohydrates, as diets of 50 to 60 g a day have it (Feinman et al. 2015,
 * Nutrition 31). High-protein: a fifth of the energy and more, Regulation (EC) 1924/2006, annex; and at least 15 g, so that a
 * lettuce leaf does not count. Low-sodium: at most 140 mg, 21 CFR 101.61 per serving.
 */
const BY_NUTRITION: Readonly<Partial<Record<Diet, (serving: Nutrition, sodiumOpen: boolean) => boolean>>> = {
  'low-carb': ({ carbs, fibre }) => carbs - fibre <= 20,
  'high-protein': ({ protein, kcal }) => protein >= 15 && kcal > 0 && (protein * 4) / kcal >= 0.2,
  'low-sodium': ({ sodium }, sodiumOpen) => sodium <= 140 && !sodiumOpen,
};

/**
 * The diets that a recipe surely keeps: no line, choice or remark breaks them. With a line that was not understood there are
 * none: nobody knows what it would break.
 */
export function dietsKept(lines: readonly ResolvedLine[], allergens: AllergenFacts, serving: ServingFacts): Diet[] {
  if (allergens.unknown || lines.length === 0) return [];
  const broken = new Set(lines.flatMap(foodsOf).flatMap(({ breaks }) => breaks));
  const present = new Set([...allergens.contains, ...allergens.mayContain]);
  const weighed = serving.coverage >= ENOUGH_COVERAGE ? serving.perServing : null;

  return diets.filter((diet) => {
    if (BROKEN_BY_FOOD.has(diet)) return !broken.has(diet);
    const allergensOfDiet = FREE_OF[diet];
    if (allergensOfDiet) return !allergensOfDiet.some((allergen) => present.has(allergen));
    return weighed !== null && BY_NUTRITION[diet]?.(weighed, serving.sodiumOpen) === true;
  });
}

function foodsOf({ match, within, alternatives, mentions }: ResolvedLine) {
  return [...(match ? [match.ingredient] : []), ...within, ...alternatives, ...mentions];
}
