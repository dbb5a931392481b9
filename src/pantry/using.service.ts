import { Injectable } from '@nestjs/common';
import type { Tag } from '#cache';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { ArrivingService } from './arriving.service.js';
import { restOf, taken, type JournalAct } from './journal.js';
import type { LotFacts } from './lot.js';
import { PantryChanges, type Acted } from './pantry.changes.js';
import { PantryRepository } from './pantry.repository.js';
import { Shelves, type Taking } from './shelves.js';

/** What somebody makes of a pantry: it takes from the shelves, and says what comes onto them. Pure: it may be asked for a trial. */
export type Plan<T> = (shelves: Shelves) => { readonly result: T; readonly brings?: readonly LotFacts[] };

/** Something that a plan brought, and the item that it is now, maybe with more of the same. */
export interface Brought extends LotFacts {
  readonly itemId: number;
}

/** What a plan came to: what went, and what came in; the latter lies in items once it was carried out. */
export interface Used<T, B = Brought> {
  readonly result: T;
  readonly takings: readonly Taking[];
  readonly brings: readonly B[];
}

/** What else is to be written once a plan was carried out by an act of that id; null where the pantry is as it was. */
export type Noted<T> = (result: T, transactionId: number | null) => Promise<readonly Tag[]>;

/** How things are used up: all that a plan takes and brings, or nothing, alone in the account. */
@Injectable()
export class UsingService {
  constructor(
    private readonly changes: PantryChanges,
    private readonly repository: PantryRepository,
    private readonly arriving: ArrivingService,
    private readonly ingredients: IngredientsService,
  ) {}

  /** `noted` writes in the same transaction what is to be known of it elsewhere, and says what that changes. */
  async use<T>(userId: number, act: JournalAct, plan: Plan<T>, noted?: Noted<T>): Promise<Acted<Used<T>>> {
    const book = await this.ingredients.book();
    return this.changes.act(userId, async (at) => {
      const { result, takings, brings } = await this.#planned(userId, book, plan);
      for (const { lot, amount } of takings) await this.repository.save(restOf(lot, amount), at);
      const arrived = await this.arriving.arrive(userId, brings, act.reason, at);
      const lines = [
        ...takings.map(({ lot, amount }) => taken(lot, amount, act.reason)),
        ...arrived.map(({ line }) => line),
      ];
      const brought = arrived.map(({ lot, came }) => ({ ...came, itemId: lot.id }));
      const used = { result, takings, brings: brought };
      return { ...act, lines, result: used, noted: async (id) => (await noted?.(result, id)) ?? [] };
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
}
