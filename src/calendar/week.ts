import { addDays, daysBetween, type Day } from './day.js';
import { dayAt, startOf } from './time-zone.js';

/** A week by ISO 8601, Monday to Sunday, as people somewhere live it. */
export interface Week {
  /** `2026-W25`; the first week of a year is that of its first Thursday. */
  readonly name: string;
  /** Its Monday. */
  readonly from: Day;
  /** The first instant of it there, ms since 1970. */
  readonly startsAt: number;
}

const DAYS = 7;
/** Any Monday. */
const A_MONDAY = '1970-01-05' as Day;
const THURSDAY = 3;

/** The week that `instant` falls in there and those before it, `count` in all, oldest first. */
export function weeksUntil(instant: number, timeZone: string, count: number): Week[] {
  const thisMonday = mondayOf(dayAt(instant, timeZone));
  return Array.from({ length: count }, (_, at) => {
    const from = addDays(thisMonday, (at + 1 - count) * DAYS);
    return { name: weekOf(from), from, startsAt: startOf(from, timeZone) };
  });
}

export function mondayOf(day: Day): Day {
  const past = daysBetween(A_MONDAY, day) % DAYS;
  return addDays(day, -(past < 0 ? past + DAYS : past));
}

/** The name of the week that a day lies in. */
export function weekOf(day: Day): string {
  const thursday = addDays(mondayOf(day), THURSDAY);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01` as Day, thursday) / DAYS) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
