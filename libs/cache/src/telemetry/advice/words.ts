const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** `4 h`, `90 min`, `40 ms`. */
export function inWords(ms: number): string {
  const [unit, name] = UNITS.find(([unit]) => ms >= 2 * unit || ms === unit) ?? ([1, 'ms'] as const);
  return `${Number((ms / unit).toPrecision(3))} ${name}`;
}

/** `1,200`. */
export function whole(count: number): string {
  return Math.round(count).toLocaleString('en');
}

/** `98 %`; what is not quite all is never called so. */
export function part(count: number, all: number): string {
  const percent = all === 0 ? 0 : (100 * count) / all;
  if (percent > 99 && percent < 100) return `${Math.floor(percent * 10) / 10} %`;
  return percent > 0 && percent < 1 ? `${percent.toPrecision(1)} %` : `${Math.round(percent)} %`;
}

export function perHour(count: number, { overMs }: { readonly overMs: number }): string {
  return whole((count * 3_600_000) / Math.max(1, overMs));
}
