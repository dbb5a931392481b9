import { Injectable } from '@nestjs/common';
import { Clock, type Tag } from '#cache';
import { AccountsService } from '../auth/accounts.service.js';
import { Changes } from '../changes/changes.js';
import type { JournalAct, JournalLine } from './journal.js';
import { JournalRepository } from './journal.repository.js';
import { pantryTag } from './pantry.cache.js';

/** What a change did: its lines for the journal, and what it gives back. */
export interface Done<T> extends JournalAct {
  readonly lines: readonly JournalLine[];
  readonly result: T;
  /** Writes what is to be known of it elsewhere, now that it has its id, and says what else is to be announced by that. */
  readonly noted?: (transactionId: number | null) => Promise<readonly Tag[]>;
}

/** What a change gave back, and the id by which it can be undone: null where it did nothing. */
export interface Acted<T> {
  readonly transactionId: number | null;
  readonly result: T;
}

/** The one way to change a pantry: alone in the account, all or nothing, journaled, and announced once it is committed. */
@Injectable()
export class PantryChanges {
  constructor(
    private readonly accounts: AccountsService,
    private readonly journal: JournalRepository,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** `work` gets the instant that all it writes is to bear. It must not read through the cache: nothing is committed yet. */
  async run<T>(userId: number, work: (at: Date) => Promise<Done<T>>): Promise<T> {
    return (await this.act(userId, work)).result;
  }

  /** As `run`, for who wants to know the change by its id. */
  async act<T>(userId: number, work: (at: Date) => Promise<Done<T>>): Promise<Acted<T>> {
    const at = new Date(this.clock.now());
    const { tags: _, ...acted } = await this.changes.make(
      ({ tags }) => [pantryTag(userId), ...tags],
      async () => {
        await this.accounts.hold(userId);
        const { lines, result, noted, ...act } = await work(at);
        const transactionId = await this.journal.append(userId, act, lines, at);
        return { transactionId, result, tags: (await noted?.(transactionId)) ?? [] };
      },
    );
    return acted;
  }
}
