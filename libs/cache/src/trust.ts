import type { Entry } from './entry.js';
import type { GuardedTier } from './far/guarded.tier.js';
import type { Proof } from './reading.js';
import type { AnyRegion } from './region.js';

/** For how long it is believed that what is held here still stands, before the far tier is asked again. */
export class Trust {
  constructor(
    /** The longest that a change made elsewhere may stay unseen when its message is lost. */
    private readonly windowMs: number,
    private readonly far: GuardedTier | undefined,
  ) {}

  /** It was proven within the trust window. `now` is by `Clock.elapsed()`. */
  covers({ provenAt }: Proof, now: number): boolean {
    return now - provenAt < this.windowMs;
  }

  /** As `covers`; while the far tier cannot be asked, a region may say that longer will do. */
  believes(region: AnyRegion, entry: Entry, now: number): boolean {
    if (this.covers(entry, now)) return true;
    return now - entry.provenAt < region.trustAloneMs && this.far !== undefined && this.far.state !== 'closed';
  }

  /** A new proof should be sought now, so that the next reader need not wait for it; never where there is nobody to ask. */
  wantsProof({ provenAt }: Proof, now: number): boolean {
    return this.far?.state === 'closed' && now - provenAt > this.windowMs / 2;
  }
}
