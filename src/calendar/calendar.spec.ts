import { describe, expect, it } from '@jest/globals';
import { addDays, day, daysBetween, isDay } from './day.js';
import { dayAround, dayAt, isTimeZone, nextMidnight, startOf } from './time-zone.js';
import { mondayOf, weekOf, weeksUntil } from './week.js';

describe('days', () => {
  it('knows which days exist', () => {
    expect(['2028-02-29', '2026-12-31'].every(isDay)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '0000-00-00', 'tomorrow', 20260101, null].some(isDay)).toBe(false);
  });

  it('counts over leap days and years', () => {
    expect(daysBetween(day('2028-02-28'), day('2028-03-01'))).toBe(2);
    expect(addDays(day('2026-12-30'), 3)).toBe('2027-01-02');
  });
});

describe('weeks', () => {
  it('begin on Monday, and the first of a year is that of its first Thursday', () => {
    const weeks = ['2026-06-14', '2026-06-15', '2027-01-03', '2027-01-04', '2024-12-30', '2020-12-31', '1969-12-29'];
    expect(weeks.map((text) => weekOf(day(text)))).toEqual([
      '2026-W24',
      '2026-W25',
      '2026-W53',
      '2027-W01',
      '2025-W01',
      '2020-W53',
      '1970-W01',
    ]);
    expect(mondayOf(day('2028-03-01'))).toBe('2028-02-28');
  });

  it('are those that people live there, over a change of clocks and where midnight is skipped', () => {
    const instants = (instant: string, zone: string, count: number) =>
      weeksUntil(Date.parse(instant), zone, count).map(({ from, startsAt }) => [
        from,
        new Date(startsAt).toISOString(),
      ]);
    expect(instants('2026-03-29T22:00:00Z', 'Europe/Berlin', 2)).toEqual([
      ['2026-03-23', '2026-03-22T23:00:00.000Z'],
      ['2026-03-30', '2026-03-29T22:00:00.000Z'],
    ]);
    expect(instants('2026-06-14T10:00:00Z', 'Pacific/Kiritimati', 1)).toEqual([
      ['2026-06-15', '2026-06-14T10:00:00.000Z'],
    ]);
    expect(new Date(startOf(day('2026-04-24'), 'Africa/Cairo')).toISOString()).toBe('2026-04-23T22:00:00.000Z');
  });
});

describe('time zones', () => {
  it('gives each place its own day at one instant', () => {
    const instant = Date.parse('2026-11-22T23:30:00Z');
    expect(dayAt(instant, 'UTC')).toBe('2026-11-22');
    expect(dayAt(instant, 'Europe/Berlin')).toBe('2026-11-23');
    expect(dayAt(instant, 'America/Los_Angeles')).toBe('2026-11-22');
  });

  it('finds midnight when the clocks change, and where midnight itself is skipped', () => {
    const berlin = nextMidnight(Date.parse('2026-03-28T23:30:00Z'), 'Europe/Berlin');
    expect(new Date(berlin).toISOString()).toBe('2026-03-29T22:00:00.000Z');

    const cairo = nextMidnight(Date.parse('2026-04-23T12:00:00Z'), 'Africa/Cairo');
    expect(dayAt(cairo, 'Africa/Cairo')).toBe('2026-04-24');
    expect(dayAt(cairo - 1, 'Africa/Cairo')).toBe('2026-04-23');
  });

  it('knows how long a day is', () => {
    const hoursOf = (instant: string) => {
      const { from, until } = dayAround(Date.parse(instant), 'Europe/Berlin');
      return (until - from) / 3_600_000;
    };
    expect(['2026-03-29T10:00:00Z', '2026-10-25T10:00:00Z', '2026-06-01T22:00:00Z'].map(hoursOf)).toEqual([23, 25, 24]);
  });

  it('refuses names that are none', () => {
    expect(['Mars/Olympus', '+02:00', '', 'UTC; DROP'].some(isTimeZone)).toBe(false);
  });
});
