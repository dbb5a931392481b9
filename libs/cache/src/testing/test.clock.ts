import { Clock } from '../clock.js';
import { msOf, type DurationLike } from '../duration.js';

/** A clock that stands until a test moves it. */
export class TestClock extends Clock {
  #now: number;
  #elapsed = 0;

  constructor(start: string | number = '2026-06-15T12:00:00Z') {
    super();
    this.#now = new Date(start).getTime();
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  /** Time passes: both hands move. */
  advance(by: DurationLike): void {
    this.#now += msOf(by);
    this.#elapsed += msOf(by);
  }

  /** Somebody sets the wall clock; no time passes. */
  setWall(to: string | number): void {
    this.#now = new Date(to).getTime();
  }
}
