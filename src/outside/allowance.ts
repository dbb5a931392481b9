import type { Clock } from '#cache';

const MINUTE_MS = 60_000;

/** So many a minute, refilled steadily: who was quiet for a minute may spend a whole one at once. */
export class Allowance {
  #left: number;
  #countedAt: number;

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {
    this.#left = perMinute;
    this.#countedAt = clock.elapsed();
  }

  /** True for who may go now. */
  take(): boolean {
    const now = this.clock.elapsed();
    this.#left = Math.min(this.perMinute, this.#left + ((now - this.#countedAt) * this.perMinute) / MINUTE_MS);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
