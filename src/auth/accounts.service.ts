import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import { Background } from '../background/background.js';
import { Changes } from '../changes/changes.js';
import { Erasures } from '../changes/erasures.js';
import { notFound } from '../http/problem.js';
import type { Account } from './account.js';
import { accountsRegion, userTag } from './auth.cache.js';
import { PersonalDataRegistry } from './personal-data.js';
import { UsersRepository } from './users.repository.js';

/** Who exists and in which role; and the end of an account. */
@Injectable()
export class AccountsService implements BeforeApplicationShutdown {
  readonly #logger = new Logger(AccountsService.name);
  readonly #background = new Background();

  constructor(
    private readonly users: UsersRepository,
    private readonly personal: PersonalDataRegistry,
    private readonly changes: Changes,
    private readonly erasures: Erasures,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** Null for a user that never was or is no more. */
  of(userId: number): Promise<Account | null> {
    return this.cache.read(accountsRegion, { userId }, () => this.users.accountOf(userId));
  }

  /** Has the account at hand for who was just let in: whatever they ask for first need not wait for it before anything else. */
  expect(userId: number): void {
    const known = this.of(userId).then(() => undefined);
    this.#background.start(known, (error) =>
      this.#logger.warn({ err: error, userId }, 'the account of who was let in could not be read'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#background.settled();
  }

  /** Inside a transaction: nobody else holds this account until it ends. Throws 404 for a user who is no more. */
  async hold(userId: number): Promise<void> {
    if (!(await this.users.lock(userId))) throw notFound(`User ${userId}`);
  }

  /** All that is kept of a user, a section for each room that keeps something. */
  async exportOf(userId: number): Promise<Record<string, unknown>> {
    const user = await this.users.recordOf(userId);
    if (!user) throw notFound(`User ${userId}`);

    const sections: [string, unknown][] = [];
    for (const data of this.personal.all()) sections.push([data.section, await data.exportOf(userId)]);
    return { exportedAt: new Date(this.clock.now()).toISOString(), user, ...Object.fromEntries(sections) };
  }

  /** Nothing of the user is left, here and in every room above, nor in any cache. */
  async erase(userId: number): Promise<void> {
    const rooms = this.personal.all();
    await this.changes.make([userTag(userId), ...rooms.flatMap((data) => data.tagsOf(userId))], async () => {
      for (const data of rooms) await data.eraseOf(userId);
      await this.users.remove(userId);
      await this.erasures.note(userId);
    });
    await this.erasures.make(userId);
  }
}
