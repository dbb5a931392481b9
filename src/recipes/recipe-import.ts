import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { Measures } from '../config/measures.js';
import { allergensOf } from '../ingredients/allergens.js';
import { dietsKept } from '../ingredients/diets.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { unitBy } from '../ingredients/line-measures.js';
import { resolveLine, type ResolvedLine } from '../ingredients/line-resolver.js';
import { embed, featuresOf } from './embedding.js';
import { wasCut, type RecipeSource } from './json-ld.js';
import { contextsOf, cuisineOf } from './recipe-contexts.js';
import { nutritionOf } from './recipe-nutrition.js';
import type { Recipe, RecipeLine } from './recipe.js';
import { withTitle } from './title-allergens.js';

/** A recipe with all that follows from its source and the ingredient table, not yet stored. */
export interface MadeRecipe extends Omit<Recipe, 'id' | 'picture' | 'updatedAt'> {
  /** Of everything above: an equal one need not be written again. */
  readonly contentHash: string;
}

export interface Origin {
  readonly source: string;
  readonly license: string;
  /** By which its lines are to be read. Default: those of the US. */
  readonly measures?: Measures;
}

/** What is said of a recipe that says nothing of where it comes from. */
export const UNKNOWN_ORIGIN: Origin = { source: 'import', license: 'unknown' };

const MOST_NUMERIC = new Decimal('999999999999');

/** Works a recipe out: pure, so that the same source and table always give the same recipe. */
export function makeRecipe(source: RecipeSource, book: IngredientBook, origin: Origin = UNKNOWN_ORIGIN): MadeRecipe {
  const foods = linesOf(source.lines, book, origin.measures);
  const resolved = foods.map(({ line }) => line);
  const cut = source.lines.some(wasCut);
  const known = withTitle(source.name, book, allergensOf(resolved));
  const allergens = { ...known, unknown: known.unknown || cut || foods.length === 0 };

  const { sodiumOpen, ...nutrition } = nutritionOf(resolved.map(weighable), source.servings);
  const diets = dietsKept(resolved, allergens, { ...nutrition, sodiumOpen });
  const cuisine = cuisineOf(source.cuisine, source.keywords);
  const totalMinutes = source.totalMinutes ?? sumOf(source.prepMinutes, source.cookMinutes);
  const words = [...source.categories, ...source.keywords];

  const recipe = {
    slug: slugOf(source),
    title: source.name,
    summary: source.summary,
    cuisine,
    contexts: contextsOf({ words, totalMinutes, nutrition, diets }),
    diets,
    allergens,
    prepMinutes: source.prepMinutes,
    cookMinutes: source.cookMinutes,
    totalMinutes,
    servings: source.servings,
    ingredients: foods.map(({ line, heading }) => recipeLine(line, heading)),
    steps: source.steps,
    tags: [...new Set(words.map((word) => word.toLowerCase()))],
    image: source.image,
    source: source.source ?? origin.source,
    license: source.license ?? origin.license,
    nutrition,
    embedding: embed(featuresOf({ ingredients: ingredientsOf(resolved), cuisine, steps: source.steps })),
  };
  return { ...recipe, contentHash: hashOf(JSON.stringify(recipe)) };
}

interface FoodLine {
  readonly line: ResolvedLine;
  readonly heading: string | null;
}

/** The lines that name food, each with the heading it stands under. */
function linesOf(texts: readonly string[], book: IngredientBook, measures: Measures = 'us'): FoodLine[] {
  const foods: FoodLine[] = [];
  let heading: string | null = null;
  for (const line of texts.flatMap((text) => resolveLine(text, book))) {
    if (line.line.isHeading) heading = line.line.name === '' ? null : line.line.name;
    else foods.push({ line: measured(line, measures), heading });
  }
  return foods;
}

function measured(resolved: ResolvedLine, measures: Measures): ResolvedLine {
  const { line, text } = resolved;
  return { ...resolved, line: { ...line, unit: unitBy(measures, line.unit, text) } };
}

function recipeLine({ text, line, match, alternatives }: ResolvedLine, heading: string | null): RecipeLine {
  return {
    text,
    ingredientId: match?.ingredient.id ?? null,
    alternatives: alternatives.map(({ id }) => id),
    name: line.name,
    quantity: storable(line.quantity),
    unit: line.unit,
    optional: line.optional,
    note: [line.note, heading].filter((part) => part !== null).join('; ') || null,
    confidence: match?.confidence ?? 0,
  };
}

/** An amount that no kitchen has ("1e30 cups") is no amount. */
function storable(quantity: string | null): string | null {
  return quantity === null || new Decimal(quantity).gt(MOST_NUMERIC) ? null : quantity;
}

function weighable({ line, match }: ResolvedLine) {
  const { unit, optional } = line;
  return { ingredient: match?.ingredient, quantity: storable(line.quantity), unit, optional };
}

function ingredientsOf(lines: readonly ResolvedLine[]): Ingredient[] {
  return lines.flatMap(({ match }) => (match ? [match.ingredient] : []));
}

function sumOf(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}

const LONGEST_SLUG = 120;

/** The slug that the source names, made of its identifier or else of its name. */
function slugOf({ identifier, name }: RecipeSource): string {
  const slug = (identifier ?? name)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, '');
  return slug === '' ? `recipe-${hashOf(name).slice(0, 12)}` : slug;
}

/** The slug of a recipe whose own is taken by one of another source. */
export function slugBesideOf({ slug, source }: Pick<MadeRecipe, 'slug' | 'source'>): string {
  return `${slug}-${hashOf(source).slice(0, 8)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
