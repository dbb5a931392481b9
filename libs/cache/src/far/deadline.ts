import { CacheError } from '../cache.error.js';

/** A late timer beyond this is the process' own fault, not the tier's. */
const OWN_LATENESS_MS = 25;

/** The process itself was too busy to see the answer in time: nothing is known about the tier. */
export class OwnLateness extends Error {}

/**
 * `work`, or an error after `ms`. When the timer fires, answers that already lie in the socket are let in first; and a timer
 * that itself fires far too late says so by `OwnLateness`. Work that comes too late is dropped, its error too.
 */
export function withinDeadline<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => settleWithin(ms, what, work, resolve, reject));
}

/** As `withinDeadline`, told to who asks instead of promised: a promise less on the way of each question. */
export function settleWithin<T>(
  ms: number,
  what: string,
  work: Promise<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): void {
  const started = performance.now();
  let isOver = false;
  const timer = setTimeout(() => {
    const late = performance.now() - started - ms;
    setImmediate(() => {
      if (isOver) return;
      isOver = true;
      reject(
        late > OWN_LATENESS_MS
          ? new OwnLateness(`${what}: the process was ${Math.round(late)} ms late itself`)
          : new CacheError('FAR_DEADLINE', `${what}: no answer within ${ms} ms`),
      );
    });
  }, ms);
  /** Only the first end counts. */
  const isFirst = () => {
    clearTimeout(timer);
    return !isOver && (isOver = true);
  };
  work.then(
    (value) => void (isFirst() && resolve(value)),
    (error: unknown) => void (isFirst() && reject(error)),
  );
}
