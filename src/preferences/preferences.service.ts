import { Injectable } from '@nestjs/common';
import { Cache, Clock, type Tag } from '#cache';
import { AccountsService } from '../auth/accounts.service.js';
import { Changes } from '../changes/changes.js';
import { Precondition } from '../http/precondition.js';
import { notFound } from '../http/problem.js';
import type { Interaction } from './learning.js';
import { preferencesRegion, preferencesTag } from './preferences.cache.js';
import type { PreferencesChange, PreferencesView } from './preferences.dto.js';
import { PreferencesRepository, type NotedAct } from './preferences.repository.js';
import { changed, defaultWishes, viewOf, type StatedWishes, type Wishes } from './preferences.js';

/** What a user did with a recipe just now, and what that recipe is like. */
export interface Act extends Omit<NotedAct, 'at' | 'rating'> {
  readonly rating?: number;
}

/** What people want: stated by them, and learned from what they do. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly repository: PreferencesRepository,
    private readonly accounts: AccountsService,
    private readonly changes: Changes,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  of(userId: number): Promise<PreferencesView> {
    return this.cache.read(preferencesRegion, { userId }, () => this.fromSource(userId));
  }

  /** As `of`, but what the database says now; nothing is kept of it. */
  async fromSource(userId: number): Promise<PreferencesView> {
    const known = await this.repository.knownOf(userId);
    if (!known) throw notFound(`User ${userId}`);
    return viewOf(userId, known.stated, known.acts, known.actedAt);
  }

  async timeZoneOf(userId: number): Promise<string> {
    return (await this.of(userId)).timeZone;
  }

  /** What is not in `change` goes back to its default. */
  replace(userId: number, change: PreferencesChange, precondition = Precondition.none): Promise<PreferencesView> {
    return this.#save(userId, precondition, () => changed(defaultWishes, change));
  }

  /** What is not in `change` stays. */
  amend(userId: number, change: PreferencesChange, precondition = Precondition.none): Promise<PreferencesView> {
    return this.#save(userId, precondition, (wishes) => changed(wishes, change));
  }

  /** Throws the 404 problem for a user who is no more. */
  async learnFrom(userId: number, act: Act): Promise<void> {
    await this.changes.make([preferencesTag(userId)], async () => {
      await this.accounts.hold(userId);
      await this.noteIn(userId, act);
    });
  }

  /** As `learnFrom`, inside a transaction of somebody else's that holds the account: gives back what that one is to announce. */
  async noteIn(userId: number, { rating, ...act }: Act): Promise<readonly Tag[]> {
    await this.repository.addAct(userId, { ...act, rating: rating ?? null, at: this.clock.now() });
    return [preferencesTag(userId)];
  }

  /**
   * That what went with an act on the pantry was done, or was not. Inside the transaction that takes that act back, or does it again;
   * gives back what that one is to announce.
   */
  async setUndoneIn(userId: number, transactionId: number, undone: boolean): Promise<readonly Tag[]> {
    const changed = await this.repository.setUndone(userId, transactionId, undone, new Date(this.clock.now()));
    return changed > 0 ? [preferencesTag(userId)] : [];
  }

  /** The latest acts, newest first: what was seen or cooked lately. */
  recentInteractions(userId: number): Promise<Interaction[]> {
    return this.repository.actsOf(userId);
  }

  /** The account is held from the look to the write: of many writers who saw the same state one wins. */
  async #save(
    userId: number,
    precondition: Precondition,
    change: (wishes: Wishes) => Wishes,
  ): Promise<PreferencesView> {
    return this.changes.make([preferencesTag(userId)], async () => {
      await this.accounts.hold(userId);
      precondition.demand(await this.fromSource(userId));
      await this.repository.save(userId, await this.#next(userId, change));
      return this.fromSource(userId);
    });
  }

  async #next(userId: number, change: (wishes: Wishes) => Wishes): Promise<StatedWishes> {
    const { wishes, version } = (await this.repository.find(userId)) ?? { wishes: defaultWishes, version: 0 };
    return { wishes: change(wishes), version: version + 1, statedAt: new Date(this.clock.now()) };
  }
}
