export const MINUTE_MS = 60_000;

/** How a caller stands; times in whole seconds. */
export interface Counted {
  readonly totalHits: number;
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  readonly timeToBlockExpire: number;
}

/** How many callers are kept in mind at most: with the longest names they take 19 MB. */
export const MOST_IN_MIND = 50_000;

/** Of one caller; times by a clock that only goes forward, ms. */
interface Count {
  /** When the window began that is counted now. */
  from: number;
  inWindow: number;
  /** In the window before. */
  before: number;
  blockedUntil: number;
}

/**
 * Counts requests by the minute, at the same small cost however many they are. Of the window before so much counts as reaches into the last minute,
 * as if its requests had come evenly: nobody gets twice the limit through around the turn of a minute.
 */
export class RequestCounts {
  /** Who came since the last turn, and who came in the time before and not since. */
  #recent = new Map<string, Count>();
  #earlier = new Map<string, Count>();
  #turnAt = 0;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly most = MOST_IN_MIND,
  ) {}

  /** How many callers are kept in mind. */
  get size(): number {
    return this.#recent.size + this.#earlier.size;
  }

  /** One more of this caller: so many are let through in a minute, and who comes oftener is blocked for one. */
  count(key: string, limit: number): Counted {
    const now = this.now();
    if (now >= this.#turnAt) this.#forget(now);
    const count = this.#of(key, now);
    if (now < count.blockedUntil) return told(count, limit + 1, now);

    turn(count, now);
    count.inWindow += 1;
    const total = Math.floor(count.before * (1 - (now - count.from) / MINUTE_MS)) + count.inWindow;
    if (total > limit) count.blockedUntil = now + MINUTE_MS;
    return told(count, total, now);
  }

  #of(key: string, now: number): Count {
    const recent = this.#recent.get(key);
    if (recent && isOn(recent, now)) return recent;

    const earlier = this.#earlier.get(key);
    const count = earlier && isOn(earlier, now) ? earlier : { from: now, inWindow: 0, before: 0, blockedUntil: 0 };
    this.#earlier.delete(key);
    if (this.#recent.size >= this.most / 2) this.#forget(now);
    this.#recent.set(key, count);
    return count;
  }

  /** Once in a window, and when half of the places are taken: all at once, as looking at each would hold up everybody. */
  #forget(now: number): void {
    this.#earlier = this.#recent;
    this.#recent = new Map();
    this.#turnAt = now + MINUTE_MS;
  }
}

/** Not over with a block that has ended: who had to wait begins anew. */
function isOn({ blockedUntil }: Count, now: number): boolean {
  return blockedUntil === 0 || now < blockedUntil;
}

/** Begins another window where one is over. */
function turn(count: Count, now: number): void {
  const windows = Math.floor((now - count.from) / MINUTE_MS);
  if (windows === 0) return;
  count.before = windows === 1 ? count.inWindow : 0;
  count.inWindow = 0;
  count.from += windows * MINUTE_MS;
}

function told({ from, blockedUntil }: Count, totalHits: number, now: number): Counted {
  return {
    totalHits,
    timeToExpire: seconds(from + MINUTE_MS - now),
    isBlocked: now < blockedUntil,
    timeToBlockExpire: seconds(blockedUntil - now),
  };
}

function seconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}
