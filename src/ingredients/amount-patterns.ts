import { allSpellings, type Unit } from './units.js';

/** Pieces of the patterns that find amounts in lines. */

export const MEASURE = alternation(({ dimension }) => dimension !== 'count');
export const MASS = alternation(({ dimension }) => dimension === 'mass');
export const ANY_UNIT = `${MEASURE}|${alternation(({ dimension }) => dimension === 'count')}`;
export const NUMBER = String.raw`\d+(?:\.\d+)?(?: \d+\/\d+|\/\d+)?`;
export const AMOUNT = String.raw`${NUMBER}(?:-${NUMBER})?`;

export function ignoringCase(pattern: string): RegExp {
  return new RegExp(pattern, 'i');
}

/** The spellings of some units as one pattern, the longest first. */
function alternation(isMeant: (unit: Unit) => boolean): string {
  return [...allSpellings()]
    .filter(([, unit]) => isMeant(unit))
    .map(([spelling]) => spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', ' ?'))
    .toSorted((one, other) => other.length - one.length)
    .join('|');
}
