import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { demandRoom } from './capacity.js';
import { arrival, taken, type JournalAct } from './journal.js';
import type { Lot, LotFacts } from './lot.js';
import { PantryChanges, type Acted } from './pantry.changes.js';
import { PantryRepository } from './pantry.repository.js';
import { Shelves, type Taking } from './shelves.js';

/** What somebody makes of a pantry: it takes from the shelves, and says what comes onto them. Pure: it may be asked for a trial. */
export type Plan<T> = (shelves: Shelves) => { readonly result: T; readonly brings?: readonly LotFacts[] };

/** What a plan came to: what went, and what came in; the latter are lots once it was carried out. */
export interface Used<T, L = Lot> {
  readonly result: T;
  readonly takings: readonly Taking[];
  readonly brings: readonly L[];
}

/** How things are used up: all that a plan takes and brings, or nothing, alone in the account. */
@Injectable()
export class UsingService {
  constructor(
    private readonly changes: PantryChanges,
    private readonly repository: PantryRepository,
    private readonly ingredients: IngredientsService,
  ) {}

  async use<T>(userId: number, act: JournalAct, plan: Plan<T>): Promise<Acted<Used<T>>> {
    const book = await this.ingredients.book();
    return this.changes.act(userId, async (at) => {
      const { result, takings, brings } = await this.#planned(userId, book, plan);
      for (const taking of takings) await this.#take(taking, at);
      const lots = await this.#bring(userId, brings, at);
      const lines = [
        ...takings.map(({ lot, amount }) => taken(lot, amount, act.reason)),
        ...lots.map((lot) => arrival(lot, act.reason)),
      ];
      return { ...act, lines, result: { result, takings, brings: lots } };
    });
  }

  /** What `use` would do now; nothing is written. */
  async wouldUse<T>(userId: number, plan: Plan<T>): Promise<Used<T, LotFacts>> {
    return this.#planned(userId, await this.ingredients.book(), plan);
  }

  async #planned<T>(userId: number, book: IngredientBook, plan: Plan<T>): Promise<Used<T, LotFacts>> {
    const shelves = new Shelves(await this.repository.lotsOf(userId), book);
    const { result, brings = [] } = plan(shelves);
    return { result, brings, takings: shelves.takings };
  }

  async #take({ lot, amount }: Taking, at: Date): Promise<void> {
    const rest = new Decimal(lot.quantity).minus(amount).toFixed();
    await this.repository.save({ ...lot, quantity: rest, version: lot.version + 1 }, at);
  }

  async #bring(userId: number, brings: readonly LotFacts[], at: Date): Promise<Lot[]> {
    if (brings.length > 0) demandRoom(await this.repository.countOf(userId), brings.length);
    return this.repository.add(userId, brings, at);
  }
}
