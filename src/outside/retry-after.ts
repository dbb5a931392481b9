/** What `Date.parse` takes besides is no date of HTTP: a bare number, say. */
const DATE = /^[A-Z][a-z]{2}, \d{2} .* GMT$/;
const LONGEST_MS = 3_600_000;

/**
 * For how long a `Retry-After` (RFC 9110 10.2.3) asks to be left alone, in seconds or as a date; at most an hour, so that no slip of
 * others keeps us away for good. Undefined where it says nothing that can be read.
 */
export function restMsOf(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Math.min(LONGEST_MS, Number(header) * 1000);
  const ms = DATE.test(header) ? Date.parse(header) - now : NaN;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_MS, Math.max(0, ms));
}
