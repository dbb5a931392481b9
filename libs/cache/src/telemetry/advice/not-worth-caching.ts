import { hitRateOf } from '../../counts.js';
import type { Advice, Case } from './case.js';
import { longestSeen } from './longer.js';
import { inWords, part } from './words.js';

/** Below this share of hits, whatever the lifetime, it is work for nothing. */
const WORTH_IT = 0.05;

/** Where a hit saves nothing, or hits are too few and would be with any lifetime. */
export function notWorthCaching({ seen, settings, forecast }: Case): Advice | undefined {
  const { hits, misses, meanHitMs, meanLoadMs } = seen;
  if (meanHitMs !== null && meanLoadMs !== null && meanLoadMs <= meanHitMs) {
    const reason = `a load takes ${inWords(meanLoadMs)} and a hit ${inWords(meanHitMs)}: nothing is saved`;
    return { advice: 'notWorthCaching', reasons: [reason] };
  }

  const best = forecast.hitRateWith(longestSeen(seen, settings));
  if (Math.max(best, hitRateOf(hits, misses)) >= WORTH_IT) return undefined;
  const reason = `${part(hits, hits + misses)} of the reads were hits, and with any lifetime seen so far not ${part(WORTH_IT, 1)}`;
  return { advice: 'notWorthCaching', reasons: [reason] };
}
