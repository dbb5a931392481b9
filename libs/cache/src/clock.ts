// The global is looked up anew each time.
import { performance } from 'node:perf_hooks';

/** What time it is. Two hands: the wall's, which people read and operators move, and one that only goes forward. */
export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract now(): number;

  /** Milliseconds since some fixed moment; never moved by anybody. What expires is measured by this. */
  abstract elapsed(): number;

  /** As `elapsed`, but stands while this process is at work: only the time for which it could do nothing but wait. */
  waited(): number {
    return this.elapsed();
  }
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  elapsed(): number {
    return performance.now();
  }

  override waited(): number {
    return performance.nodeTiming.idleTime;
  }
}
