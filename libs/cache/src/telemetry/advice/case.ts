import type { Forecast } from './forecast.js';
import type { RegionSettings, RegionWindow } from './seen.js';

export interface Advice {
  readonly advice: 'keep' | 'longer' | 'shorter' | 'notWorthCaching' | 'tooLittleSeen';
  /** The lifetime it had better have, ms. */
  readonly suggestedMs?: number;
  /** Hits among all reads with that lifetime, 0..1: about, for `longer`; at least, for `shorter`. */
  readonly expectedHitRate?: number;
  /** In words, each with its figures. */
  readonly reasons: readonly string[];
}

/** What advice is given on. */
export interface Case {
  readonly seen: RegionWindow;
  readonly settings: RegionSettings;
  readonly forecast: Forecast;
}
