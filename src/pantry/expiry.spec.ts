import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, day, type Day } from '../calendar/day.js';
import { dayAt, nextMidnight } from '../calendar/time-zone.js';
import { analysisOf, daysLeft, urgencyOf, type ExpiryAnalysis } from './expiry.js';

const TODAY = day('2026-06-15');
const due = (days: number | null) => ({ expiresOn: days === null ? null : addDays(TODAY, days) });
const left = (expiresOn: string, today: string) => daysLeft({ expiresOn: day(expiresOn) }, day(today));
const at = (instant: string, zone: string, expiresOn: string) => left(expiresOn, dayAt(Date.parse(instant), zone));

const placesOf = ({ expired, expiringSoon, expiringThisWeek, fresh, undated }: ExpiryAnalysis) => ({
  expired,
  expiringSoon,
  expiringThisWeek,
  fresh,
  undated,
});

describe('days left', () => {
  it('are none on the day itself, negative after it, and unknown without a day', () => {
    expect([left('2026-06-15', '2026-06-15'), left('2026-06-14', '2026-06-15')]).toEqual([0, -1]);
    expect(daysLeft({ expiresOn: null }, TODAY)).toBeNull();
  });

  it('count the leap day where there is one', () => {
    expect([left('2028-03-01', '2028-02-28'), left('2027-03-01', '2027-02-28')]).toEqual([2, 1]);
    expect([left('2100-03-01', '2100-02-28'), left('2000-03-01', '2000-02-28')]).toEqual([1, 2]);
  });

  it('are those of where the user lives', () => {
    const instant = '2026-06-15T23:30:00Z';
    expect(at(instant, 'UTC', '2026-06-16')).toBe(1);
    expect(at(instant, 'Asia/Tokyo', '2026-06-16')).toBe(0);
    expect(at(instant, 'Pacific/Kiritimati', '2026-06-16')).toBe(0);
    expect(at(instant, 'Pacific/Pago_Pago', '2026-06-16')).toBe(1);
    expect(at('2026-06-15T10:30:00Z', 'Pacific/Kiritimati', '2026-06-16')).toBe(0);
    expect(at('2026-06-15T10:30:00Z', 'Pacific/Pago_Pago', '2026-06-16')).toBe(2);
  });

  it('change at midnight and only then, also on the days of 23 and 25 hours', () => {
    for (const [zone, morning] of [
      ['Europe/Berlin', '2026-03-29T08:00:00Z'],
      ['Europe/Berlin', '2026-10-25T08:00:00Z'],
      ['America/New_York', '2026-03-08T12:00:00Z'],
      ['America/New_York', '2026-11-01T12:00:00Z'],
      ['Africa/Cairo', '2026-04-23T08:00:00Z'],
      ['Asia/Kathmandu', '2026-06-15T08:00:00Z'],
    ] as const) {
      const midnight = nextMidnight(Date.parse(morning), zone);
      const expiresOn = addDays(dayAt(Date.parse(morning), zone), 3);
      expect(daysLeft({ expiresOn }, dayAt(midnight - 1, zone))).toBe(3);
      expect(daysLeft({ expiresOn }, dayAt(midnight, zone))).toBe(2);
    }
  });

  it('fall by one a day over any stretch of years', () => {
    const someDay = fc.integer({ min: -25_000, max: 50_000 }).map((days) => addDays(day('2000-01-01'), days));
    const property = fc.property(someDay, fc.integer({ min: -5000, max: 5000 }), (today: Day, days) => {
      const item = { expiresOn: addDays(today, days) };
      expect(daysLeft(item, today)).toBe(days);
      expect(daysLeft(item, addDays(today, 1))).toBe(days - 1);
    });
    fc.assert(property);
  });
});

describe('the analysis', () => {
  it('puts each number of days into its one place', () => {
    const placeOf = (days: number | null) => {
      return Object.entries(placesOf(analysisOf([due(days)], TODAY)))
        .filter(([, items]) => items > 0)
        .flatMap(([place]) => place);
    };
    const expected = (days: number) =>
      days < 0 ? 'expired' : days <= 3 ? 'expiringSoon' : days <= 7 ? 'expiringThisWeek' : 'fresh';
    for (let days = -400; days <= 400; days += 1) expect(placeOf(days)).toEqual([expected(days)]);
    expect(placeOf(null)).toEqual(['undated']);
  });

  it('counts every item once', () => {
    const property = fc.property(fc.array(fc.option(fc.integer({ min: -50, max: 50 }))), (items) => {
      const analysis = analysisOf(items.map(due), TODAY);
      expect(analysis.totalItems).toBe(items.length);
      expect(Object.values(placesOf(analysis)).reduce((sum, count) => sum + count, 0)).toBe(items.length);
      expect(analysis.urgencyScore >= 0 && analysis.urgencyScore <= 1).toBe(true);
    });
    fc.assert(property);
  });

  it('of an empty pantry is all zeros', () => {
    expect(new Set(Object.values(analysisOf([], TODAY)))).toEqual(new Set([0]));
  });
});

describe('urgency', () => {
  it('is half for one item due, and no matter how much fresh food stands beside it', () => {
    expect([urgencyOf([]), urgencyOf([8, 300]), urgencyOf([0]), urgencyOf([-9]), urgencyOf([0, 0])]).toEqual([
      0, 0, 0.5, 0.5, 0.75,
    ]);
    expect(urgencyOf([0, 8, 9, 100])).toBe(0.5);
    expect([7, 4, 1].map((days) => urgencyOf([days]))).toEqual([0.0625, 0.25, 0.4375]);
  });

  it('never falls when an item is added or comes nearer', () => {
    const someDays = fc.integer({ min: -5, max: 20 });
    const property = fc.property(fc.array(someDays, { maxLength: 8 }), someDays, (items, days) => {
      expect(urgencyOf([...items, days])).toBeGreaterThanOrEqual(urgencyOf(items));
      expect(urgencyOf([...items, days - 1])).toBeGreaterThanOrEqual(urgencyOf([...items, days]));
    });
    fc.assert(property);
  });
});
