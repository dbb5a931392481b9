import { day, type Day } from '../src/calendar/day.js';
import { IngredientBook } from '../src/ingredients/ingredient-book.js';
import { readIngredientFiles } from '../src/ingredients/ingredient-files.js';
import { withUnit } from '../src/ingredients/line-choices.js';
import type { Lot } from '../src/pantry/lot.js';
import { isSkipped, sourceOf } from '../src/recipes/json-ld.js';
import { readRecipeFiles } from '../src/recipes/recipe-files.js';
import { makeRecipe } from '../src/recipes/recipe-import.js';
import type { Recipe } from '../src/recipes/recipe.js';
import type { RankingInput, RankingPreferences } from '../src/recommendations/ranking-input.js';
import type { StockLot } from '../src/recommendations/stock.js';

/** Builders for specs: the real ingredient table, recipes made as an import makes them, and pantries in a word or two. */

export const TODAY: Day = day('2026-06-15');
const AT = new Date('2026-06-01T00:00:00Z');

export const book = new IngredientBook(
  (await readIngredientFiles()).map((facts, at) => ({ ...facts, id: at + 1, updatedAt: AT })),
);

export interface RecipeWords {
  readonly id: number;
  readonly name?: string;
  readonly cuisine?: string;
  readonly lines: readonly string[];
  readonly minutes?: number | null;
  readonly servings?: number;
  readonly steps?: readonly string[];
  readonly categories?: readonly string[];
}

/** A recipe as an import would make it of these words. */
export function aRecipe({ id, name, cuisine, lines, minutes = 30, servings, steps, categories }: RecipeWords): Recipe {
  return made(id, {
    name: name ?? `Recipe ${id}`,
    recipeCuisine: cuisine,
    recipeIngredient: lines,
    recipeInstructions: steps ?? ['Cook it.'],
    recipeCategory: categories ?? ['dinner'],
    totalTime: minutes === null ? undefined : `PT${minutes}M`,
    recipeYield: String(servings ?? 2),
  });
}

/** The catalogue that comes with the program. */
export async function shippedCatalogue(): Promise<Recipe[]> {
  return (await readRecipeFiles()).map((node, at) => made(at + 1, node as Record<string, unknown>));
}

function made(id: number, node: Record<string, unknown>): Recipe {
  const source = sourceOf(node);
  if (isSkipped(source)) throw new Error(`${source.name} ${source.reason}`);
  return { ...makeRecipe(source, book), id, picture: null, updatedAt: AT };
}

let lots = 0;

/** A lot: `aLot('spinach', 200, 'g', { expiresOn: '2026-06-16' })`; what it is follows from its name. */
export function aLot(
  name: string,
  quantity: number | string,
  unit: string,
  rest: Partial<Omit<StockLot, 'expiresOn' | 'openedOn' | 'purchasedOn'>> & {
    readonly expiresOn?: string | null;
    readonly openedOn?: string | null;
  } = {},
): StockLot {
  lots += 1;
  const { expiresOn = null, openedOn = null, ...others } = rest;
  return {
    id: lots,
    name,
    ingredientId: withUnit(name, unit, book)?.ingredient.id ?? null,
    quantity: String(quantity),
    unit,
    purchasedOn: day('2026-06-10'),
    expiryKind: 'best-before',
    ...others,
    expiresOn: expiresOn === null ? null : day(expiresOn),
    openedOn: openedOn === null ? null : day(openedOn),
  };
}

/** The same as it stands in a pantry, with all that is known of it there. */
export function aPantryLot(
  name: string,
  quantity: number | string,
  unit: string,
  { purchasedOn = '2026-06-10', ...rest }: Parameters<typeof aLot>[3] & { readonly purchasedOn?: string } = {},
): Lot {
  return {
    price: null,
    category: 'other',
    location: 'pantry',
    expiryEstimated: false,
    dateRule: null,
    frozenOn: null,
    thawedOn: null,
    version: 1,
    ...aLot(name, quantity, unit, rest),
    purchasedOn: day(purchasedOn),
  };
}

export const NO_PREFERENCES: RankingPreferences = {
  diets: [],
  allergens: [],
  likedIngredients: [],
  dislikedIngredients: [],
  cuisines: {},
  maxMinutes: null,
  nutritionGoals: {},
  learned: { cuisines: {}, ingredients: {}, minutes: null, confidence: 0 },
};

/** All that a ranking takes, of somebody with an empty pantry and no wishes, but for what the test cares about. */
export function anInput(
  rest: Partial<Omit<RankingInput, 'preferences'>> & { readonly preferences?: Partial<RankingPreferences> },
): RankingInput {
  return {
    stock: [],
    interactions: [],
    catalogue: [],
    book,
    today: TODAY,
    context: 'any',
    seed: 0,
    ...rest,
    preferences: { ...NO_PREFERENCES, ...rest.preferences },
  };
}

/** The id that the table of this file gives an ingredient. */
export function idOf(slug: string): number {
  const ingredient = book.bySlug(slug);
  if (!ingredient) throw new Error(`no ingredient ${slug}`);
  return ingredient.id;
}
