import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { priceDifference, priceWith, shareOf } from './price.js';

const aDecimal = fc
  .integer({ min: 1, max: 999_999_999 })
  .map((millionths) => new Decimal(millionths).div(1e6).toFixed());

describe('the price of something that goes bit by bit', () => {
  it('goes with it share by share, and all of it in the end', () => {
    const property = fc.property(aDecimal, fc.array(aDecimal, { minLength: 1, maxLength: 20 }), (paid, parts) => {
      let price: string | null = paid;
      let left = Decimal.sum(...parts);
      let gone: string | null = null;
      for (const part of parts) {
        const share = shareOf(price, part, left);
        expect(new Decimal(share ?? 0).lte(price ?? 0)).toBe(true);
        gone = priceWith(gone, share);
        price = priceDifference(share, price);
        left = left.minus(part);
      }
      expect([price, gone]).toEqual([null, paid]);
    });
    fc.assert(property);
  });

  it('is shared by amount, to the millionth', () => {
    expect(shareOf('2.5', '200', '1000')).toBe('0.5');
    expect(shareOf('1', '1', '3')).toBe('0.333333');
    expect(shareOf(null, '1', '3')).toBeNull();
  });

  it('is none where nothing was paid', () => {
    expect([priceWith(null, null), priceWith('1', '-1'), priceDifference('2', '2')]).toEqual([null, null, null]);
    expect([priceWith('0.1', '0.2'), priceDifference(null, '2'), priceDifference('2', null)]).toEqual([
      '0.3',
      '2',
      '-2',
    ]);
  });
});
