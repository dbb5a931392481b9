import { CacheError } from './cache.error.js';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SHAPE = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** The longest that a Node timer can hold; longer lifetimes would silently become 1 ms somewhere. */
const LONGEST_MS = 2_147_483_647;

/** A span of time that knows its unit. Made by `hours(2)` and its like; a bare number is refused wherever one is asked for. */
export class Duration {
  /** Throws `DURATION_INVALID` unless 1 ms to 24.8 days. */
  constructor(readonly ms: number) {
    checked(ms, '');
    Object.freeze(this);
  }
}

/** `hours(2)` or `'2h'`; units ms, s, m, h, d. */
export type DurationLike = Duration | `${number}${keyof typeof UNITS}`;

export const milliseconds = (count: number) => new Duration(count);
export const seconds = (count: number) => new Duration(count * UNITS.s);
export const minutes = (count: number) => new Duration(count * UNITS.m);
export const hours = (count: number) => new Duration(count * UNITS.h);
export const days = (count: number) => new Duration(count * UNITS.d);

/** Milliseconds of a duration. Throws `DURATION_INVALID`, with the cure and `whose` it is, for a bare number or a text of another shape. */
export function msOf(duration: DurationLike, whose = ''): number {
  const given: unknown = duration;
  if (given instanceof Duration) return given.ms;

  const [, count, unit] = (typeof given === 'string' && SHAPE.exec(given)) || [];
  if (count === undefined || unit === undefined) {
    throw new CacheError('DURATION_INVALID', `${headed(whose)}${String(given)} has no unit: write minutes(5) or '5m'`);
  }
  return checked(Number(count) * UNITS[unit as keyof typeof UNITS], whose);
}

function checked(ms: number, whose: string): number {
  if (Number.isFinite(ms) && ms >= 1 && ms <= LONGEST_MS) return ms;
  throw new CacheError(
    'DURATION_INVALID',
    `${headed(whose)}${ms} ms is no lifetime: it must be from 1 ms to 24.8 days`,
  );
}

const headed = (whose: string) => (whose === '' ? '' : `${whose}: `);
