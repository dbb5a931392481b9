import type { Attempts } from './attempts.js';
import type { FarTier } from './far.tier.js';

/** More than this are not kept in mind: they end by themselves. */
const MOST_DUE = 1000;

/**
 * Asked for like any write. Given back whatever is thought of the tier, for others wait for what is not: a lease that was given proves that
 * the tier answered a moment ago, though nothing could be dropped there for a while.
 */
export class Leases {
  /** Who has them, by name: the tier could not be told that they are free. */
  readonly #due = new Map<string, string>();

  constructor(
    private readonly tier: FarTier,
    private readonly attempts: Attempts,
  ) {}

  /** Undefined when the tier can't be asked: then everybody has leave. One that comes too late is given back. */
  async lease(name: string, owner: string, lifeMs: number): Promise<boolean | undefined> {
    let asked: Promise<boolean> | undefined;
    const outcome = await this.attempts.make('writes', 'lease', () => (asked = this.tier.lease(name, owner, lifeMs)));
    if ('value' in outcome) return outcome.value;
    if (asked) void this.#releaseLate(asked, name, owner);
    return undefined;
  }

  async release(name: string, owner: string): Promise<void> {
    const outcome = await this.attempts.regardless('release', () => this.tier.release(name, owner));
    if (!('value' in outcome) && this.#due.size < MOST_DUE) this.#due.set(name, owner);
  }

  /** The tier is there again: what could not be given back is. */
  async giveBack(): Promise<void> {
    const due = [...this.#due];
    this.#due.clear();
    await Promise.all(due.map(([name, owner]) => this.release(name, owner)));
  }

  /** A refusal that comes too late says nothing: the wait for it was counted already. */
  async #releaseLate(asked: Promise<boolean>, name: string, owner: string): Promise<void> {
    const [answer] = await Promise.allSettled([asked]);
    if (answer.status === 'fulfilled' && answer.value) await this.release(name, owner);
  }
}
