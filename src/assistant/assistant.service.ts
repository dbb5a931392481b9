import { Injectable } from '@nestjs/common';
import { Clock, type Served } from '#cache';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { safeFoods } from '../ingredients/safe-food.js';
import type { Agent, AnswerView, Question, StepView } from './assistant.dto.js';
import type { PantryFindings, StatedTastes } from './brief.js';
import { Nutritionist } from './nutritionist.js';
import { PantryAnalyst } from './pantry-analyst.js';
import { PreferenceReader } from './preference-reader.js';
import { Ranker } from './ranker.js';
import { wishesIn, type Wishes } from './wishes.js';
import { Writer } from './writer.js';

/** Answers a question by plain steps, each from its cache where it can: what is there, what is wanted, what fits, what it gives. */
@Injectable()
export class AssistantService {
  constructor(
    private readonly analyst: PantryAnalyst,
    private readonly reader: PreferenceReader,
    private readonly ranker: Ranker,
    private readonly nutritionist: Nutritionist,
    private readonly writer: Writer,
    private readonly ingredients: IngredientsService,
    private readonly clock: Clock,
  ) {}

  async ask(userId: number, question: Question): Promise<AnswerView> {
    const began = this.clock.elapsed();
    const steps: StepView[] = [];
    const take = <T>(agent: Agent, step: () => Promise<Served<T>>) => this.#take(steps, agent, step);

    const message = question.message.replace(/\s+/g, ' ');
    const book = await this.ingredients.book();
    const wishes = wishesIn(message, question.context, book);
    const found = await take('pantry analyst', () => this.analyst.findingsOf(userId));
    const stated = await take('preference reader', () => this.reader.tastesOf(userId));
    const tastes = withRefusals(stated, wishes);
    const pantry = withoutRefused(found, safeFoods(book, tastes));
    const { wanted, candidates } = await take('ranker', () => this.ranker.shortlistFor(userId, wishes));
    const ids = candidates.map(({ id }) => id);
    const plates = await take('nutritionist', () => this.nutritionist.platesOf(ids));
    const brief = { message, context: wishes.context, pantry, tastes, wanted, candidates, plates };
    const { answer, recipes, model } = await take('writer', () => this.writer.write(userId, brief));

    return {
      answer,
      recipes: [...recipes],
      steps,
      model,
      cached: steps.at(-1)?.cached ?? false,
      ms: this.#since(began),
    };
  }

  async #take<T>(steps: StepView[], agent: Agent, step: () => Promise<Served<T>>): Promise<T> {
    const began = this.clock.elapsed();
    const { value, from } = await step();
    steps.push({ agent, cached: from !== 'load', ms: this.#since(began) });
    return value;
  }

  /** To a tenth of a millisecond. */
  #since(began: number): number {
    return Math.round((this.clock.elapsed() - began) * 10) / 10;
  }
}

/** What a question refuses holds for its answer as if it had been declared. */
function withRefusals(tastes: StatedTastes, { diets, allergens }: Wishes): StatedTastes {
  const union = <T>(one: readonly T[], other: readonly T[]) => [...new Set([...one, ...other])];
  return { ...tastes, diets: union(tastes.diets, diets), allergens: union(tastes.allergens, allergens) };
}

function withoutRefused(found: PantryFindings, isSafe: (ingredientId: number | null) => boolean): PantryFindings {
  return { ...found, due: found.due.filter(({ ingredientId }) => isSafe(ingredientId)) };
}
