import type { Clock } from './clock.js';
import type { Events } from './events.js';
import type { FarAsked } from './far/patient.tier.js';
import type { Flight } from './flights.js';
import type { Shelf } from './near/shelf.js';
import type { AnyRegion } from './region.js';
import type { Registry } from './registry.js';
import type { Source } from './source.js';
import type { Stock } from './stock.js';
import type { Misses } from './telemetry/misses.js';
import type { Ticks } from './ticks.js';
import type { Trust } from './trust.js';

/** The parts of the cache that a journey passes through. */
export interface House {
  readonly clock: Clock;
  readonly ticks: Ticks;
  readonly near: Shelf;
  readonly far: FarAsked | undefined;
  readonly stock: Stock;
  readonly events: Events;
  readonly registry: Registry;
  readonly trust: Trust;
  readonly misses: Misses;
  /** Of regions that have none of their own. */
  readonly softLimitMs: number | undefined;
}

/** One read: which region and key, what it depends on, and its source. */
export interface Slot {
  readonly region: AnyRegion;
  readonly key: string;
  /** Names of the fences this process counts: the region's and the tags'. */
  readonly localFences: readonly string[];
  /** Names of the far tier's tokens that an entry here is made under. */
  readonly fenceNames: readonly string[];
  /** The value counts only under a token of the key that this journey made itself: then nobody else's can stand beside it. */
  readonly replaces?: boolean;
  readonly source: Source;
  /** Told of the flight of another that this read waits for. */
  readonly joined?: (flight: Flight) => void;
  /** How long what will be kept lives at most, where that is known before it is asked for. Default: as its region says. */
  readonly lifeMs?: number;
}

/** Fences live at least twice as long as what stands under them. */
const FENCE_LIVES = 2;

export function fenceLifeMs({ freshMs, staleMs, staleIfErrorMs }: AnyRegion, lifeMs = Infinity): number {
  return FENCE_LIVES * Math.min(lifeMs, freshMs + Math.max(staleMs, staleIfErrorMs));
}
