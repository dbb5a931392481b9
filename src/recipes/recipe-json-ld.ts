import { imageOf } from './recipe-image.js';
import type { RecipeContext, Recipe } from './recipe.js';

const MEALS: ReadonlySet<RecipeContext> = new Set(['breakfast', 'lunch', 'dinner', 'snack', 'dessert']);
const DIETS: Readonly<Record<string, string>> = {
  vegan: 'VeganDiet',
  vegetarian: 'VegetarianDiet',
  'gluten-free': 'GlutenFreeDiet',
  'low-sodium': 'LowSaltDiet',
};

/** The recipe as schema.org/Recipe, in the shape that the import reads. */
export function jsonLdOf(recipe: Recipe): Record<string, unknown> {
  const { perServing } = recipe.nutrition;
  return withoutNulls({
    '@context': 'https://schema.org',
    '@type': 'Recipe',
    identifier: recipe.slug,
    name: recipe.title,
    description: recipe.summary || null,
    image: imageOf(recipe),
    recipeCuisine: recipe.cuisine,
    recipeCategory: recipe.contexts.filter((context) => MEALS.has(context)),
    keywords: recipe.tags,
    prepTime: durationOf(recipe.prepMinutes),
    cookTime: durationOf(recipe.cookMinutes),
    totalTime: durationOf(recipe.totalMinutes),
    recipeYield: recipe.servings === null ? null : String(recipe.servings),
    suitableForDiet: recipe.diets.flatMap((diet) => (DIETS[diet] ? [`https://schema.org/${DIETS[diet]}`] : [])),
    recipeIngredient: recipe.ingredients.map(({ text }) => text),
    recipeInstructions: recipe.steps.map((text) => ({ '@type': 'HowToStep', text })),
    nutrition: perServing && {
      '@type': 'NutritionInformation',
      calories: `${perServing.kcal} kcal`,
      proteinContent: `${perServing.protein} g`,
      carbohydrateContent: `${perServing.carbs} g`,
      sugarContent: `${perServing.sugar} g`,
      fatContent: `${perServing.fat} g`,
      saturatedFatContent: `${perServing.saturated} g`,
      fiberContent: `${perServing.fibre} g`,
      sodiumContent: `${perServing.sodium} mg`,
    },
    license: recipe.license,
    dateModified: recipe.updatedAt.toISOString(),
  });
}

function durationOf(minutes: number | null): string | null {
  return minutes === null ? null : `PT${minutes}M`;
}

function withoutNulls(document: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));
}
