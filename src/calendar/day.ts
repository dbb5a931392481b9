/** A calendar day, `YYYY-MM-DD`, without a time zone of its own. */
export type Day = string & { readonly __brand: 'day' };

const DAY_MS = 86_400_000;
const DAY_SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a day that exists: 2026-02-29 does not. Years 1900 to 9998. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string') return false;
  const [, year = 0, month = 0, day = 0] = (DAY_SHAPE.exec(value) ?? []).map(Number);
  if (year < 1900 || year > 9998) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`${JSON.stringify(text)} is not a day, expected YYYY-MM-DD`);
  return text;
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

export function addDays(from: Day, days: number): Day {
  return new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10) as Day;
}
