import { Injectable } from '@nestjs/common';
import { Precondition } from '../http/precondition.js';
import { notFound } from '../http/problem.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { correction } from './journal.js';
import { frozen, opened, thawed } from './keeping.js';
import type { Lot } from './lot.js';
import { PantryChanges } from './pantry.changes.js';
import type { PantryItemView } from './pantry.dto.js';
import { PantryRepository } from './pantry.repository.js';
import { PantryService } from './pantry.service.js';
import { itemView } from './pantry.view.js';

/** What is done, and how the journal calls it. */
const ACTS = {
  open: ['opened', opened],
  freeze: ['frozen', frozen],
  thaw: ['thawed', thawed],
} as const;

export type KeepingWord = keyof typeof ACTS;

/** Opening, freezing and thawing: what is done to an item that changes how long it keeps. Done twice it is done once. */
@Injectable()
export class KeepingService {
  constructor(
    private readonly changes: PantryChanges,
    private readonly repository: PantryRepository,
    private readonly pantry: PantryService,
    private readonly ingredients: IngredientsService,
  ) {}

  /** Each word is an act of its own in the journal. */
  async act(
    userId: number,
    itemId: number,
    word: KeepingWord,
    precondition = Precondition.none,
  ): Promise<PantryItemView> {
    const [reason, act] = ACTS[word];
    const [book, today] = await Promise.all([this.ingredients.book(), this.pantry.todayOf(userId)]);
    return this.changes.run(userId, async (at) => {
      const lot = (await this.repository.find(userId, [itemId])).get(itemId);
      if (!lot) throw notFound(`Item ${itemId}`);
      precondition.demand(itemView(lot, today));

      const facts = act(lot, book.byId(lot.ingredientId ?? 0), today);
      if (facts === lot) return { reason, lines: [], result: itemView(lot, today) };
      const after: Lot = { ...facts, id: lot.id, version: lot.version + 1 };
      await this.repository.save(after, at);
      return { reason, lines: correction(lot, after, reason), result: itemView(after, today) };
    });
  }
}
