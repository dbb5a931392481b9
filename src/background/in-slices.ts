import { setImmediate as othersHadTheirTurn } from 'node:timers/promises';

/** For so long everybody else waits at a stretch. A hit takes a tenth of a millisecond; to look at the clock and give way costs next to nothing. */
const SLICE_MS = 4;

/** Work that can be left after each step and gone on with later. */
export type Steps<T> = Generator<void, T>;

/** Does long work bit by bit: whoever else waits for this process has a turn after each few milliseconds. */
export async function inSlices<T>(work: Steps<T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await othersHadTheirTurn();
  }
}

/** Makes something of each, one in a step. */
export function* eachMade<T, R>(items: Iterable<T>, make: (item: T) => R): Steps<R[]> {
  const made: R[] = [];
  for (const item of items) yield void made.push(make(item));
  return made;
}

/** Does it all in one go: for who can't wait, or has little. */
export function atOnce<T>(work: Steps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
