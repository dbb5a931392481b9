const LONGEST_MINUTES = 60 * 24 * 90;
const ISO =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const WORDS = /(\d+(?:[.,]\d+)?)\s*(days?|d\b|hours?|hrs?|hr|h\b|minutes?|mins?|min|m\b)/gi;

/** Whole minutes of a duration, ISO 8601 (`PT1H30M`) or in words ("1 hour 30 min"); null for anything else. */
export function minutesOf(text: string): number | null {
  const minutes = isoMinutes(text.trim()) ?? wordMinutes(text);
  if (minutes === undefined || !Number.isFinite(minutes) || minutes > LONGEST_MINUTES) return null;
  return Math.round(minutes);
}

function isoMinutes(text: string): number | undefined {
  const found = ISO.exec(text);
  if (!found || /^PT?$/i.test(text)) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return (weeks ?? 0) * 10_080 + (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0) + (seconds ?? 0) / 60;
}

function wordMinutes(text: string): number | undefined {
  const parts = [...text.slice(0, 100).matchAll(WORDS)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, count = '0', unit = 'm']) => {
    const factor = { d: 1440, h: 60, m: 1 }[unit[0]?.toLowerCase() ?? 'm'] ?? 1;
    return sum + Number(count.replace(',', '.')) * factor;
  }, 0);
}

/** Servings of a yield: a number, "4", "Serves 4-6", ["4", "4 bowls"]; null where none is said, or fewer than none. */
export function servingsOf(texts: readonly string[]): number | null {
  for (const text of texts) {
    const count = Number(/^(?!\s*[-−])\D*(\d{1,5})/.exec(text)?.[1] ?? Number.NaN);
    if (count >= 1 && count <= 1000) return count;
  }
  return null;
}
