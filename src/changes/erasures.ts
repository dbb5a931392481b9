import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { eq, lte } from 'drizzle-orm';
import { Cache, Clock, minutes } from '#cache';
import { Background } from '../background/background.js';
import { Database } from '../database/database.js';
import { erasures } from './erasures.tables.js';

/** No load that began before a user left is under way any more: the longest takes half a minute. */
const NOTHING_UNDER_WAY_AFTER = minutes(1);
const MOST_AT_ONCE = 100;

/**
 * Sees to it that nothing of who left stays in a cache: not where the far tier was away that moment, nor where this process died before
 * it looked, nor what another instance was just writing. Who left is noted in the transaction that removes them, looked for at once, and once
 * more when nothing of theirs can be on its way.
 */
@Injectable()
export class Erasures implements BeforeApplicationShutdown {
  readonly #logger = new Logger(Erasures.name);
  readonly #background = new Background();

  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** Inside of the transaction that removes the user. */
  async note(userId: number): Promise<void> {
    await this.database.db.insert(erasures).values({ userId, createdAt: new Date(this.clock.now()) });
  }

  /** After it, and after the change was announced. What can't be done now is done later. */
  async make(userId: number): Promise<void> {
    const erased = await this.cache.erase(userId);
    if (erased === 'again') this.#logger.warn({ erased }, 'a user who left is not gone from every cache yet');
  }

  @Interval(NOTHING_UNDER_WAY_AFTER.ms)
  makeNoted(): void {
    this.#background.start(this.makeOlderThan(this.clock.now() - NOTHING_UNDER_WAY_AFTER.ms), (error) =>
      this.#logger.warn({ err: error }, 'users who left cannot be looked for now'),
    );
  }

  /** Looks for everybody who was noted up to then; what can't be done now stays noted. */
  async makeOlderThan(then: number): Promise<void> {
    const noted = await this.database.db
      .select({ id: erasures.id, userId: erasures.userId })
      .from(erasures)
      .where(lte(erasures.createdAt, new Date(then)))
      .orderBy(erasures.id)
      .limit(MOST_AT_ONCE);
    for (const { id, userId } of noted) {
      if ((await this.cache.erase(userId)) === 'again') return;
      await this.database.db.delete(erasures).where(eq(erasures.id, id));
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#background.settled();
  }
}
