import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Histogram } from './histogram.js';

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

  it('puts what is too short or too long into its outermost places', () => {
    const histogram = new Histogram();
    for (const ms of [0, 1e-9, 1e9]) histogram.record(ms);
    expect(histogram.quantile(0.5)).toBe(0.001);
    expect(histogram.quantile(1)).toBeGreaterThan(60_000);
  });
});
