import type { RegionCounts } from './counts.js';
import type { FarFailure } from './far/attempts.js';
import type { BreakerState } from './far/breaker.js';
import type { FarReport } from './far/far.tier.js';
import type { HeldEntry, HeldKeys } from './inventory.js';
import type { Parts } from './parts.js';
import type { AnyRegion } from './region.js';
import { adviceFor } from './telemetry/advice/advice.js';
import type { Advice } from './telemetry/advice/case.js';
import { seenOf, settingsOf } from './telemetry/advice/seen.js';
import type { HotKey } from './telemetry/hot-keys.js';

/** What a cache tells of itself. */
export class CacheReports {
  readonly #parts: Parts;
  readonly #startedAt: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.elapsed();
  }

  get regions(): ReadonlyMap<string, AnyRegion> {
    return this.#parts.registry.regions;
  }

  /** What happened to each region since the start. */
  get counts(): ReadonlyMap<string, RegionCounts> {
    return this.#parts.registry.counts;
  }

  /** The keys that are read most in this process, at most so many; keys may name people. */
  hotKeys(most: number): HotKey[] {
    return this.#parts.hotKeys.top(most);
  }

  /** What the counts since the start say of each region's lifetime. */
  get advice(): ReadonlyMap<string, Advice> {
    const overMs = this.#parts.clock.elapsed() - this.#startedAt;
    const adviceOn = (region: AnyRegion) =>
      adviceFor(
        seenOf(this.#parts.registry.countsOf(region), overMs),
        settingsOf(region, this.#parts.far !== undefined),
      );
    return new Map([...this.regions.values()].map((region) => [region.name, adviceOn(region)]));
  }

  get memory() {
    return this.#parts.near.report;
  }

  /** How the far tier is; undefined without one. */
  get far(): FarState | undefined {
    const far = this.#parts.far;
    if (!far) return undefined;
    const { name, state: breaker, writes, failures, failuresBy, owed } = far;
    return { name, breaker, writes, failures, failuresBy: { ...failuresBy }, owed };
  }

  /** True when the far tier answers now; false without one. */
  async farAnswers(): Promise<boolean> {
    return (await this.#parts.far?.answers()) ?? false;
  }

  /** What the far tier says of itself; undefined when it does not answer, or without one. */
  farReport(): Promise<FarReport | undefined> {
    return this.#parts.far?.report() ?? Promise.resolve(undefined);
  }

  /**
   * The keys of a region that have `match` in them, in memory here and in the far tier, which is gone over for that, a thousand names at a
   * time: for operators. At most so many; `region:` is their head.
   */
  keysOf(region: AnyRegion, match = '', most = 10_000): Promise<HeldKeys> {
    return this.#parts.inventory.keysOf(region, match, most);
  }

  /** What is held under a key as `keysOf` names it; nothing is counted as read. */
  entryOf(region: AnyRegion, key: string): Promise<HeldEntry | undefined> {
    return this.#parts.inventory.entryOf(region, key);
  }
}

/** How the far tier is, and what went wrong with it since the start. */
export interface FarState {
  readonly name: string;
  /** Whether it is asked. */
  readonly breaker: BreakerState;
  /** Whether anything new is kept there: it may be full, or a replica, and be read from all the same. */
  readonly writes: BreakerState;
  readonly failures: number;
  readonly failuresBy: Readonly<Record<FarFailure, number>>;
  /** Changes that it has not been told yet. */
  readonly owed: number;
}
