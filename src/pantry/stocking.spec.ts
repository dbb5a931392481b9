import { describe, expect, it } from '@jest/globals';
import { day } from '../calendar/day.js';
import type { Ingredient, ShelfLife } from '../ingredients/ingredient.js';
import { estimateOf, type Keeping } from './shelf-life.js';
import { amended, stocked } from './stocking.js';

const TODAY = day('2026-06-15');
const shelf: ShelfLife = {
  home: 'fridge',
  kind: 'use-by',
  fridge: { closed: 7, opened: 3 },
  freezer: { closed: 90 },
};
const tin: ShelfLife = {
  home: 'pantry',
  kind: 'best-before',
  pantry: { closed: 700, opened: 1 },
  fridge: { opened: 3 },
};
const milk = { id: 5, slug: 'milk', name: 'milk', category: 'dairy', shelf } as Ingredient;
const pulses = { ...milk, id: 6, slug: 'chickpeas', category: 'legumes', shelf: tin } as Ingredient;
const told = { name: 'Milk', quantity: 1.5, unit: 'l' };

describe('how long a food keeps', () => {
  const keeping = { location: 'fridge', purchasedOn: TODAY, openedOn: null, frozenOn: null, thawedOn: null } as const;
  const estimatedExpiry = (shelf: ShelfLife, keeping: Keeping) => estimateOf(shelf, keeping)?.expiresOn ?? null;

  it('is counted from the day it was bought, by place', () => {
    expect(estimatedExpiry(shelf, keeping)).toBe('2026-06-22');
    expect(estimatedExpiry(shelf, { ...keeping, location: 'freezer' })).toBe('2026-09-13');
    expect(estimatedExpiry(shelf, { ...keeping, purchasedOn: day('2028-02-25') })).toBe('2028-03-03');
  });

  it('is cut short by opening it, and never made longer', () => {
    expect(estimatedExpiry(shelf, { ...keeping, openedOn: TODAY })).toBe('2026-06-18');
    expect(estimatedExpiry(shelf, { ...keeping, openedOn: day('2026-06-21') })).toBe('2026-06-22');
    expect(estimatedExpiry(shelf, { ...keeping, location: 'freezer', openedOn: TODAY })).toBe('2026-09-13');
  });

  it('is unknown where nobody keeps it', () => {
    expect(estimatedExpiry(shelf, { ...keeping, location: 'pantry' })).toBeNull();
    expect(estimatedExpiry(tin, { ...keeping, location: 'freezer' })).toBeNull();
  });

  it('is for a closed tin in the fridge what it is in the cupboard, for an open one less', () => {
    expect(estimatedExpiry(tin, keeping)).toBe(estimatedExpiry(tin, { ...keeping, location: 'pantry' }));
    expect(estimatedExpiry(tin, { ...keeping, openedOn: TODAY })).toBe('2026-06-18');
  });

  it('is unknown beyond the end of the calendar', () => {
    expect(estimatedExpiry(tin, { ...keeping, purchasedOn: day('9998-12-31') })).toBeNull();
  });
});

describe('a new item', () => {
  it('takes from its food what was not told', () => {
    expect(stocked(told, milk, TODAY)).toEqual({
      name: 'Milk',
      ingredientId: 5,
      quantity: '1.5',
      unit: 'l',
      price: null,
      category: 'dairy',
      location: 'fridge',
      purchasedOn: TODAY,
      expiresOn: '2026-06-22',
      expiryKind: 'use-by',
      expiryEstimated: true,
      dateRule: 'closed',
      openedOn: null,
      frozenOn: null,
      thawedOn: null,
    });
  });

  it('is plain when its food is unknown', () => {
    expect(stocked(told, undefined, TODAY)).toMatchObject({
      ingredientId: null,
      category: 'other',
      location: 'pantry',
      expiresOn: null,
      expiryKind: 'best-before',
      expiryEstimated: false,
    });
  });

  it('keeps what was told, also that it has no day', () => {
    const details = {
      category: 'drinks',
      location: 'freezer',
      purchasedOn: day('2026-06-01'),
      expiresOn: day('2026-07-01'),
      expiryKind: 'best-before',
      openedOn: day('2026-06-02'),
    } as const;
    expect(stocked({ ...told, ...details }, milk, TODAY)).toMatchObject({ ...details, expiryEstimated: false });
    expect(stocked({ ...told, expiresOn: null }, milk, TODAY)).toMatchObject({
      expiresOn: null,
      expiryEstimated: false,
    });
  });
});

describe('a changed item', () => {
  const lot = stocked(told, milk, TODAY);

  it('stays as it is where nothing is said', () => {
    expect(amended(lot, {}, milk, TODAY)).toEqual(lot);
    expect(amended(lot, { openedOn: null, quantity: 1.5 }, milk, TODAY)).toEqual(lot);
  });

  it('is estimated again when what the estimate stood on changes', () => {
    expect(amended(lot, { openedOn: TODAY }, milk, TODAY).expiresOn).toBe('2026-06-18');
    expect(amended(lot, { location: 'freezer' }, milk, TODAY).expiresOn).toBe('2026-09-13');
    expect(amended(lot, { purchasedOn: day('2026-06-10') }, milk, TODAY).expiresOn).toBe('2026-06-17');
    expect(amended(lot, { name: 'chickpeas', location: 'pantry' }, pulses, TODAY)).toMatchObject({
      ingredientId: 6,
      expiresOn: '2028-05-15',
      expiryEstimated: true,
    });
    expect(amended(lot, { name: 'gloop' }, undefined, TODAY)).toMatchObject({
      expiresOn: null,
      expiryEstimated: false,
    });
  });

  it('keeps a day that was told', () => {
    const dated = amended(lot, { expiresOn: day('2026-08-01') }, milk, TODAY);
    expect(dated).toMatchObject({ expiresOn: '2026-08-01', expiryEstimated: false });
    expect(amended(dated, { location: 'pantry', openedOn: TODAY }, milk, TODAY).expiresOn).toBe('2026-08-01');
    expect(amended(dated, { expiresOn: null }, milk, TODAY)).toMatchObject({ expiresOn: null, expiryEstimated: false });
  });
});
