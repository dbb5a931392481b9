import { getTableColumns, sql } from 'drizzle-orm';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import type { MadeRecipe } from './recipe-import.js';
import type { Recipe, RecipeContext, RecipeLine } from './recipe.js';
import { recipes, type recipeIngredients } from './recipes.tables.js';

type Row = typeof recipes.$inferSelect;
type NewRow = typeof recipes.$inferInsert;
type NewLineRow = typeof recipeIngredients.$inferInsert;

/** A line as `LINES` lists it: values alone, since the names again in each line would be a third of the answer. */
type ListedLine = readonly [
  text: string,
  ingredientId: number | null,
  alternatives: readonly number[],
  name: string,
  quantity: string | null,
  unit: string | null,
  optional: boolean,
  note: string | null,
  confidence: number,
];

/** The lines of a recipe, gathered where they lie: a statement of their own would read each as a row of twelve cells. */
const LINES = sql<readonly ListedLine[]>`coalesce((
  select json_agg(json_build_array(line.text, line.ingredient_id, line.alternatives, line.name, line.quantity::text,
    line.unit, line.optional, line.note, line.confidence) order by line.position)
  from recipe_ingredients line where line.recipe_id = "recipes"."id"), '[]')`;

/** All that a statement over the recipes selects for `recipeOf`, lines included. */
export const WITH_LINES = { ...getTableColumns(recipes), lines: LINES };

export function recipeOf(row: Row & { readonly lines: readonly ListedLine[] }): Recipe {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    cuisine: row.cuisine,
    contexts: row.contexts as RecipeContext[],
    diets: row.diets as Diet[],
    allergens: {
      contains: row.contains as Allergen[],
      mayContain: row.mayContain as Allergen[],
      unknown: row.allergensUnknown,
    },
    prepMinutes: row.prepMinutes,
    cookMinutes: row.cookMinutes,
    totalMinutes: row.totalMinutes,
    servings: row.servings,
    ingredients: row.lines.map(lineOf),
    steps: row.steps,
    tags: row.tags,
    image: row.image,
    picture: row.picture,
    source: row.source,
    license: row.license,
    nutrition: row.nutrition,
    embedding: row.embedding ?? [],
    updatedAt: row.updatedAt,
  };
}

function lineOf([
  text,
  ingredientId,
  alternatives,
  name,
  quantity,
  unit,
  optional,
  note,
  confidence,
]: ListedLine): RecipeLine {
  return { text, ingredientId, alternatives, name, quantity: plain(quantity), unit, optional, note, confidence };
}

/** `1.500000`, as the database spells a decimal, without the zeros. */
function plain(quantity: string | null): string | null {
  return quantity?.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') ?? null;
}

export function rowOf({ allergens, ...made }: MadeRecipe, at: Date): NewRow {
  const recipe: Omit<MadeRecipe, 'ingredients' | 'allergens'> = made;
  return {
    ...recipe,
    contexts: [...recipe.contexts],
    diets: [...recipe.diets],
    contains: [...allergens.contains],
    mayContain: [...allergens.mayContain],
    allergensUnknown: allergens.unknown,
    steps: [...recipe.steps],
    tags: [...recipe.tags],
    embedding: [...recipe.embedding],
    createdAt: at,
    updatedAt: at,
  };
}

export function lineRowsOf({ ingredients }: MadeRecipe, recipeId = 0): NewLineRow[] {
  return ingredients.map((line, position) => ({ ...line, alternatives: [...line.alternatives], recipeId, position }));
}
