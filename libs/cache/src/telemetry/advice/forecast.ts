import type { Within } from '../../histogram.js';
import type { RegionSettings, RegionWindow } from './seen.js';

const ROUNDS = 20;
/** A wait that was seldom seen stands for no more than so many. */
const MOST_WEIGHT = 20;

/**
 * What there would be with another lifetime. Each entry is taken to live until its time is over or a change overtakes it, and then to
 * wait for the next who asks. With changes at a steady rate r the first takes A(T) = (1 - exp(-rT)) / r on average, so a key that waits
 * for w is loaded once in A(T) + w. A longer T makes neither w nor the time between changes any longer: that is what it can't help.
 */
export class Forecast {
  #waits: readonly Within[] = [];
  #changesPerMs = 0;

  constructor(
    private readonly seen: RegionWindow,
    private readonly settings: RegionSettings,
  ) {
    // Each of the two is needed for the other: they soon agree.
    for (let round = 0; round < ROUNDS; round += 1) {
      this.#waits = this.#waitsUnder(this.#changesPerMs);
      this.#changesPerMs = this.#rateOfChange();
    }
  }

  /** Loads over the same time, had the lifetime been this. */
  loadsWith(freshMs: number): number {
    const { refreshes } = this.seen;
    // How late refreshes came is not known; as late as they may come, a longer life saves the least of them.
    const refreshed = refreshes * this.#ratio(freshMs, this.settings.staleMs);
    return this.#foregroundLoads * this.#missesLeft(freshMs) + refreshed;
  }

  /** Hits among all reads, 0..1, had the lifetime been this. */
  hitRateWith(freshMs: number): number {
    const { hits, misses } = this.seen;
    return 1 - (misses * this.#missesLeft(freshMs)) / Math.max(1, hits + misses);
  }

  get #foregroundLoads(): number {
    const { expired, invalidated, evicted, unproven, first } = this.seen.loadedFor;
    return expired + invalidated + evicted + unproven + first;
  }

  /** The share of the misses that there would be still. */
  #missesLeft(freshMs: number): number {
    const { expired, invalidated } = this.seen.loadedFor;
    const left = this.#averageWait(({ ms }) => this.#ratio(freshMs, ms));
    return left === undefined ? 1 : 1 - ((expired + invalidated) * (1 - left)) / this.#foregroundLoads;
  }

  #ratio(freshMs: number, waitMs: number): number {
    return (this.#livesFor(this.settings.freshMs) + waitMs) / (this.#livesFor(freshMs) + waitMs);
  }

  #livesFor(freshMs: number): number {
    const rate = this.#changesPerMs;
    return rate === 0 ? freshMs : (1 - Math.exp(-rate * freshMs)) / rate;
  }

  /** The longer a wait, the likelier that a change came first and it was not counted as one: those that were stand for the others. */
  #waitsUnder(changesPerMs: number): Within[] {
    return [...this.seen.loadedFor.lateness].map(({ ms, count }) => ({
      ms,
      count: count * Math.min(MOST_WEIGHT, Math.exp(changesPerMs * ms)),
    }));
  }

  #averageWait(of: (wait: Within) => number): number | undefined {
    const waits = this.#waits.reduce((sum, { count }) => sum + count, 0);
    return waits === 0 ? undefined : this.#waits.reduce((sum, wait) => sum + wait.count * of(wait), 0) / waits;
  }

  /** Changes among the time that entries were there to be changed: an overtaken one until then, and not until it was asked for. */
  #rateOfChange(): number {
    const { invalidated, expiredCyclesMs, invalidatedCyclesMs } = this.seen.loadedFor;
    const waitedMs = invalidated * (this.#averageWait(({ ms }) => ms) ?? 0);
    const thereMs = Math.max(invalidatedCyclesMs - waitedMs, invalidatedCyclesMs / 4);
    const refreshedMs = this.seen.refreshes * this.settings.freshMs;
    return invalidated / Math.max(1, thereMs + expiredCyclesMs + refreshedMs);
  }
}
