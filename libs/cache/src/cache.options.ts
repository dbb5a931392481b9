import { CacheError } from './cache.error.js';
import type { Clock } from './clock.js';
import type { FarTier } from './far/far.tier.js';
import type { ShadowOptions } from './telemetry/shadow.js';
import type { TracingOptions } from './telemetry/tracing.js';

export interface CacheOptions {
  readonly clock?: Clock;
  /** 0 <= random() < 1; injected so that tests repeat. */
  readonly random?: () => number;
  /** Of the near tier. Default 64 MiB. */
  readonly maxBytes?: number;
  /** What other processes share; without it everything stays in this one. */
  readonly far?: FarTier;
  /** The longest that the far tier may keep a reader waiting. Default 50 ms. */
  readonly deadlineMs?: number;
  /** The longest that a change made elsewhere may stay unseen here when its message is lost. Default 1,000 ms. */
  readonly trustMs?: number;
  /**
   * The soft limit of regions that have none of their own, ms: a load that takes longer keeps nobody waiting who can have a value past its time,
   * within `staleIfErrorFor`. A process that is busy itself gives it as long again. Default: none.
   */
  readonly softLimitMs?: number;
  /** Compares a share of the hits with their source, to find changes that nobody announces. Default: none. */
  readonly shadow?: ShadowOptions;
  /** Spans of OpenTelemetry for reads that memory can't answer. Default: none. */
  readonly tracing?: TracingOptions;
}

/** Throws `OPTIONS_INVALID`: a bound that is no number would be none. */
export function check(options: CacheOptions): void {
  for (const option of ['maxBytes', 'deadlineMs', 'trustMs', 'softLimitMs'] as const) {
    const given = options[option] ?? 0;
    if (!(Number.isFinite(given) && given >= 0)) {
      throw new CacheError('OPTIONS_INVALID', `Cache: ${option} is ${given}: it must be a number from 0`);
    }
  }
}
