import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diversified, type Candidate } from './diversity.js';

/** A candidate of one or two features, of length 1. */
const like = (id: number, value: number, ...features: number[]): Candidate => ({
  id,
  value,
  vector: {
    features: Uint32Array.from(features),
    weights: Float64Array.from(features, () => 1 / Math.sqrt(features.length)),
  },
});
const order = (...candidates: Candidate[]) => diversified(candidates, 10).map(({ id }) => id);

describe('an order that keeps variety', () => {
  it('begins with the best', () => {
    expect(order(like(1, 0.2, 0), like(2, 0.9, 1), like(3, 0.5, 2))[0]).toBe(2);
  });

  it('puts something else before more of the same, unless it is much worse', () => {
    expect(order(like(1, 0.9, 0), like(2, 0.88, 0), like(3, 0.7, 1))).toEqual([1, 3, 2]);
    expect(order(like(1, 0.9, 0), like(2, 0.88, 0), like(3, 0.3, 1))).toEqual([1, 2, 3]);
  });

  it('looks at the nearest of all that stand before, not at the last one', () => {
    expect(order(like(1, 0.9, 0), like(2, 0.85, 1), like(3, 0.8, 0), like(4, 0.6, 2))).toEqual([1, 2, 4, 3]);
  });

  it('settles ties by id', () => {
    expect(order(like(7, 0.5, 0), like(3, 0.5, 1), like(5, 0.5, 2))).toEqual([3, 5, 7]);
    expect(order(like(7, 0.5, 0), like(3, 0.5, 0), like(5, 0.5, 0))).toEqual([3, 5, 7]);
  });

  it('keeps everyone once, however they come in', () => {
    const candidate = fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uniqueArray(fc.nat(9), { minLength: 0, maxLength: 4 }))
      .map(([value, features]) => ({ value, features }));
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 30 }), (list) => {
        const candidates = list.map(({ value, features }, id) => like(id, value, ...features));
        const ids = order(...candidates);
        expect(ids.toSorted((one, other) => one - other)).toEqual(candidates.map(({ id }) => id));
        expect(order(...candidates.toReversed())).toEqual(ids);
      }),
    );
    expect(order()).toEqual([]);
  });
});
