import { TestClock } from '#cache/testing';

/** A clock that runs as the machine's does, for what must happen by itself; a test can move it on besides. */
export class RunningClock extends TestClock {
  readonly #started = performance.now();

  override now(): number {
    return super.now() + Math.floor(this.#ran());
  }

  override elapsed(): number {
    return super.elapsed() + this.#ran();
  }

  #ran(): number {
    return performance.now() - this.#started;
  }
}
