import { describe, expect, it } from '@jest/globals';
import { aPantryLot } from '../../test/kitchen.js';
import { day } from '../calendar/day.js';
import { joined, placesFor } from './joining.js';
import type { Lot, LotFacts } from './lot.js';

const held = aPantryLot('rice', '500', 'g', { id: 7 });
const rice = (quantity: string, rest: Partial<LotFacts> = {}): Lot => ({ ...held, quantity, ...rest });

describe('two things', () => {
  it('are one where they are equal in all that is told of them but the amount', () => {
    expect(joined(held, rice('250'))).toEqual({ ...held, quantity: '750' });
  });

  const differences: Partial<LotFacts>[] = [
    { name: 'Rice of another make' },
    { ingredientId: null },
    { unit: 'kg' },
    { category: 'grains' },
    { location: 'fridge' },
    { purchasedOn: day('2026-06-11') },
    { expiresOn: day('2027-01-01') },
    { expiryKind: 'use-by' },
    { expiryEstimated: true },
    { dateRule: 'told' },
    { openedOn: day('2026-06-12') },
    { frozenOn: day('2026-06-12') },
    { thawedOn: day('2026-06-12') },
  ];
  it.each(differences)('stay two where they differ by %j', (difference) => {
    expect(joined(held, rice('250', difference))).toBeUndefined();
  });

  it('are one at one price for each unit, however odd, and two at another or where only one has a price', () => {
    const paid = (quantity: string, price: string | null) => rice(quantity, { price });
    expect(joined(paid('3', '1'), paid('6', '2'))).toMatchObject({ quantity: '9', price: '3' });
    expect(joined(paid('3', '1'), paid('6', '2.000001'))).toBeUndefined();
    expect(joined(paid('3', '1'), paid('6', null))).toBeUndefined();
    expect(joined(paid('3', null), paid('6', '2'))).toBeUndefined();
  });

  it('stay two where nobody can have so much, or pay it', () => {
    expect(joined(rice('999999999.5'), rice('0.5'))).toBeDefined();
    expect(joined(rice('999999999.5'), rice('0.500001'))).toBeUndefined();
    expect(joined(rice('1', { price: '999999999' }), rice('1', { price: '999999999' }))).toBeUndefined();
  });
});

describe('what comes', () => {
  const told = (coming: readonly LotFacts[], lots: readonly Lot[] = []) =>
    placesFor(coming, lots).map(({ held: lot, now, came }) => [lot?.id, now.quantity, came?.quantity]);

  it('joins what lies there and what comes with it, in the order in which it comes', () => {
    const opened = rice('100', { openedOn: day('2026-06-12') });
    expect(told([opened, rice('1'), rice('2'), opened], [held])).toEqual([
      [undefined, '200', '200'],
      [7, '503', '3'],
    ]);
  });

  it('joins the first of several that it is one with', () => {
    const full = { ...held, id: 8, quantity: '1000000000' };
    expect(told([rice('1')], [full, held, { ...held, id: 9 }])).toEqual([[7, '501', '1']]);
  });

  it('leaves alone what it is not one with', () => {
    expect(placesFor([], [held])).toEqual([]);
    expect(told([rice('1', { location: 'freezer' })], [held])).toEqual([[undefined, '1', '1']]);
  });
});
