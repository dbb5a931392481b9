import { slipsBetween } from '../ingredients/spelling.js';

/** The shortest words in which one slip, and two, are forgiven: Algolia's minWordSizefor1Typo and minWordSizefor2Typos. */
const ONE_SLIP_FROM = 4;
const TWO_SLIPS_FROM = 8;
/** Hardly anybody gets the first letter wrong: a slip there counts as two, as in Meilisearch. */
const WRONG_BEGINNING = 1;

/** How many slips of the pen a word is forgiven: none in numbers, where one digit makes another thing. */
export function mostSlips(word: string): 0 | 1 | 2 {
  if (word.length < ONE_SLIP_FROM || /\d/.test(word)) return 0;
  return word.length < TWO_SLIPS_FROM ? 1 : 2;
}

/** How many slips lie between a word and one that is known, if it is forgiven so many. */
export function forgivenSlips(word: string, known: string): 1 | 2 | undefined {
  const extra = word[0] === known[0] ? 0 : WRONG_BEGINNING;
  const most = mostSlips(word) - extra;
  const slips = most > 0 ? slipsBetween(word, known, most) : undefined;
  return slips === undefined || slips === 0 ? undefined : slips + extra === 1 ? 1 : 2;
}
