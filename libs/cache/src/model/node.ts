import { Cache } from '../cache.js';
import { TestClock } from '../testing/test.clock.js';
import type { Target } from './changes.js';
import type { HeldUpTier } from './held-up.tier.js';
import { SUBJECTS, tagOf } from './kitchen.js';

const A_DAY_MS = 86_400_000;

/** One process: its clock, its way to the store, its cache. Its far tier fails when the schedule says so, not by the deadline. */
export class Node {
  readonly cache: Cache;

  constructor(
    readonly name: string,
    readonly clock: TestClock,
    readonly tier: HeldUpTier,
    { alone, seed }: { readonly alone: boolean; readonly seed: number },
  ) {
    const far = alone ? undefined : tier;
    this.cache = new Cache({ clock, far, deadlineMs: A_DAY_MS, random: chance(seed) });
    for (const { region } of SUBJECTS) this.cache.register(region);
  }

  announce(target: Target): Promise<void> {
    if ('item' in target) {
      return target.by === 'time' ? this.cache.expire(tagOf(target.item)) : this.cache.invalidate(tagOf(target.item));
    }
    const { region } = target.subject;
    return target.by === 'key' ? this.cache.forget(region, null) : this.cache.clear(region);
  }

  get owes(): boolean {
    return (this.cache.far?.owed ?? 0) > 0;
  }

  /** It has failed to reach the store since then, or does not try any more. */
  wasCutOffSince(since: number): boolean {
    return this.tier.failedAt >= since || (this.cache.far?.breaker ?? 'closed') !== 'closed';
  }
}

/** The same in every run, so that a schedule can be replayed. */
function chance(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
