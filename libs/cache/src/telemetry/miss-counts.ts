import { Histogram, LONG } from '../histogram.js';
import type { Departure, MissCause } from './departures.js';

/** Why readers' flights had to load: what had become of the entry that would have answered them. */
export class MissCounts implements Record<MissCause, number> {
  /** It was past its time, and nothing it depends on was announced as changed. */
  expired = 0;
  /** Something it depends on was announced as changed. */
  invalidated = 0;
  /** It had to make room, and would have been fresh still. */
  evicted = 0;
  /** It was there, but the far tier could not be asked whether it still stands. */
  unproven = 0;
  /** There was none in this process, or so long ago that it is forgotten. */
  first = 0;
  /** How long past their time the expired ones were when they were asked for. */
  readonly lateness = new Histogram(LONG);
  /** From the making of an entry until it was missed, ms, summed; by what became of it. */
  expiredCyclesMs = 0;
  invalidatedCyclesMs = 0;

  note({ cause, madeAt, freshUntil }: Departure, now: number): void {
    this[cause] += 1;
    if (cause === 'invalidated') this.invalidatedCyclesMs += now - madeAt;
    if (cause !== 'expired') return;
    this.expiredCyclesMs += now - madeAt;
    this.lateness.record(now - freshUntil);
  }
}
