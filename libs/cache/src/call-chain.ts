import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What a call chain carries along, as `AsyncLocalStorage` has it. While chains are followed each promise of the process carries its context
 * along, which makes every await two or three times as dear: so they are followed only until the work has settled that needs it.
 */
export class CallChain<T> {
  readonly #storage = new AsyncLocalStorage<T>();
  /** How many are followed now. */
  #followed = 0;

  /** What this chain carries; undefined outside. */
  get current(): T | undefined {
    return this.#followed === 0 ? undefined : this.#storage.getStore();
  }

  /** `work`, and all that it calls and waits for, carries this along. */
  run<R>(carried: T, work: () => R): R {
    this.#followed += 1;
    let result: R | undefined;
    try {
      result = this.#storage.run(carried, work);
      return result;
    } finally {
      if (result instanceof Promise) result.then(this.#leave, this.#leave);
      else this.#leave();
    }
  }

  /** Follows none any more, also not those whose work never settles. */
  close(): void {
    this.#storage.disable();
  }

  readonly #leave = () => {
    this.#followed -= 1;
    if (this.#followed === 0) this.#storage.disable();
  };
}
