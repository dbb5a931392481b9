import type { Clock } from './clock.js';
import { regionOf } from './key.js';
import type { Shelf } from './near/shelf.js';
import type { Registry } from './registry.js';

/** Two hands that drift apart slowly, as clocks are put right, are left alone. */
const LEAST_LEAP_MS = 1000;

/**
 * Sees when the wall's hand leaps, as it does for a machine that slept: what is held then ends when its calendar says, and not once as much
 * time has passed as was left when it was made.
 */
export class Almanac {
  #apartMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly near: Shelf,
    private readonly registry: Registry,
  ) {
    this.#apartMs = clock.now() - clock.elapsed();
  }

  /** To be called before something is served that may end by the calendar; `now` by the clock's hand that only goes forward. */
  mind(now: number): void {
    const apartMs = this.clock.now() - now;
    const leapMs = Math.abs(apartMs - this.#apartMs);
    if (leapMs < LEAST_LEAP_MS) return;
    this.#apartMs = apartMs;
    this.#endByCalendar(now);
  }

  #endByCalendar(now: number): void {
    for (const [key, entry] of this.near.memory) {
      const region = this.registry.regions.get(regionOf(key));
      const until = entry.failed ? undefined : region?.goodUntil(entry.value);
      if (until === undefined) continue;
      const leftMs = until - this.clock.now();
      if (leftMs <= 0) this.near.delete(key);
      else {
        entry.endBy(now + leftMs);
        this.near.amend(key, entry);
      }
    }
  }
}
