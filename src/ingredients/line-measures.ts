import type { Measures } from '../config/measures.js';
import { unitOf } from './units.js';

/** "1 US cup" is one everywhere. */
const SAYS_US = /\bu\.?s\.? /i;

/** The unit that a line has by those measures: a cup of a metric kitchen is a `metric cup`; what these measures do not have stays. */
export function unitBy(measures: Measures, unit: string | null, line: string): string | null {
  if (unit === null || measures === 'us' || SAYS_US.test(line)) return unit;
  return unitOf(`${measures} ${unit}`)?.id ?? unit;
}
