import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, minutes } from '#cache';
import { Background } from '../background/background.js';
import { UsersRepository } from './users.repository.js';

const WINDOW_MS = minutes(15).ms;

/** Notes now and then that a user was here: after the answer has gone, and never at its cost. Whoever comes while one is written down is so with the next. */
@Injectable()
export class LastSeen implements BeforeApplicationShutdown {
  readonly #logger = new Logger(LastSeen.name);
  readonly #background = new Background();
  #noted = new Set<number>();
  /** Who was here and is not written down yet. */
  #toWrite = new Set<number>();
  #isWriting = false;
  #windowFrom = 0;

  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  noteAfter(reply: FastifyReply, userId: number): void {
    if (this.#isNoted(userId)) return;
    this.#noted.add(userId);
    reply.raw.once('finish', () => this.#write(userId));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#background.settled();
  }

  /** Who was noted is forgotten all at once each quarter of an hour: no timer, and no more entries than active users. */
  #isNoted(userId: number): boolean {
    if (this.clock.elapsed() - this.#windowFrom >= WINDOW_MS) {
      this.#noted = new Set();
      this.#windowFrom = this.clock.elapsed();
    }
    return this.#noted.has(userId);
  }

  #write(userId: number): void {
    this.#toWrite.add(userId);
    if (this.#isWriting) return;
    this.#background.start(this.#writeAll(), (error) =>
      this.#logger.warn({ err: error }, 'lastSeenAt could not be noted'),
    );
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#toWrite.size > 0) {
        const userIds = [...this.#toWrite];
        this.#toWrite = new Set();
        const now = this.clock.now();
        await this.users.touch(userIds, new Date(now), new Date(now - WINDOW_MS));
      }
    } finally {
      this.#isWriting = false;
    }
  }
}
