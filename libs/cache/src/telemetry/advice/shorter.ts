import { hitRateOf } from '../../counts.js';
import type { Advice, Case } from './case.js';
import { inWords, part } from './words.js';

const PARTS = [16, 8, 4];
/** Hits that a shorter life may cost, of all reads. */
const WORTH_LOSING = 0.01;

/** Where nearly all hits are on what is young: in the far tier what nobody asks for any more takes room until its time is over. */
export function shorter({ seen, settings }: Case): Advice | undefined {
  const { hits, misses } = seen;
  const { freshMs, isShared, tiers } = settings;
  if (!isShared || tiers !== 'both' || hits === 0) return undefined;

  const lifetimes = PARTS.map((parts) => freshMs / parts);
  const suggestedMs = lifetimes.find((shorter) => hitsBeyond(shorter, seen) <= (hits + misses) * WORTH_LOSING);
  if (suggestedMs === undefined) return undefined;

  const lost = hitsBeyond(suggestedMs, seen);
  const reason = `${part(hits - lost, hits)} of the hits were on what was made less than ${inWords(suggestedMs)} before: with that instead of ${inWords(freshMs)} up to ${part(1 - suggestedMs / freshMs, 1)} less room is taken in the far tier`;
  return {
    advice: 'shorter',
    suggestedMs,
    expectedHitRate: hitRateOf(hits - lost, misses + lost),
    reasons: [reason],
  };
}

/** Hits on what was older. The first of them would load it anew, and many after it would be hits again: fewer are lost. */
function hitsBeyond(ageMs: number, { hits, hitAges }: Case['seen']): number {
  let [told, beyond] = [0, 0];
  for (const { ms, count } of hitAges) {
    told += count;
    if (ms > ageMs) beyond += count;
  }
  return told === 0 ? hits : (beyond / told) * hits;
}
