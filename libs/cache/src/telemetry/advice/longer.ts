import type { Advice, Case } from './case.js';
import type { RegionSettings, RegionWindow } from './seen.js';
import { inWords, part, perHour, whole } from './words.js';

const TIMES = [2, 4, 8, 16];
/** Loads that a longer life must save to be worth a change, of all. */
const WORTH_SAVING = 0.1;
/** Of what the longest would save, the proposed lifetime saves at least so much. */
const NEARLY_ALL = 0.8;

/** Where many loads come of too short a life, and nothing gets staler by a longer one. */
export function longer({ seen, settings, forecast }: Case): Advice | undefined {
  const now = forecast.loadsWith(settings.freshMs);
  const savedWith = (freshMs: number) => now - forecast.loadsWith(freshMs);
  const most = savedWith(longestSeen(seen, settings));
  if (most < now * WORTH_SAVING) return undefined;
  const hindrance = whatHinders(seen, settings);
  if (hindrance) return { advice: 'keep', reasons: [hindrance] };

  const { freshMs } = settings;
  const suggestedMs = lifetimesSeen(seen, settings).find((longer) => savedWith(longer) >= most * NEARLY_ALL) ?? freshMs;
  const saved = `with ${inWords(suggestedMs)} instead of ${inWords(freshMs)} about ${perHour(savedWith(suggestedMs), seen)} fewer`;
  return {
    advice: 'longer',
    suggestedMs,
    expectedHitRate: forecast.hitRateWith(suggestedMs),
    reasons: [whyHarmless(seen), `${forWantOfTime(seen)}; ${saved}`],
  };
}

/** The longest lifetime that can be spoken of: nothing is known of what nobody waited for. */
export function longestSeen(seen: RegionWindow, settings: RegionSettings): number {
  return lifetimesSeen(seen, settings).at(-1) ?? settings.freshMs;
}

function lifetimesSeen({ overMs }: RegionWindow, { freshMs }: RegionSettings): number[] {
  return TIMES.map((times) => times * freshMs).filter((longer) => longer <= overMs);
}

function whatHinders({ different }: RegionWindow, { isAnnounced }: RegionSettings): string | undefined {
  if (different > 0) {
    return `${whole(different)} hits differed from their source though no change was announced: with a longer life more would; announce those changes first`;
  }
  return isAnnounced ? undefined : 'nothing announces its changes: its lifetime is all that bounds how old it gets';
}

function whyHarmless({ loadedFor: { expired, invalidated }, refreshes }: RegionWindow): string {
  const left = expired + invalidated + refreshes;
  return `its changes are announced, and ${part(invalidated, left)} of what was asked for again had been overtaken by one: a longer life would not make it staler`;
}

function forWantOfTime(seen: RegionWindow): string {
  const each = seen.meanLoadMs === null ? '' : ` at ${inWords(seen.meanLoadMs)} each`;
  return `${perHour(seen.loadedFor.expired + seen.refreshes, seen)} loads an hour because its time was over${each}`;
}
