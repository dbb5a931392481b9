import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { LARGEST_ID } from '../http/id.pipe.js';
import { PageQuery } from '../http/page.js';
import { diets, type Allergen, type Diet } from '../ingredients/ingredient.js';
import { NutritionView } from '../ingredients/ingredients.dto.js';
import { imageOf } from './recipe-image.js';
import type { Recipe, RecipeContext } from './recipe.js';
import type { Facets } from './search-facets.js';
import { searchOrders, type SearchOrder } from './search-order.js';

/** "a,b" as a list; what is no text stays as it is, for the checks to refuse. */
function CommaSeparated(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((word) => word.trim())
          .filter((word) => word !== '')
      : value === undefined
        ? undefined
        : [value],
  );
}

export class RecipeSearchQuery extends PageQuery {
  /** Words of title, ingredients, tags, cuisine; whole, their beginnings, or with slips of the pen: one from four letters on, two from eight. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;

  /** Comma separated; a recipe must surely keep all of them. */
  @IsOptional()
  @CommaSeparated()
  @ArrayMaxSize(10)
  @IsIn(diets, { each: true })
  diets?: Diet[];

  /**
   * Comma separated: allergens, by whatever name people have for them ("egg", "dairy", "shellfish"), which are excluded also where they are only possible,
   * or ingredients and all kinds of them; meat, pork and alcohol are all that has any.
   */
  @IsOptional()
  @CommaSeparated()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  exclude?: string[];

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().toLowerCase() : value))
  @IsString()
  @Length(1, 100)
  cuisine?: string;

  /** Recipes that do not say how long they take are left out. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxMinutes?: number;

  /** The order: best fitting, quickest or by title first. Those that do not say how long they take come last by minutes. */
  @IsIn(searchOrders)
  sort: SearchOrder = 'relevance';

  /** Whose hard filters are to hold; needs that user's token. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  userId?: number;
}

export class PopularQuery {
  /** 1 to 100. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}

export class NutritionQuery {
  /** Amounts are for so many. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  servings?: number;
}

export class RecipeQuery extends NutritionQuery {
  /** `false` reads past the cache. */
  @IsOptional()
  @IsIn(['true', 'false'])
  useCache?: 'true' | 'false';
}

export class RecipeAllergensView {
  contains!: Allergen[];
  mayContain!: Allergen[];
  /** Some ingredient was not understood: what is not named may be in it all the same. */
  unknown!: boolean;
}

export class RecipeSummaryView {
  id!: number;
  slug!: string;
  title!: string;
  summary!: string;
  cuisine!: string | null;
  contexts!: RecipeContext[];
  diets!: Diet[];
  allergens!: RecipeAllergensView;
  totalMinutes!: number | null;
  servings!: number | null;
  /** The address of a picture: a path here where one is kept, which then names its hash; else where the recipe's source has one. */
  image!: string | null;
}

export class ScoredRecipeView extends RecipeSummaryView {
  /** 0..1: how well it fits. */
  score!: number;
}

export class ElsewhereRecipeView {
  /** The provider's own: no recipe of ours. */
  id!: number;
  title!: string;
  image!: string | null;
}

export class ElsewhereView {
  provider!: string;

  /** Nothing is known of what is in them. */
  recipes!: ElsewhereRecipeView[];
}

export class CountedWordView {
  value!: string;

  /** Recipes that are found when this is chosen. */
  count!: number;
}

export class CountedMinutesView {
  value!: number;

  /** Recipes that are found when this is chosen. */
  count!: number;
}

/** By what the search can be narrowed; what would leave nothing is not told. */
export class SearchFacetsView {
  /** Instead of the cuisine that was asked for; most first. */
  cuisines!: CountedWordView[];

  /** On top of the diets that were asked for. */
  diets!: CountedWordView[];

  /** Instead of the minutes that were asked for. */
  maxMinutes!: CountedMinutesView[];
}

export class ScoredRecipePage {
  items!: ScoredRecipeView[];
  page!: number;
  limit!: number;
  total!: number;
  facets!: SearchFacetsView;

  /** Only where nothing was found here, no filter is to hold, and a provider is set. */
  elsewhere?: ElsewhereView;
}

export class SimilarRecipeView extends RecipeSummaryView {
  /** -1..1: the dot product of what the two are like; 1 for the same foods, cooked the same way. */
  similarity!: number;
}

export class SimilarRecipePage {
  items!: SimilarRecipeView[];
  page!: number;
  limit!: number;
  total!: number;
}

export class PopularRecipes {
  items!: RecipeSummaryView[];
  page!: number;
  limit!: number;
  total!: number;
}

export class RecipeLineView {
  /** As the recipe has it. */
  text!: string;
  ingredientId!: number | null;
  name!: string;
  quantity!: number | null;
  /** Null with a quantity: so many pieces. */
  unit!: string | null;
  optional!: boolean;
  note!: string | null;
}

export class RecipeView extends RecipeSummaryView {
  prepMinutes!: number | null;
  cookMinutes!: number | null;
  ingredients!: RecipeLineView[];
  steps!: string[];
  tags!: string[];
  source!: string;
  license!: string;
  updatedAt!: string;
}

export class RecipeNutritionView {
  recipeId!: number;
  servings!: number | null;
  /** Null where nothing could be weighed or the recipe does not say how many it serves. */
  perServing!: NutritionView | null;
  total!: NutritionView | null;
  /** 0..1: the share of the ingredient lines that could be weighed. */
  coverage!: number;
}

export class SkippedView {
  name!: string;
  reason!: string;
}

export class ImportView {
  imported!: number;
  updated!: number;
  /** Equal to what is there already. */
  unchanged!: number;
  skipped!: SkippedView[];
  /** Taken, but not whole. */
  warnings!: SkippedView[];
}

/** What the class says, as a plain object. */
type Plain<T> = { [K in keyof T]: T[K] };

export function summaryOf(recipe: Recipe): Plain<RecipeSummaryView> {
  const { id, slug, title, summary, cuisine, contexts, diets, allergens, totalMinutes, servings } = recipe;
  return {
    id,
    slug,
    title,
    summary,
    cuisine,
    contexts: [...contexts],
    diets: [...diets],
    allergens: {
      contains: [...allergens.contains],
      mayContain: [...allergens.mayContain],
      unknown: allergens.unknown,
    },
    totalMinutes,
    servings,
    image: imageOf(recipe),
  };
}

export function viewOfFacets({ cuisines, diets, maxMinutes }: Facets): SearchFacetsView {
  return { cuisines: [...cuisines], diets: [...diets], maxMinutes: [...maxMinutes] };
}

export function viewOf(recipe: Recipe): RecipeView {
  return {
    ...summaryOf(recipe),
    prepMinutes: recipe.prepMinutes,
    cookMinutes: recipe.cookMinutes,
    ingredients: recipe.ingredients.map(({ text, ingredientId, name, quantity, unit, optional, note }) => ({
      text,
      ingredientId,
      name,
      quantity: quantity === null ? null : Number(quantity),
      unit,
      optional,
      note,
    })),
    steps: [...recipe.steps],
    tags: [...recipe.tags],
    source: recipe.source,
    license: recipe.license,
    updatedAt: recipe.updatedAt.toISOString(),
  };
}
