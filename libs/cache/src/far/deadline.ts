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
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const timer = setTimeout(() => {
      const late = performance.now() - started - ms;
      setImmediate(() => {
        reject(
          late > OWN_LATENESS_MS
            ? new OwnLateness(`${what}: the process was ${Math.round(late)} ms late itself`)
            : new CacheError('FAR_DEADLINE', `${what}: no answer within ${ms} ms`),
        );
      });
    }, ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
