import { Injectable } from '@nestjs/common';
import { notFound, unprocessable } from '../http/problem.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { usedViews } from './pantry.view.js';
import type { Consumption, ConsumedView } from './using.dto.js';
import { UsingService } from './using.service.js';
import type { Wanted } from './wanted.js';

/** Something is eaten, thrown away or otherwise gone. */
@Injectable()
export class ConsumingService {
  constructor(
    private readonly using: UsingService,
    private readonly ingredients: IngredientsService,
  ) {}

  /**
   * Takes what there is of it, up to the amount. Where more of it lies there than can be measured in that unit nobody can say what is
   * short: a 422 problem, and nothing is taken.
   */
  async consume(userId: number, { ingredient, quantity, unit, reason }: Consumption): Promise<ConsumedView> {
    const wanted = wantedOf(ingredient, await this.ingredients.book());
    const { transactionId, result } = await this.using.use(userId, { reason }, (shelves) => {
      const { left, unmeasured } = shelves.take(wanted, quantity, unit);
      if (unmeasured && !left.isZero()) throw noConversion(unmeasured.name, unmeasured.unit, unit);
      return { result: left };
    });
    const left = result.result;
    const short = left.isZero() ? null : { quantity: left.toNumber(), unit };
    return { transactionId, used: usedViews(result.takings), short };
  }
}

/** Throws a 404 for an id of no ingredient. */
function wantedOf(ingredient: string | number, book: IngredientBook): Wanted {
  const known = typeof ingredient === 'number' ? book.byId(ingredient) : book.match(ingredient)?.ingredient;
  if (typeof ingredient === 'number' && !known) throw notFound(`Ingredient ${ingredient}`);
  return { ingredientIds: known ? [known.id] : [], name: String(ingredient) };
}

const noConversion = (name: string, from: string, to: string) =>
  unprocessable('no-conversion', `Nobody knows how much one "${from}" of ${name} is in "${to}"; nothing was taken`);
