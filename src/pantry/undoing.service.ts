import { Injectable } from '@nestjs/common';
import type { Tag } from '#cache';
import { conflict, notFound } from '../http/problem.js';
import { demandRoom } from './capacity.js';
import type { JournalLine } from './journal.js';
import { JournalRepository, type KeptAct } from './journal.repository.js';
import type { Lot } from './lot.js';
import { PantryChanges } from './pantry.changes.js';
import { PantryRepository } from './pantry.repository.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { takenBack } from './undoing.js';

/** Takes an act back: all of it or nothing, once. */
@Injectable()
export class UndoingService {
  constructor(
    private readonly changes: PantryChanges,
    private readonly repository: PantryRepository,
    private readonly journal: JournalRepository,
    private readonly preferences: PreferencesService,
  ) {}

  /** The id of the act that takes it back. Throws a 409 where it was taken back already, or was built upon since. */
  async undo(userId: number, transactionId: number): Promise<number> {
    const undone = await this.changes.act(userId, async (at) => {
      const act = await this.journal.actOf(userId, transactionId);
      if (!act) throw notFound(`Transaction ${transactionId}`);
      if (act.undoneBy !== null) throw alreadyUndone(act);

      const lines = await this.#takeBack(userId, act, at);
      demandRoom(await this.repository.countOf(userId), 0);
      return {
        reason: 'undone',
        undoes: transactionId,
        lines,
        result: undefined,
        noted: () => this.#unlearn(userId, act),
      };
    });
    if (undone.transactionId === null) throw new Error('an act without lines was undone');
    return undone.transactionId;
  }

  /** What was not cooked after all says nothing about tastes; what was, after all, does. */
  #unlearn(userId: number, { origin }: KeptAct): Promise<readonly Tag[]> {
    return this.preferences.setUndoneIn(userId, origin.id, origin.turns % 2 === 0);
  }

  async #takeBack(userId: number, { lines }: KeptAct, at: Date): Promise<JournalLine[]> {
    const lots = await this.repository.findEver(userId, [...new Set(lines.map(({ lotId }) => lotId))]);
    const undoing: JournalLine[] = [];
    for (const lot of lots) {
      const back = takenBack(
        lot,
        lines.filter(({ lotId }) => lotId === lot.id),
      );
      if (!back) throw builtUpon(lot);
      await this.repository.save(back.after, at);
      undoing.push(...back.lines);
    }
    return undoing;
  }
}

const alreadyUndone = ({ undoneBy }: KeptAct) =>
  conflict('already-undone', `This was undone already, by transaction ${undoneBy}`);

const builtUpon = ({ id, name }: Lot) =>
  conflict('changed-since', `Item ${id} (${name}) was used or changed since: undo that first; nothing was changed`);
