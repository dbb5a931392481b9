import { Injectable } from '@nestjs/common';
import { Cache, Clock, hours } from '#cache';

/** How long a warmed user counts as warm: as long as the shortest-lived of what was warmed for them. */
const WARM_FOR = hours(1);
/** Users remembered at most; who was warmed longest ago is forgotten first. */
const MOST_USERS = 100_000;

/**
 * Tells apart the reads of users who were warmed from all others: what warming is worth. An answer that has to be made is no
 * miss by itself: what it is made of counts, and that is what was warmed.
 */
@Injectable()
export class WarmUsers {
  readonly #warmUntil = new Map<string, number>();
  #hits = 0;
  #reads = 0;

  constructor(
    cache: Cache,
    private readonly clock: Clock,
  ) {
    cache.events.on('served', ({ region, identity, from }) => {
      const isMade = from === 'load' && cache.regions.get(region)?.holdsAnswers === true;
      if (identity === undefined || isMade || !this.#isWarm(String(identity))) return;
      this.#reads += 1;
      if (from !== 'load') this.#hits += 1;
    });
  }

  /** Counts the reads of this user's own answers from now on. */
  note(userId: number): void {
    const key = String(userId);
    this.#warmUntil.delete(key);
    this.#warmUntil.set(key, this.clock.elapsed() + WARM_FOR.ms);
    const [oldest] = this.#warmUntil.keys();
    if (this.#warmUntil.size > MOST_USERS && oldest !== undefined) this.#warmUntil.delete(oldest);
  }

  /** Hits among the reads of warm users, 0..1; null before there was one. */
  get hitRate(): number | null {
    return this.#reads === 0 ? null : this.#hits / this.#reads;
  }

  #isWarm(key: string): boolean {
    const until = this.#warmUntil.get(key);
    if (until === undefined) return false;
    if (until > this.clock.elapsed()) return true;
    this.#warmUntil.delete(key);
    return false;
  }
}
