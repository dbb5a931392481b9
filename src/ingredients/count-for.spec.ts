import { describe, expect, it } from '@jest/globals';
import { book } from '../../test/kitchen.js';
import { countFor } from './count-for.js';

function counted(unit: string, wanted: string, taken: string): string {
  const [one, other] = [book.bySlug(wanted), book.bySlug(taken)];
  if (!one || !other) throw new Error('the table lacks a food of this test');
  return countFor(unit, one, other).toDecimalPlaces(2).toString();
}

describe('one food counted for another', () => {
  it.each([
    ['piece', 'onion', 'shallot', '5'],
    ['piece', 'shallot', 'onion', '0.2'],
    ['slice', 'white-bread', 'sourdough-bread', '0.7'],
    ['piece', 'onion', 'onion', '1'],
  ])('goes by what each weighs: one %s of %s is %s: %s', (unit, wanted, taken, count) => {
    expect(counted(unit, wanted, taken)).toBe(count);
  });

  it('goes one for one where the table says so', () => {
    expect(counted('piece', 'egg-yolk', 'egg')).toBe('1');
    expect(counted('piece', 'egg-white', 'egg')).toBe('1');
    expect(counted('piece', 'fig', 'dried-fig')).toBe('1');
  });

  it('goes one for one where nobody knows what one weighs, and where nothing is counted', () => {
    expect(counted('bunch', 'onion', 'shallot')).toBe('1');
    expect(counted('g', 'onion', 'shallot')).toBe('1');
    expect(counted('cup', 'onion', 'shallot')).toBe('1');
  });
});
