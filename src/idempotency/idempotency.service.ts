import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Clock, hours, seconds } from '#cache';
import { conflict, unprocessable } from '../http/problem.js';
import { IdempotencyRepository, type Claim } from './idempotency.repository.js';

const KEPT_MS = hours(24).ms;
const CRASHED_MS = seconds(60).ms;

/** A key freed between our try and our look is tried again; more often than this somebody is playing. */
const TRIES = 3;

/** What is given again to who asks again. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Outcome = { readonly claim: Claim } | { readonly answer: Answer };

/** Lets a request with a key through once, and answers its repetitions from memory that outlives a restart. */
@Injectable()
export class IdempotencyService {
  readonly #logger = new Logger(IdempotencyService.name);

  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly clock: Clock,
  ) {}

  /** The claim to go on with, or the first answer. Throws 422 for another body and 409 while the first is under way. */
  async begin(request: Omit<Claim, 'at'>): Promise<Outcome> {
    const now = this.clock.now();
    const claim = { ...request, at: new Date(now) };
    const cutoffs = { old: new Date(now - KEPT_MS), crashed: new Date(now - CRASHED_MS) };

    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (await this.repository.claim(claim, cutoffs)) return { claim };

      const held = await this.repository.find(claim);
      if (!held) continue;
      if (held.requestHash !== claim.requestHash) throw reused();
      if (held.status !== null) return { answer: { status: held.status, ...unpack(held.body) } };
      throw inProgress();
    }
    throw inProgress();
  }

  /** The work is done and can't be undone, so an answer that can't be kept is still given. */
  async finish(claim: Claim, { status, headers, body }: Answer): Promise<void> {
    try {
      await this.repository.keep(claim, status, JSON.stringify({ headers, body }));
    } catch (error) {
      this.#logger.warn({ err: error, route: claim.route }, 'the answer could not be kept for repetition');
    }
  }

  /** After a failure the key is free. Where that fails too, it frees itself as crashed. */
  async abandon(claim: Claim): Promise<void> {
    try {
      await this.repository.free(claim);
    } catch (error) {
      this.#logger.warn({ err: error, route: claim.route }, 'the key could not be freed');
    }
  }

  @Cron('0 17 * * * *')
  async removeOld(): Promise<void> {
    await this.repository.removeOlderThan(new Date(this.clock.now() - KEPT_MS));
  }
}

function unpack(body: string | null): Pick<Answer, 'headers' | 'body'> {
  return JSON.parse(body ?? '{"headers":{}}') as Pick<Answer, 'headers' | 'body'>;
}

const reused = () =>
  unprocessable('idempotency-key-reused', 'This Idempotency-Key was used with another body; take a new one');
const inProgress = () =>
  conflict('idempotency-in-progress', 'The first request with this Idempotency-Key is still under way');
