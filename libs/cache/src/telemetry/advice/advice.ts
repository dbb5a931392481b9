import type { Advice } from './case.js';
import { Forecast } from './forecast.js';
import { longer } from './longer.js';
import { notWorthCaching } from './not-worth-caching.js';
import type { RegionSettings, RegionWindow } from './seen.js';
import { shorter } from './shorter.js';
import { inWords, part, whole } from './words.js';

const FEWEST_READS = 1000;
const FEWEST_LOADS = 30;

/** What the figures say of a region's lifetime, and nothing beyond what they say. */
export function adviceFor(seen: RegionWindow, settings: RegionSettings): Advice {
  const reads = seen.hits + seen.misses;
  const loads = loadsOf(seen);
  if (reads < FEWEST_READS || loads < FEWEST_LOADS) return tooLittle(reads, loads);

  const found = whatFor(seen);
  if (settings.tiers === 'far')
    return keep(found, 'it lies in the far tier alone: when it leaves there is not known here');
  const about = { seen, settings, forecast: new Forecast(seen, settings) };
  const { reasons, ...advice } = notWorthCaching(about) ?? longer(about) ?? shorter(about) ?? keep();
  return { ...advice, reasons: [found, ...reasons] };
}

function keep(...reasons: string[]): Advice {
  return { advice: 'keep', reasons };
}

function tooLittle(reads: number, loads: number): Advice {
  const wanted = `${whole(FEWEST_READS)} reads and ${FEWEST_LOADS} loads`;
  return {
    advice: 'tooLittleSeen',
    reasons: [`${whole(reads)} reads and ${whole(loads)} loads are fewer than ${wanted}`],
  };
}

function loadsOf({ loadedFor, refreshes }: RegionWindow): number {
  const { expired, invalidated, evicted, unproven, first } = loadedFor;
  return expired + invalidated + evicted + unproven + first + refreshes;
}

function whatFor(seen: RegionWindow): string {
  const loads = loadsOf(seen);
  const { expired, invalidated, evicted, unproven, first } = seen.loadedFor;
  const causes = [
    [expired + seen.refreshes, 'its time was over'],
    [invalidated, 'it had changed'],
    [evicted, 'it had to make room in memory'],
    [unproven, 'the far tier could not be asked'],
    [first, 'it was not there before'],
  ] as const;
  const told = causes.filter(([count]) => count > 0).map(([count, cause]) => `${part(count, loads)} because ${cause}`);
  return `${whole(loads)} loads in ${inWords(seen.overMs)}: ${told.join(', ')}`;
}
