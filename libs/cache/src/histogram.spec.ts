import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Histogram, LONG } from './histogram.js';

describe('a histogram', () => {
  it('knows nothing before anything was recorded', () => {
    expect(new Histogram().quantile(0.5)).toBeNull();
  });

  it('is right to a fifth, at any quantile, for what takes a microsecond to a minute', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (times, q) => {
          const histogram = new Histogram();
          for (const ms of times) histogram.record(ms);
          const exact = times.toSorted((a, b) => a - b)[Math.ceil(q * times.length) - 1] ?? Number.NaN;
          const told = histogram.quantile(q) ?? Number.NaN;
          expect(told).toBeGreaterThanOrEqual(exact * 0.99);
          expect(told).toBeLessThanOrEqual(exact * 1.21);
          expect(histogram.count).toBe(times.length);
        },
      ),
    );
  });

  it('tells cumulatively how many stayed within each bound, and of what was too long only that it was', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (times) => {
        const histogram = new Histogram();
        for (const ms of times) histogram.record(ms);
        const within = histogram.cumulative(8);
        expect(within.map(({ count }) => count)).toEqual(
          within.map(({ ms: bound }) => times.filter((ms) => ms <= bound).length),
        );
        expect(histogram.count).toBe(times.length);
      }),
    );
  });

  it('lets one that was timed stand for many', () => {
    const histogram = new Histogram();
    histogram.record(1, 64);
    histogram.record(100);
    expect([histogram.count, histogram.sumMs, histogram.meanMs]).toEqual([65, 164, 164 / 65]);
    expect(histogram.quantile(0.5)).toBeLessThan(1.21);
    expect(histogram.quantile(1)).toBeGreaterThanOrEqual(100);
  });

  it('reaches from milliseconds to years on the long scale', () => {
    const histogram = new Histogram(LONG);
    const year = 365 * 24 * 3600 * 1000;
    for (const ms of [5, year]) histogram.record(ms);
    const [brief, long] = [...histogram];
    expect([brief?.count, long?.count]).toEqual([1, 1]);
    expect(brief?.ms).toBeLessThan(5 * 1.36);
    expect(long?.ms).toBeGreaterThanOrEqual(year);
    expect(long?.ms).toBeLessThan(year * 1.36);
  });

  it('puts what is too short or too long into its outermost places', () => {
    const histogram = new Histogram();
    for (const ms of [0, 1e-9, 1e9]) histogram.record(ms);
    expect(histogram.quantile(0.5)).toBe(0.001);
    expect(histogram.quantile(1)).toBeGreaterThan(60_000);
  });
});
