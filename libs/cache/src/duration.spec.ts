import { describe, expect, it } from '@jest/globals';
import { days, Duration, hours, milliseconds, minutes, msOf, seconds, type DurationLike } from './duration.js';

const invalid = expect.objectContaining({ code: 'DURATION_INVALID' });

describe('a duration', () => {
  it.each<[DurationLike, number]>([
    [milliseconds(5), 5],
    [seconds(2), 2000],
    [minutes(5), 300_000],
    [hours(2), 7_200_000],
    [days(1), 86_400_000],
    ['250ms', 250],
    ['1.5h', 5_400_000],
    ['24d', 2_073_600_000],
  ])('%j is %d ms', (duration, ms) => {
    expect(msOf(duration)).toBe(ms);
  });

  it.each([
    5,
    0,
    Number.NaN,
    '5',
    '',
    'm',
    '5 m',
    '5M',
    '-5m',
    '1e3ms',
    '5m 5s',
    ' 5m',
    '5m\n',
    null,
    undefined,
    { ms: 5 },
  ])('is never taken from %p, which names no unit that we know', (given) => {
    expect(() => msOf(given as DurationLike)).toThrow(invalid);
  });

  it('says how to write it to somebody who gave a bare number', () => {
    expect(() => msOf(300 as unknown as DurationLike)).toThrow("300 has no unit: write minutes(5) or '5m'");
  });

  it.each([[0], [-1], [0.5], [Number.NaN], [Infinity], [2 ** 31]])('of %d ms is refused', (ms) => {
    expect(() => new Duration(ms)).toThrow(invalid);
  });

  it('longer than a timer can hold is refused', () => {
    expect(() => days(25)).toThrow(invalid);
    expect(() => msOf('25d')).toThrow(invalid);
  });

  it('can not be changed by who got it', () => {
    expect(() => Object.assign(minutes(5), { ms: 1 })).toThrow(TypeError);
  });
});
