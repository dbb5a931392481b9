import type { Clock } from '../clock.js';
import type { FarLives, FarRead } from './far.tier.js';
import type { GuardedTier } from './guarded.tier.js';

/** What one read asks of the far tier. */
export type FarAsked = Pick<GuardedTier, 'deadlineMs' | 'read' | 'plant' | 'write' | 'lease' | 'release' | 'remove'>;

/** An answer as prompt as this is as it should be, and wears nobody's patience: who waits for another's load asks often. */
const PROMPT_MS = 2;

/**
 * The far tier as one reader asks it. Each operation has its deadline, but a read takes several: together they keep the reader waiting no
 * longer than one deadline. What comes later is done all the same, without this reader; what was not asked by then is not asked.
 */
export class PatientTier implements FarAsked {
  #leftMs: number;

  constructor(
    private readonly far: FarAsked,
    private readonly clock: Clock,
    waitedMs = 0,
  ) {
    this.#leftMs = far.deadlineMs;
    this.#wear(waitedMs);
  }

  get deadlineMs(): number {
    return this.far.deadlineMs;
  }

  read(key: string | undefined, fences: readonly string[]): Promise<FarRead | undefined> {
    return this.#ask(() => this.far.read(key, fences));
  }

  plant(fences: readonly string[], token: string, lifeMs: number) {
    return this.#ask(() => this.far.plant(fences, token, lifeMs));
  }

  /** Leave that comes when nobody waits for it any more is given back at once: others may be waiting for it. */
  async lease(name: string, owner: string, lifeMs: number): Promise<boolean | undefined> {
    const lease = async () => {
      const granted = await this.far.lease(name, owner, lifeMs);
      if (granted && !isAwaited) await this.far.release(name, owner);
      return granted;
    };
    let isAwaited = true;
    const granted = await this.#ask(lease);
    isAwaited = false;
    return granted;
  }

  write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]): Promise<true | undefined> {
    return this.#awaited(this.far.write(key, bytes, lives, fences));
  }

  release(name: string, owner: string) {
    return this.#awaited(this.far.release(name, owner));
  }

  remove(key: string) {
    return this.#awaited(this.far.remove(key));
  }

  #ask<T>(question: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.#leftMs > 0 ? this.#awaited(question()) : Promise.resolve(undefined);
  }

  #awaited<T>(answer: Promise<T | undefined>): Promise<T | undefined> {
    if (this.#leftMs <= 0) return Promise.resolve(undefined);
    const before = this.clock.waited();
    // Who has all his patience yet needs no timer: by then the tier itself gives up.
    const awaited = this.#leftMs >= this.far.deadlineMs ? answer : this.#impatiently(answer);
    return awaited.then((value) => {
      this.#wear(this.clock.waited() - before);
      return value;
    });
  }

  #wear(waitedMs: number): void {
    this.#leftMs -= waitedMs >= this.#leftMs ? this.#leftMs : Math.max(0, waitedMs - PROMPT_MS);
  }

  #impatiently<T>(answer: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#leftMs = 0;
        // What lies in the socket already is let in first.
        setImmediate(resolve, undefined);
      };
      const timer = setTimeout(giveUp, this.#leftMs);
      answer.finally(() => clearTimeout(timer)).then(resolve, reject);
    });
  }
}
