import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { aPantryLot, book, idOf } from '../../test/kitchen.js';
import type { Lot } from './lot.js';
import { Shelves } from './shelves.js';

const flour = { ingredientIds: [idOf('flour')], name: 'flour' };
const used = (shelves: Shelves) => shelves.takings.map(({ lot, amount }) => [lot.id, amount.toFixed()]);

describe('what is taken from the shelves', () => {
  it('is opened first, then due soonest, then oldest', () => {
    const lots = [
      aPantryLot('plain flour', 100, 'g', { id: 1 }),
      aPantryLot('plain flour', 100, 'g', { id: 2, purchasedOn: '2026-06-01' }),
      aPantryLot('plain flour', 100, 'g', { id: 3, expiresOn: '2026-08-01' }),
      aPantryLot('plain flour', 100, 'g', { id: 4, expiresOn: '2026-07-01' }),
      aPantryLot('plain flour', 100, 'g', { id: 5, expiresOn: '2026-09-01', openedOn: '2026-06-01' }),
    ];
    const shelves = new Shelves(lots, book);
    expect(shelves.take(flour, '450', 'g').left.toFixed()).toBe('0');
    expect(used(shelves)).toEqual([
      [5, '100'],
      [4, '100'],
      [3, '100'],
      [2, '100'],
      [1, '50'],
    ]);
  });

  it('is converted by what is known of the food, and passed over where nothing is', () => {
    const lots = [
      aPantryLot('garlic', 1, 'bag', { id: 1, openedOn: '2026-06-01' }),
      aPantryLot('garlic', 1, 'head', { id: 2 }),
      aPantryLot('garlic', '0.1', 'kg', { id: 3, expiresOn: '2026-07-01' }),
    ];
    const garlic = book.match('garlic')?.ingredient;
    const shelves = new Shelves(lots, book);
    const cloves = new Decimal(100).div(garlic?.pieces.clove ?? 0).plus(3);
    const { left, unmeasured } = shelves.take({ ingredientIds: [garlic?.id ?? 0], name: 'garlic' }, cloves, 'clove');
    expect([left.toFixed(), unmeasured?.id]).toEqual(['0', 1]);
    expect(used(shelves)[0]).toEqual([3, '0.1']);
    expect(used(shelves)[1]?.[0]).toBe(2);
  });

  it('is the thing itself or a kind of it, never what could stand in for it', () => {
    const lots = ['cheddar', 'butter', 'margarine'].map((name, at) => aPantryLot(name, 100, 'g', { id: at + 1 }));
    const taken = (slug: string) => {
      const shelves = new Shelves(lots, book);
      shelves.take({ ingredientIds: [idOf(slug)], name: slug }, 1, 'g');
      return used(shelves).map(([id]) => id);
    };
    expect([taken('hard-cheese'), taken('butter'), taken('parmesan')]).toEqual([[1], [2], []]);
  });

  it('is counted in pieces of what a recipe names, by weight: two onions are ten shallots', () => {
    const lots = [aPantryLot('shallot', 3, 'piece', { id: 1 }), aPantryLot('red onion', 4, 'piece', { id: 2 })];
    const onion = { ingredientIds: [idOf('onion')], name: 'onion', countedAs: idOf('onion') };
    const shelves = new Shelves(lots, book);
    expect(shelves.take(onion, 2, 'piece').left.toFixed()).toBe('0');
    expect(used(shelves)).toEqual([
      [1, '3'],
      [2, '1.4'],
    ]);
    expect(shelves.take(onion, 3, 'piece').left.toFixed()).toBe('0.4');
  });

  it('is counted as it lies there where somebody says what was eaten', () => {
    const shelves = new Shelves([aPantryLot('shallot', 3, 'piece', { id: 1 })], book);
    expect(shelves.take({ ingredientIds: [idOf('onion')], name: 'onion' }, 2, 'piece').left.toFixed()).toBe('0');
    expect(used(shelves)).toEqual([[1, '2']]);
  });

  it('is what bears the name where nobody knows the food', () => {
    const lots = [aPantryLot('Gloops', 2, 'piece', { id: 1 }), aPantryLot('blorp', 2, 'piece', { id: 2 })];
    const shelves = new Shelves(lots, book);
    expect(shelves.take({ ingredientIds: [], name: 'gloop' }, 3, 'piece').left.toFixed()).toBe('1');
    expect(used(shelves)).toEqual([[1, '2']]);
  });

  it('goes once, however often it is asked for', () => {
    const shelves = new Shelves([aPantryLot('plain flour', '0.3', 'kg', { id: 1 })], book);
    expect(shelves.take(flour, '100', 'g').left.toFixed()).toBe('0');
    expect(shelves.take(flour, '0.1', 'kg').left.toFixed()).toBe('0');
    expect(shelves.take(flour, '0.5', 'kg').left.toFixed()).toBe('0.4');
    expect(used(shelves)).toEqual([[1, '0.3']]);
  });

  it('is what the books can say: at least the least amount, and no more than there is', () => {
    const amount = fc
      .integer({ min: 1, max: 10_000_000 })
      .map((millionths) => new Decimal(millionths).div(1e6).toFixed());
    const unit = fc.constantFrom('g', 'kg', 'mg', 'lb', 'oz', 'cup', 'tbsp', 'ml', 'l');
    const aLot = fc.record({ amount, unit });
    const property = fc.property(
      fc.array(aLot, { maxLength: 5 }),
      fc.array(aLot, { maxLength: 5 }),
      (stock, wishes) => {
        const lots: Lot[] = stock.map((one, at) => aPantryLot('plain flour', one.amount, one.unit, { id: at + 1 }));
        const shelves = new Shelves(lots, book);
        for (const wish of wishes) {
          const { left, unmeasured } = shelves.take(flour, wish.amount, wish.unit);
          expect(unmeasured).toBeUndefined();
          expect(left.isNegative() || left.greaterThan(wish.amount)).toBe(false);
        }
        for (const { lot, amount: taken } of shelves.takings) {
          expect(taken.decimalPlaces()).toBeLessThanOrEqual(6);
          expect(taken.isPositive() && !taken.isZero() && taken.lessThanOrEqualTo(lot.quantity)).toBe(true);
        }
      },
    );
    fc.assert(property);
  });
});
