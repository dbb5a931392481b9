import type { ThrottlerStorage } from '@nestjs/throttler';

type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Of one caller; times by a clock that only goes forward, ms. */
interface Count {
  readonly windowMs: number;
  /** When the window began that is counted now. */
  from: number;
  inWindow: number;
  /** In the window before. */
  before: number;
  blockedUntil: number;
}

/**
 * Counts requests at the same small cost however many they are: the library's own store keeps the time of each request of the last minute, and looks
 * at all of them with each. Of the window before so much counts as reaches into the last `ttl` ms, as if its requests had come evenly: nobody
 * gets twice the limit through around the turn of a minute.
 */
export class RequestCounts implements ThrottlerStorage {
  readonly #counts = new Map<string, Count>();
  #sweepAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** How many callers are kept in mind. */
  get size(): number {
    return this.#counts.size;
  }

  async increment(key: string, ttl: number, limit: number, blockDuration: number): Promise<Counted> {
    const now = this.now();
    this.#sweep(now, ttl);
    const count = this.#of(key, ttl, now);
    if (now < count.blockedUntil) return told(count, limit + 1, now);

    turn(count, now);
    count.inWindow += 1;
    const total = Math.floor(count.before * (1 - (now - count.from) / ttl)) + count.inWindow;
    if (total > limit) count.blockedUntil = now + blockDuration;
    return told(count, total, now);
  }

  #of(key: string, windowMs: number, now: number): Count {
    const known = this.#counts.get(key);
    if (known && (known.blockedUntil === 0 || now < known.blockedUntil)) return known;
    const count = { windowMs, from: now, inWindow: 0, before: 0, blockedUntil: 0 };
    this.#counts.set(key, count);
    return count;
  }

  /** Once in a window, those go of whom nothing counts any more. */
  #sweep(now: number, ttl: number): void {
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + ttl;
    for (const [key, { from, windowMs, blockedUntil }] of this.#counts) {
      if (now >= from + 2 * windowMs && now >= blockedUntil) this.#counts.delete(key);
    }
  }
}

/** Begins another window where one is over. */
function turn(count: Count, now: number): void {
  const windows = Math.floor((now - count.from) / count.windowMs);
  if (windows === 0) return;
  count.before = windows === 1 ? count.inWindow : 0;
  count.inWindow = 0;
  count.from += windows * count.windowMs;
}

function told({ from, windowMs, blockedUntil }: Count, totalHits: number, now: number): Counted {
  return {
    totalHits,
    timeToExpire: seconds(from + windowMs - now),
    isBlocked: now < blockedUntil,
    timeToBlockExpire: seconds(blockedUntil - now),
  };
}

function seconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}
