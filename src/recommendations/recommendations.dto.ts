import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { LARGEST_ID } from '../http/id.pipe.js';
import { interactionKinds } from '../preferences/preferences.tables.js';
import { recipeContexts, type RecipeContext } from '../recipes/recipe.js';
import { RecipeSummaryView } from '../recipes/recipes.dto.js';

export class RecommendationsQuery {
  /** The occasion. */
  @IsIn(recipeContexts)
  context: RecipeContext = 'any';

  /** Recipes at most, 1 to 50. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 10;

  /** Ingredients that may be missing, 0 to 20. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(20)
  maxMissing: number = 2;

  /** Recipes that take longer, or do not say how long they take, are left out. Default: what the preferences say. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxMinutes?: number;
}

/** Each 0 to 1, the higher the better for the recipe. */
export class ComponentsView {
  /** How much of what it asks for is there, by amount. */
  coverage!: number;

  /** How much it uses of what goes off soon. */
  expiry!: number;

  /** How much it is to the user's taste; .5 where nothing is known. */
  preference!: number;

  /** How little time and how few things it takes. */
  effort!: number;

  /** How well a serving fits the nutrition goals. */
  nutrition!: number;

  /** 1 where it was not cooked, dismissed or looked at again and again lately; the score is multiplied by it. */
  novelty!: number;
}

export class UsedView {
  itemId!: number;
  name!: string;

  /** Null where it cannot be told how much. */
  quantity!: number | null;
  unit!: string | null;
}

export class MissingView {
  ingredientId!: number | null;
  name!: string;

  /** Null where it cannot be told how much: something is there, in a unit that says nothing about this. */
  quantity!: number | null;
  unit!: string | null;
}

export class SubstitutionView {
  /** As in `missing`. */
  missing!: string;

  /** Something in the pantry. */
  use!: string;

  /** 0 to 1. */
  confidence!: number;
}

export class RescueView {
  itemId!: number;
  name!: string;

  /** Today where the user lives is 0; negative past a best-before day. */
  daysLeft!: number;
}

export class RecommendationView {
  recipe!: RecipeSummaryView;

  /** 0 to 1. Recipes stand in an order that also keeps them varied, so a score may be below the next one's. */
  score!: number;
  components!: ComponentsView;
  used!: UsedView[];
  missing!: MissingView[];
  substitutions!: SubstitutionView[];

  /** What would go off within a week and is used, soonest first. */
  rescues!: RescueView[];
  reasons!: string[];
}

export class RecommendationsView {
  userId!: number;
  context!: RecipeContext;

  /** Where the ranking came from when this answer was made. */
  source!: 'cache' | 'computed' | 'stale' | 'popular';

  /** Not as good as it could be: an older ranking, or none. */
  degraded!: boolean;

  /** When the ranking was made, ISO 8601 UTC. */
  generatedAt!: string;
  recipes!: RecommendationView[];
}

/** 1 to 5, with `rated` and with nothing else. */
function IsRatingOfKind(): PropertyDecorator {
  return ValidateBy({
    name: 'isRatingOfKind',
    validator: {
      validate: (rating: unknown, about) => {
        const { kind }: Partial<NewInteraction> = about?.object ?? {};
        if (kind !== 'rated') return rating === undefined;
        return typeof rating === 'number' && Number.isInteger(rating) && rating >= 1 && rating <= 5;
      },
      defaultMessage: () => 'must be a whole number from 1 to 5 with the kind "rated", and left out with any other',
    },
  });
}

/** Something that a user did with a recipe. */
export class NewInteraction {
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  recipeId!: number;

  @IsIn(interactionKinds)
  kind!: (typeof interactionKinds)[number];

  /** 1 to 5, with `rated` and with nothing else. */
  @IsRatingOfKind()
  rating?: number;
}
