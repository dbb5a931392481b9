import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { day } from '../calendar/day.js';
import type { Place } from '../ingredients/ingredient.js';
import { amountOf, isAmount } from './amount.js';
import { arrival, correction, departure, type JournalLine } from './journal.js';
import type { Lot } from './lot.js';

const lot: Lot = {
  id: 1,
  version: 1,
  name: 'flour',
  ingredientId: null,
  quantity: '1000',
  unit: 'g',
  price: null,
  category: 'baking',
  location: 'pantry',
  purchasedOn: day('2026-06-15'),
  expiresOn: null,
  expiryKind: 'best-before',
  expiryEstimated: false,
  dateRule: null,
  openedOn: null,
  frozenOn: null,
  thawedOn: null,
};

const sumIn = (unit: string, lines: readonly JournalLine[]) =>
  lines
    .filter((line) => line.unit === unit)
    .reduce((sum, { delta }) => sum.plus(delta), new Decimal(0))
    .toFixed();

const anAmount = fc
  .integer({ min: 1, max: 999_999_999_999 })
  .map((millionths) => new Decimal(millionths).div(1e6).toFixed());
const aState = fc.record({
  quantity: anAmount,
  unit: fc.constantFrom('g', 'kg', 'piece'),
  location: fc.constantFrom<Place[]>('pantry', 'fridge'),
});

describe('the journal of a lot', () => {
  it('adds up to what the lot has, exactly, after any number of corrections', () => {
    const property = fc.property(fc.array(aState, { minLength: 1, maxLength: 30 }), (states) => {
      const lots = states.map((state): Lot => ({ ...lot, ...state }));
      const [first = lot, ...rest] = lots;
      const lines = [arrival(first, 'bought')];
      let current = first;
      for (const next of rest) {
        lines.push(...correction(current, next, 'corrected'));
        current = next;
      }
      for (const unit of ['g', 'kg', 'piece']) {
        expect(sumIn(unit, lines)).toBe(unit === current.unit ? current.quantity : '0');
      }
      expect(sumIn(current.unit, [...lines, departure(current, 'removed')])).toBe('0');
    });
    fc.assert(property);
  });

  it('has no line where nothing changed', () => {
    expect(correction(lot, { ...lot, quantity: '1000.000', version: 2 }, 'corrected')).toEqual([]);
  });

  it('tells the fields that changed, before and after', () => {
    const moved = { ...lot, location: 'fridge', expiresOn: day('2026-07-01') } as const;
    expect(correction(lot, moved, 'corrected')).toEqual([
      {
        lotId: 1,
        reason: 'corrected',
        name: 'flour',
        delta: '0',
        unit: 'g',
        price: null,
        before: { location: 'pantry', expiresOn: null },
        after: { location: 'fridge', expiresOn: '2026-07-01' },
      },
    ]);
  });

  it('takes a lot out of one unit and into the other', () => {
    const lines = correction(lot, { ...lot, quantity: '1', unit: 'kg', location: 'fridge' }, 'corrected');
    expect(lines.map(({ delta, unit, after }) => [delta, unit, after])).toEqual([
      ['-1000', 'g', null],
      ['1', 'kg', { location: 'fridge' }],
    ]);
  });
});

describe('an amount', () => {
  it('is over nothing, up to a billion, to the millionth', () => {
    expect([0.000001, 1, 1e9, 999_999_999.999999, 0.1 + 0.7 - 0.3, 1e-6].map(isAmount)).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
    ]);
    const none = [0, -1, 1e9 + 0.5, 1e-7, 1.0000001, NaN, Infinity, 5e-324, 1e308, '1', null, undefined, [1], {}];
    expect(none.some(isAmount)).toBe(false);
  });

  it('comes back from the database as the number it was', () => {
    fc.assert(
      fc.property(anAmount, (text) => {
        const amount = Number(text);
        expect(isAmount(amount)).toBe(true);
        expect(Number(amountOf(new Decimal(amount).toFixed(6)))).toBe(amount);
      }),
    );
    expect(amountOf('1.500000')).toBe('1.5');
  });
});
