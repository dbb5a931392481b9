import type { Clock } from './clock.js';
import type { Entry } from './entry.js';
import type { GuardedTier } from './far/guarded.tier.js';
import type { Proof } from './reading.js';
import type { AnyRegion } from './region.js';
import type { Ticks } from './ticks.js';

/**
 * However good the line, an entry's own tokens are asked for again after this: somebody may have removed a token by hand, and announced
 * nothing.
 */
const ASK_AGAIN_MS = 30_000;
/** The part of its time after which a trust is renewed, so that nobody has to wait for that. */
const RENEWED_AFTER = 0.5;

/** The line on which others' announcements come, as long as it does not break. */
interface Line {
  readonly id: number;
  /** What was proven later than this can be vouched for by the line: whatever changed since was announced on it. */
  readonly since: number;
  /** All that was announced before this moment has been heard. By `Clock.elapsed()`. */
  readonly heardAt: number;
}

interface TrustOptions {
  readonly clock: Clock;
  readonly ticks: Ticks;
  readonly far: GuardedTier | undefined;
  /** The longest that a change made elsewhere may stay unseen. */
  readonly windowMs: number;
}

/**
 * For how long it is believed that what is held here still stands. Each entry is proven by itself when its tokens are asked for; from then
 * on, for half a minute, all of them together by the line on which changes are announced, for as long as that is unbroken.
 */
export class Trust {
  #line: Line | undefined;
  #renewal: Promise<void> | undefined;

  constructor(private readonly options: TrustOptions) {}

  /** It was proven within the trust window, by itself or by the line. `now` is by `Clock.elapsed()`. */
  covers({ provenAt, provenTick }: Proof, now: number): boolean {
    return now - this.#knownAt(provenAt, provenTick, now) < this.options.windowMs;
  }

  /** It was proven so lately that nobody needs to think of proving it anew. */
  isSureOf(provenAt: number, provenTick: number, now: number): boolean {
    return now - this.#knownAt(provenAt, provenTick, now) <= this.options.windowMs * RENEWED_AFTER;
  }

  /** As `covers`; while the far tier cannot be asked, a region may say that longer will do. */
  believes(region: AnyRegion, entry: Entry, now: number): boolean {
    if (this.covers(entry, now)) return true;
    const { far } = this.options;
    return now - entry.provenAt < region.trustAloneMs && far !== undefined && far.state !== 'closed';
  }

  /**
   * Renews the trust in all that is held, in the background and before anybody has to wait for it; never where there is nobody to ask.
   * True where the line can't vouch for this entry: it needs a proof of its own.
   */
  tend(proof: Proof, now: number): boolean {
    const { provenAt, provenTick } = proof;
    if (this.options.far?.state !== 'closed' || this.isSureOf(provenAt, provenTick, now)) return false;
    this.renew();
    return !this.#isOnLine(provenTick) || now - provenAt > ASK_AGAIN_MS * RENEWED_AFTER;
  }

  renew(): void {
    this.#renewal ??= this.#listen().finally(() => (this.#renewal = undefined));
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await this.#renewal;
  }

  async #listen(): Promise<void> {
    const { clock, ticks, far } = this.options;
    const heardAt = clock.elapsed();
    const id = await far?.heard();
    if (id === undefined) return;
    // On a line that is new nothing is vouched for but what is proven from now on.
    const since = id === this.#line?.id ? this.#line.since : ticks.next();
    this.#line = { id, since, heardAt };
  }

  /** When it was known last that this still stands. */
  #knownAt(provenAt: number, provenTick: number, now: number): number {
    const line = this.#line;
    const vouchedFor = line !== undefined && this.#isOnLine(provenTick) && now - provenAt < ASK_AGAIN_MS;
    return vouchedFor ? Math.max(provenAt, line.heardAt) : provenAt;
  }

  #isOnLine(provenTick: number): boolean {
    return this.#line !== undefined && provenTick > this.#line.since;
  }
}
