import { createHash, randomBytes } from 'node:crypto';
import type { FarAsked } from './far/patient.tier.js';

/** Looks in ever longer pauses; together they are what a process waits for another's load before it loads all the same. */
const PAUSES_MS = [1, 2, 4, 8, 16, 32, 50, 50, 50, 100, 100, 100, 100, 100, 100, 100, 100];
/** Whoever got leave and died holds the others up no longer than this. */
const LIFE_MS = 5000;

/**
 * Leave to load a key, given to one process at a time. Its name holds the tokens that the load is made under: after a change nobody waits
 * for a load that took off before it.
 */
export class Leave {
  readonly #name: string;
  readonly #owner = randomBytes(9).toString('base64url');
  #granted = false;

  constructor(
    private readonly far: Pick<FarAsked, 'lease' | 'release'>,
    key: string,
    tokens: readonly string[],
  ) {
    this.#name = `${key}:${createHash('sha256').update(tokens.join()).digest('base64url').slice(0, 16)}`;
  }

  /**
   * Waits until this process may load; `look` is asked now and then whether another one has brought what is wanted. `onRefusal` is told
   * that another one has leave.
   */
  async orElse<T>(look: () => Promise<T | undefined>, onRefusal: () => void): Promise<T | undefined> {
    for (const pauseMs of PAUSES_MS) {
      const granted = await this.far.lease(this.#name, this.#owner, LIFE_MS);
      this.#granted = granted === true;
      if (granted !== false) return undefined;
      onRefusal();

      await pause(pauseMs);
      const found = await look();
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async giveBack(): Promise<void> {
    if (this.#granted) await this.far.release(this.#name, this.#owner);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
