import { CacheError } from '../cache.error.js';
import type { Clock } from '../clock.js';
import { Breaker, type BreakerState, type Ticket } from './breaker.js';
import { Deadlines, OwnLateness } from './deadline.js';
import type { FarTier, FarVerdict } from './far.tier.js';

/** What the tier is asked for: to tell, to take in, to take away. It may be unable to do one and well able to do another. */
export type Part = 'reads' | 'writes' | 'drops';
const PARTS = ['reads', 'writes', 'drops'] as const;

/**
 * No answer in time; this process too busy to see one; out of reach; not asked, as it was not told of a change yet; else what the
 * store said.
 */
export type FarFailure = 'deadline' | 'process' | 'connection' | 'owed' | Exclude<FarVerdict, 'silent'>;

export type Outcome<T> = { readonly value: T } | { readonly failure: FarFailure | 'turned-away' };

export interface AttemptOptions {
  /** The longest that one operation may keep a caller waiting. */
  readonly deadlineMs: number;
  /** Told each time that a part turns, with the failures until then and the last of them. */
  onStateChange(part: Part, state: BreakerState, failures: number, cause: unknown): void;
}

const TURNED_AWAY = { failure: 'turned-away' } as const;

/** What is asked about may be older than a change that the tier was not told yet. */
export class StillOwed extends Error {}

const BREAKER = { failures: 3, openMs: 500 };
/** A failover may take a while; meanwhile each new connection costs those who are on the way their answer. */
const RECONNECT_MS = 1000;

/** What each failure says about the part of the tier that met it, and which parts it makes not worth asking at all. */
const MEANING: Record<FarFailure, { readonly says: 'well' | 'ill' | 'nothing'; readonly trips: readonly Part[] }> = {
  deadline: { says: 'ill', trips: [] },
  connection: { says: 'ill', trips: [] },
  denied: { says: 'ill', trips: [] },
  waits: { says: 'ill', trips: PARTS },
  full: { says: 'ill', trips: ['writes'] },
  readonly: { says: 'ill', trips: ['writes'] },
  refused: { says: 'well', trips: [] },
  process: { says: 'nothing', trips: [] },
  owed: { says: 'nothing', trips: [] },
  moving: { says: 'nothing', trips: [] },
};

/** Asks the tier: each time within the deadline, behind the breaker of what is asked for, and each failure counted as what it was. */
export class Attempts {
  failures = 0;
  readonly failuresBy = Object.fromEntries(Object.keys(MEANING).map((kind) => [kind, 0])) as Record<FarFailure, number>;
  readonly #breakers: Readonly<Record<Part, Breaker>>;
  readonly #deadlines: Deadlines;
  #cause: unknown;
  #reconnectedAt = -Infinity;

  constructor(
    private readonly tier: FarTier,
    private readonly clock: Clock,
    options: AttemptOptions,
  ) {
    this.#deadlines = new Deadlines(options.deadlineMs);
    const breaker = (part: Part) =>
      new Breaker(clock, BREAKER, (state) => options.onStateChange(part, state, this.failures, this.#cause));
    this.#breakers = { reads: breaker('reads'), writes: breaker('writes'), drops: breaker('drops') };
  }

  stateOf(part: Part): BreakerState {
    return this.#breakers[part].state;
  }

  /** Never throws, and never takes longer than the deadline. */
  make<T>(part: Part, operation: string, work: () => Promise<T>): Promise<Outcome<T>> {
    return new Promise((resolve) => this.#try(part, operation, work, resolve));
  }

  /** As `make`, for who wants only what it brought. */
  value<T>(part: Part, operation: string, work: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      this.#try(part, operation, work, (outcome) => resolve('value' in outcome ? outcome.value : undefined));
    });
  }

  /** As `make`, whatever the breakers say, and saying nothing to them: for what must be tried, and is asked only where the tier just answered. */
  regardless<T>(operation: string, work: () => Promise<T>): Promise<Outcome<T>> {
    return new Promise((resolve) => {
      const failed = (error: unknown) => resolve({ failure: this.count(error) });
      this.#deadlines.settle(operation, begun(work), (value) => resolve({ value }), failed);
    });
  }

  #try<T>(part: Part, operation: string, work: () => Promise<T>, tell: (outcome: Outcome<T>) => void): void {
    const breaker = this.#breakers[part];
    const ticket = breaker.admit();
    if (ticket === undefined) return tell(TURNED_AWAY);
    const succeeded = (value: T) => {
      breaker.succeeded(ticket);
      tell({ value });
    };
    const failed = (error: unknown) => {
      const failure = this.count(error);
      this.#judge(breaker, ticket, failure);
      tell({ failure });
    };
    this.#deadlines.settle(operation, begun(work), succeeded, failed);
  }

  /** Counts a failure by what it was. */
  count(error: unknown): FarFailure {
    const failure = this.#kindOf(error);
    this.failures += 1;
    this.failuresBy[failure] += 1;
    this.#cause = error;
    return failure;
  }

  #kindOf(error: unknown): FarFailure {
    if (error instanceof OwnLateness) return 'process';
    if (error instanceof StillOwed) return 'owed';
    if (error instanceof CacheError && error.code === 'FAR_DEADLINE') return 'deadline';
    const verdict = this.#verdictOn(error);
    return verdict === 'silent' ? 'connection' : verdict;
  }

  #verdictOn(error: unknown): FarVerdict {
    try {
      return this.tier.verdictOn(error);
    } catch {
      // A tier that can't tell what happened to it may as well be away; and who asked wants to be told of that, not of this.
      return 'silent';
    }
  }

  #judge(breaker: Breaker, ticket: Ticket, failure: FarFailure): void {
    const { says, trips } = MEANING[failure];
    if (says === 'well') breaker.succeeded(ticket);
    else if (says === 'ill') breaker.failed(ticket);
    else breaker.unsettled(ticket);
    for (const part of trips) this.#breakers[part].trip();
    if (failure === 'readonly') this.#reconnect();
  }

  #reconnect(): void {
    const now = this.clock.elapsed();
    if (now - this.#reconnectedAt < RECONNECT_MS) return;
    this.#reconnectedAt = now;
    try {
      this.tier.reconnect();
    } catch (error) {
      this.count(error);
    }
  }
}

/** What is thrown before there is a promise is a failure like any other: else whoever tries whether the tier is back would try for ever. */
function begun<T>(work: () => Promise<T>): Promise<T> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}
