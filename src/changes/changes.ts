import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { inArray, lte } from 'drizzle-orm';
import { Cache, Clock, seconds, Tag } from '#cache';
import { Background } from '../background/background.js';
import { Database } from '../database/database.js';
import { announcements } from './announcements.tables.js';

/** Older than this, whoever made the change is not about to announce it any more. */
const FORGOTTEN_AFTER = seconds(5);
const MOST_AT_ONCE = 1000;

/**
 * Ties a change to its announcement: the tags are noted in the same transaction, announced after the commit, and the note goes once
 * they were. Whoever dies in between, or cannot reach the far tier, leaves the note; it is announced at the next start, or within
 * seconds by any other instance.
 */
@Injectable()
export class Changes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(Changes.name);
  readonly #background = new Background();

  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /**
   * All of `work` or nothing, then the announcement of what it changed: known before, or only by what came of it. `work` must not read
   * through the cache: nothing is committed yet.
   */
  async make<T>(changed: readonly Tag[] | ((result: T) => readonly Tag[]), work: () => Promise<T>): Promise<T> {
    const { result, tags, note } = await this.database.transaction(async () => {
      const result = await work();
      const tags = typeof changed === 'function' ? changed(result) : changed;
      return { result, tags, note: await this.#note(tags) };
    });
    await this.cache.invalidate(...tags);
    this.#background.start(this.#settle([note]), (error) =>
      this.#logger.warn({ err: error }, 'an announced change is noted for longer than needed'),
    );
    return result;
  }

  /** What died before it was announced is announced before the first request is taken. */
  async onApplicationBootstrap(): Promise<void> {
    await this.announceOlderThan(new Date(this.clock.now()));
  }

  /** What another instance left behind. */
  @Interval(FORGOTTEN_AFTER.ms)
  async announceForgotten(): Promise<void> {
    try {
      await this.announceOlderThan(new Date(this.clock.now() - FORGOTTEN_AFTER.ms));
    } catch (error) {
      this.#logger.warn({ err: error }, 'forgotten changes cannot be looked for now');
    }
  }

  /** Announces every change noted up to then; resolves with how many there were. */
  async announceOlderThan(then: Date): Promise<number> {
    const left = await this.database.db
      .select({ id: announcements.id, tags: announcements.tags })
      .from(announcements)
      .where(lte(announcements.createdAt, then))
      .limit(MOST_AT_ONCE);
    if (left.length === 0) return 0;

    const names = [...new Set(left.flatMap(({ tags }) => tags))];
    await this.cache.invalidate(...names.map((name) => Tag.named(name)));
    await this.#settle(left.map(({ id }) => id));
    return left.length;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#background.settled();
  }

  async #note(tags: readonly Tag[]): Promise<number> {
    const [noted] = await this.database.db
      .insert(announcements)
      .values({ tags: tags.map(({ name }) => name), createdAt: new Date(this.clock.now()) })
      .returning({ id: announcements.id });
    if (!noted) throw new Error('the announcement was not noted');
    return noted.id;
  }

  /** Notes stay as long as this process owes anything to the far tier. */
  async #settle(notes: readonly number[]): Promise<void> {
    if ((this.cache.far?.owed ?? 0) > 0) return;
    await this.database.db.delete(announcements).where(inArray(announcements.id, [...notes]));
  }
}
