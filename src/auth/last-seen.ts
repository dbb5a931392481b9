import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, minutes } from '#cache';
import { Background } from '../background/background.js';
import { UsersRepository } from './users.repository.js';

const WINDOW_MS = minutes(15).ms;

/** Notes now and then that a user was here: after the answer has gone, and never at its cost. */
@Injectable()
export class LastSeen implements BeforeApplicationShutdown {
  readonly #logger = new Logger(LastSeen.name);
  readonly #background = new Background();
  #noted = new Set<number>();
  #windowFrom = 0;

  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  noteAfter(reply: FastifyReply, userId: number): void {
    if (this.#isNoted(userId)) return;
    this.#noted.add(userId);
    reply.raw.once('finish', () => this.#start(userId));
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

  #start(userId: number): void {
    const now = this.clock.now();
    this.#background.start(this.users.touch(userId, new Date(now), new Date(now - WINDOW_MS)), (error) =>
      this.#logger.warn({ err: error, userId }, 'lastSeenAt could not be noted'),
    );
  }
}
