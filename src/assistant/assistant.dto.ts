import { IsIn, Length } from 'class-validator';
import { IfSent } from '../http/if-sent.js';
import { IsText, Trimmed } from '../http/is-text.js';
import { recipeContexts, type RecipeContext } from '../recipes/recipe.js';

export const agents = ['pantry analyst', 'preference reader', 'ranker', 'nutritionist', 'writer'] as const;
export type Agent = (typeof agents)[number];

/** A question in one's own words. */
export class Question {
  /** 1 to 500 characters in one line. */
  @Trimmed()
  @IsText()
  @Length(1, 500)
  message!: string;

  /** The occasion. Default: the one that the message names, else `any`. */
  @IfSent()
  @IsIn(recipeContexts)
  context?: RecipeContext;
}

export class StepView {
  agent!: Agent;

  /** Held from an earlier question. */
  cached!: boolean;
  ms!: number;
}

export class AnswerView {
  answer!: string;

  /** Ids of the recipes that it speaks of, the best first; each has passed the user's diets and allergens. */
  recipes!: number[];

  /** In the order in which they were taken. */
  steps!: StepView[];

  /** What wrote the answer: the model of the settings, or `built-in rules`. */
  model!: string;

  /** The words themselves are held from an earlier question of the same content. */
  cached!: boolean;
  ms!: number;
}
