import type { Clock } from '../clock.js';
import type { Entry } from '../entry.js';
import type { AnyRegion } from '../region.js';
import type { Registry } from '../registry.js';
import type { Departure, Departures } from './departures.js';
import type { Drops } from './drops.js';

interface Missed {
  readonly region: AnyRegion;
  readonly key: string;
  readonly localFences: readonly string[];
}

/** Counts for each region why its flights had to load. */
export class Misses {
  constructor(
    private readonly clock: Clock,
    private readonly registry: Registry,
    private readonly departures: Departures,
    private readonly drops: Drops,
  ) {}

  /** A reader's flight is about to load; `held` is what it has, but may not serve. */
  note({ region, key, localFences }: Missed, held: Entry | undefined): void {
    const now = this.clock.elapsed();
    const departure = held ? stillHere(held, now) : this.departures.missedAt(key, now);
    this.registry.countsOf(region).missedFor.note(departure, now);
    this.drops.learn(region.name, localFences);
  }
}

function stillHere(held: Entry, now: number): Departure {
  const freshUntil = held.madeAt + held.freshMs;
  return { cause: held.isFresh(now) ? 'unproven' : 'expired', madeAt: held.madeAt, freshUntil };
}
