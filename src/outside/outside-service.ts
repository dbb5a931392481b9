import { Logger } from '@nestjs/common';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import type { Clock } from '#cache';
import { Allowance } from './allowance.js';
import { causeInWords, OutsideError } from './outside.error.js';

export interface OutsideLimits {
  readonly name: string;
  /** The longest that one question may take, from the first byte sent to the last one read. */
  readonly deadlineMs: number;
  readonly perMinute: number;
  readonly atOnce: number;
}

const FAILURES = 3;
const OPEN_MS = 10_000;

/**
 * The way to one service of others. Each question is tried once, within its deadline; not at all when there were too many lately, when
 * the service asked to be left alone, or when it failed three times in a row: then one question in ten seconds tries whether it is
 * back. What goes wrong is an `OutsideError`, and the log says once that the service is lost and once that it is back.
 */
export class OutsideService {
  readonly #logger = new Logger(OutsideService.name);
  readonly #allowance: Allowance;
  readonly #policy;
  #restsUntil = -Infinity;

  constructor(
    private readonly limits: OutsideLimits,
    private readonly clock: Clock,
  ) {
    this.#allowance = new Allowance(limits.perMinute, clock);
    const breaker = circuitBreaker(handleAll, {
      halfOpenAfter: OPEN_MS,
      breaker: new ConsecutiveBreaker(FAILURES),
    });
    breaker.onBreak(() => this.#logger.warn(`${limits.name} is lost: asked again now and then`));
    breaker.onReset(() => this.#logger.log(`${limits.name} is back`));
    this.#policy = wrap(bulkhead(limits.atOnce), breaker, timeout(limits.deadlineMs, TimeoutStrategy.Aggressive));
  }

  /** What `ask` brings. Its signal is aborted at the deadline: whatever it opened must end then. */
  async call<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.clock.elapsed() < this.#restsUntil || !this.#allowance.take()) throw this.#limited();
    try {
      return await this.#policy.execute(({ signal }) => heeding(signal, ask));
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): OutsideError {
    const { name, deadlineMs } = this.limits;
    if (error instanceof BulkheadRejectedError) return this.#limited(error);
    if (error instanceof BrokenCircuitError) {
      return new OutsideError('OUTSIDE_RESTING', `${name} failed too often lately`, { cause: error });
    }
    if (error instanceof TaskCancelledError) {
      return new OutsideError('OUTSIDE_TIMED_OUT', `${name}: no answer in ${deadlineMs} ms`, { cause: error });
    }
    if (!(error instanceof OutsideError)) {
      return new OutsideError('OUTSIDE_FAILED', `${name} failed: ${causeInWords(error)}`, { cause: error });
    }
    if (error.restMs !== undefined) this.#restsUntil = this.clock.elapsed() + error.restMs;
    return error;
  }

  #limited(cause?: unknown): OutsideError {
    return new OutsideError('OUTSIDE_LIMITED', `${this.limits.name} is not asked that often`, { cause });
  }
}

/** What an asker says who gave up because the time was over is no failure of its own. */
async function heeding<T>(signal: AbortSignal, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await ask(signal);
  } catch (error) {
    throw signal.aborted ? new TaskCancelledError(String(error)) : error;
  }
}
