import { slipsBetween } from '../ingredients/spelling.js';

/** The shortest words in which one slip, and two, are forgiven: Algolia's minWordSizefor1Typo and minWordSizefor2Typos. */
const ONE_SLIP_FROM = 4;
const TWO_SLIPS_FROM = 8;
/** Hardly anybody gets the first letter wrong: a slip there counts as two, as in Meilisearch. */
const WRONG_BEGINNING = 1;

/** False for words that are too short for any slip, and for numbers, where one digit makes another thing. */
export function forgivesAny(word: string): boolean {
  return word.length >= ONE_SLIP_FROM && !/\d/.test(word);
}

/** How many slips lie between a word and one that is known, if it is forgiven so many. */
export function forgivenSlips(word: string, known: string): 1 | 2 | undefined {
  if (!forgivesAny(word)) return undefined;
  const extra = word[0] === known[0] ? 0 : WRONG_BEGINNING;
  const most = mostBetween(word, known) - extra;
  const slips = most > 0 ? slipsBetween(word, known, most) : undefined;
  return slips === undefined || slips === 0 ? undefined : slips + extra === 1 ? 1 : 2;
}

/** The longer word tells: what was left out of "blubery" is no reason to forgive it less. */
function mostBetween(word: string, known: string): 1 | 2 {
  return Math.max(word.length, known.length) < TWO_SLIPS_FROM ? 1 : 2;
}
