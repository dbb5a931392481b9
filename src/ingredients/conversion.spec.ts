import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { convert, type AmountFacts } from './conversion.js';
import { allSpellings } from './units.js';

const flour: AmountFacts = { name: 'flour', density: 0.53, pieces: {} };
const garlic: AmountFacts = { name: 'garlic', density: null, pieces: { clove: 4, head: 45 } };
const chickenBreast: AmountFacts = { name: 'chicken breast', density: null, pieces: { breast: 170 } };
const bayLeaf: AmountFacts = { name: 'bay leaf', density: null, pieces: { piece: 0.2 } };

const units = [...new Set(allSpellings().values())];
const within = (dimension: string) => units.filter((unit) => unit.dimension === dimension).map(({ id }) => id);
const amounts = fc.integer({ min: 1, max: 10_000_000 }).map((thousandths) => new Decimal(thousandths).div(1000));

describe('converting', () => {
  it('is exact within weight and within volume', () => {
    expect(convert('1.5', 'kg', 'g')?.toString()).toBe('1500');
    expect(convert(1, 'lb', 'g')?.toString()).toBe('453.59237');
    expect(convert(1, 'cup', 'tbsp')?.toString()).toBe('16');
    expect(convert(1, 'gallon', 'pint')?.toString()).toBe('8');
  });

  it('crosses between weight and volume by the density of the food', () => {
    expect(convert(100, 'ml', 'g', flour)?.toString()).toBe('53');
    expect(convert(53, 'g', 'ml', flour)?.toString()).toBe('100');
  });

  it('counts by the piece weights of the food', () => {
    expect(convert(3, 'clove', 'g', garlic)?.toString()).toBe('12');
    expect(convert(90, 'g', 'head', garlic)?.toString()).toBe('2');
    expect(convert(45, 'clove', 'head', garlic)?.toString()).toBe('4');
  });

  it('takes a count word in the name of the food for a piece of it', () => {
    expect(convert(2, 'piece', 'g', chickenBreast)?.toString()).toBe('340');
    expect(convert(5, 'leaf', 'g', bayLeaf)?.toString()).toBe('1');
  });

  it('never guesses: no path is no answer', () => {
    expect(convert(1, 'cup', 'g')).toBeUndefined();
    expect(convert(1, 'cup', 'g', garlic)).toBeUndefined();
    expect(convert(1, 'piece', 'g', flour)).toBeUndefined();
    expect(convert(1, 'can', 'g', garlic)).toBeUndefined();
    expect(convert(1, 'heap', 'g', flour)).toBeUndefined();
    expect(convert(1, 'clove', 'slice', garlic)).toBeUndefined();
  });

  it('comes back to where it started, whatever the units', () => {
    const pairs = fc.oneof(
      fc.tuple(fc.constantFrom(...within('mass')), fc.constantFrom(...within('mass'))),
      fc.tuple(fc.constantFrom(...within('volume')), fc.constantFrom(...within('volume'))),
      fc.tuple(fc.constantFrom(...within('mass')), fc.constantFrom(...within('volume'))),
    );
    fc.assert(
      fc.property(amounts, pairs, (amount, [from, to]) => {
        const there = convert(amount, from, to, flour);
        const back = there && convert(there, to, from, flour);
        expect(back?.minus(amount).abs().lte(amount.times('1e-15'))).toBe(true);
      }),
    );
  });
});
