/** What time it is. Two hands: the wall's, which people read and operators move, and one that only goes forward. */
export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract now(): number;

  /** Milliseconds since some fixed moment; never moved by anybody. What expires is measured by this. */
  abstract elapsed(): number;
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  elapsed(): number {
    return performance.now();
  }
}
