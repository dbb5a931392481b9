import { CacheError } from '../cache.error.js';

/** A late timer beyond this is the process' own fault, not the tier's. */
const OWN_LATENESS_MS = 25;
/** A timer goes by a clock of whole milliseconds, and may come so much too early by a finer one. */
const EARLY_MS = 1;

/** The process itself was too busy to see the answer in time: nothing is known about the tier. */
export class OwnLateness extends Error {}

/** Begun, and not over yet. */
interface Wait {
  readonly what: string;
  /** By `performance.now()`. */
  readonly until: number;
  readonly giveUp: (error: Error) => void;
  isOver: boolean;
  before: Wait | undefined;
  after: Wait | undefined;
}

/**
 * Deadlines that are all as far off. A timer for each would be a good part of what a read costs: one does for all of them, as who began first is
 * over first. When it fires, answers that already lie in the socket are let in before anything is given up; and where it fires far too late,
 * that is said by `OwnLateness`. Work that comes too late is dropped, its error too.
 */
export class Deadlines {
  #first: Wait | undefined;
  #last: Wait | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {}

  /** One of both is told, once: what `work` brings, or what it fails with; also where it does not end in time. */
  settle<T>(what: string, work: Promise<T>, resolve: (value: T) => void, reject: (error: unknown) => void): void {
    const until = performance.now() + this.ms;
    const wait: Wait = { what, until, giveUp: reject, isOver: false, before: this.#last, after: undefined };
    this.#begin(wait);
    work.then(
      (value) => void (this.#ends(wait) && resolve(value)),
      (error: unknown) => void (this.#ends(wait) && reject(error)),
    );
  }

  /** Nobody waits any more: no timer is left. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #begin(wait: Wait): void {
    if (this.#last) this.#last.after = wait;
    else this.#first = wait;
    this.#last = wait;
    if (!this.#timer) this.#timer = setTimeout(this.#ring, this.ms);
    else if (this.#first === wait) this.#timer.ref();
  }

  /** False where it has ended before. While nobody waits the timer keeps no process alive. */
  #ends(wait: Wait): boolean {
    if (wait.isOver) return false;
    wait.isOver = true;
    if (wait.before) wait.before.after = wait.after;
    else this.#first = wait.after;
    if (wait.after) wait.after.before = wait.before;
    else this.#last = wait.before;
    if (!this.#first) this.#timer?.unref();
    return true;
  }

  readonly #ring = () => {
    const now = performance.now();
    let next = this.#first;
    for (; next && next.until - now < EARLY_MS; next = next.after) this.#giveUp(next, now - next.until);
    this.#timer = next && setTimeout(this.#ring, next.until - now);
  };

  #giveUp(wait: Wait, lateMs: number): void {
    setImmediate(() => {
      if (!this.#ends(wait)) return;
      wait.giveUp(
        lateMs > OWN_LATENESS_MS
          ? new OwnLateness(`${wait.what}: the process was ${Math.round(lateMs)} ms late itself`)
          : new CacheError('FAR_DEADLINE', `${wait.what}: no answer within ${this.ms} ms`),
      );
    });
  }
}

/** `work`, or an error after `ms`, as `Deadlines` has them. */
export async function withinDeadline<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const one = new Deadlines(ms);
  try {
    return await new Promise((resolve, reject) => one.settle(what, work, resolve, reject));
  } finally {
    one.close();
  }
}
