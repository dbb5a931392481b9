import { addDays, type Day } from './day.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}

/** True for an IANA name this runtime knows (`Europe/Berlin`, `UTC`); offsets like `+02:00` are refused. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(value)) return false;
  try {
    return formatFor(value) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The calendar day that people in `timeZone` are living at `instant` (ms since 1970). */
export function dayAt(instant: number, timeZone: string): Day {
  return formatFor(timeZone).format(instant) as Day;
}

/** The first instant (ms since 1970) of the day after the one that `instant` falls in there; right over clock changes. */
export function nextMidnight(instant: number, timeZone: string): number {
  return firstInstantOf(addDays(dayAt(instant, timeZone), 1), instant, instant + LONGEST_DAY_MS, timeZone);
}

/** The day that `instant` falls in there, from its first instant to the first of the next (ms since 1970). */
export function dayAround(instant: number, timeZone: string): { from: number; until: number } {
  const from = firstInstantOf(dayAt(instant, timeZone), instant - LONGEST_DAY_MS, instant, timeZone);
  return { from, until: nextMidnight(instant, timeZone) };
}

/** The first instant (ms since 1970) of a day there: not always at 00:00, where clocks go forward at midnight. */
export function startOf(day: Day, timeZone: string): number {
  const utc = Date.parse(day);
  return firstInstantOf(day, utc - LONGEST_DAY_MS, utc + LONGEST_DAY_MS, timeZone);
}

/** Twenty-five hours where clocks go back by one, and some room. */
const LONGEST_DAY_MS = 27 * 3_600_000;

/** By halving: `before` lies before the day, `within` in it or after it. */
function firstInstantOf(day: Day, before: number, within: number, timeZone: string): number {
  let low = before;
  let high = within;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dayAt(middle, timeZone) < day) low = middle;
    else high = middle;
  }
  return high;
}
