import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, day } from '../calendar/day.js';
import type { Ingredient, Place, ShelfLife } from '../ingredients/ingredient.js';
import { frozen, movedTo, opened, thawed } from './keeping.js';
import type { LotFacts } from './lot.js';
import { amended, stocked } from './stocking.js';

const TODAY = day('2026-06-15');
const on = (days: number) => addDays(TODAY, days);
const food = (shelf: ShelfLife) => ({ id: 5, category: 'dairy', shelf }) as Ingredient;

const milk = food({ home: 'fridge', kind: 'use-by', fridge: { closed: 7, opened: 3 }, freezer: { closed: 90 } });
const bread = food({ home: 'pantry', kind: 'best-before', pantry: { closed: 3 }, freezer: { closed: 90 } });
const peas = food({
  home: 'freezer',
  kind: 'best-before',
  fridge: { opened: 2 },
  freezer: { closed: 240, opened: 60 },
});
const salad = food({ home: 'fridge', kind: 'use-by', fridge: { closed: 4, opened: 2 } });

const bought = (ingredient?: Ingredient, rest: Partial<Parameters<typeof stocked>[0]> = {}) =>
  stocked({ name: 'food', quantity: 1, unit: 'piece', ...rest }, ingredient, TODAY);
const facts = ({ location, expiresOn, dateRule, expiryEstimated }: LotFacts) => [
  location,
  expiresOn,
  dateRule,
  expiryEstimated,
];

describe('what is opened', () => {
  it('keeps as an opened one from that day on, and no longer than it did', () => {
    expect(facts(opened(bought(milk), milk, TODAY))).toEqual(['fridge', on(3), 'opened', true]);
    expect(facts(opened(bought(milk), milk, on(6)))).toEqual(['fridge', on(7), 'closed', true]);
    expect(opened(bought(milk), milk, on(2)).openedOn).toBe(on(2));
  });

  it('keeps a day that was told where that is sooner, and else is estimated', () => {
    const told = (days: number) => bought(milk, { expiresOn: on(days) });
    expect(facts(opened(told(2), milk, TODAY))).toEqual(['fridge', on(2), 'told', false]);
    expect(facts(opened(told(9), milk, TODAY))).toEqual(['fridge', on(3), 'opened', true]);
  });

  it('keeps its day where nobody knows how long an opened one keeps', () => {
    expect(facts(opened(bought(bread), bread, TODAY))).toEqual(['pantry', on(3), 'closed', true]);
    expect(facts(opened(bought(), undefined, TODAY))).toEqual(['pantry', null, null, false]);
  });

  it('is not opened twice', () => {
    const once = opened(bought(milk), milk, TODAY);
    expect(opened(once, milk, on(1))).toBe(once);
  });
});

describe('what is frozen', () => {
  it('keeps as a frozen one from that day on', () => {
    const lot = frozen(bought(milk), milk, on(5));
    expect(facts(lot)).toEqual(['freezer', on(95), 'frozen', true]);
    expect(lot.frozenOn).toBe(on(5));
    expect(frozen(lot, milk, on(6))).toBe(lot);
  });

  it('keeps the day it had where that is later, where it is over, or where nobody knows', () => {
    const told = (days: number) => bought(milk, { expiresOn: on(days) });
    expect(facts(frozen(told(200), milk, TODAY))).toEqual(['freezer', on(200), 'told', false]);
    expect(facts(frozen(told(-1), milk, TODAY))).toEqual(['freezer', on(-1), 'told', false]);
    expect(facts(frozen(told(0), milk, TODAY))).toEqual(['freezer', on(90), 'frozen', true]);
    expect(facts(frozen(bought(salad), salad, TODAY))).toEqual(['freezer', on(4), 'closed', true]);
  });
});

describe('what is thawed', () => {
  it('has the days left that it had before, and one at least', () => {
    const thawedAfter = (days: number) => thawed(frozen(bought(milk), milk, on(days)), milk, on(30));
    expect(facts(thawedAfter(0))).toEqual(['fridge', on(37), 'thawed', true]);
    expect(facts(thawedAfter(5))).toEqual(['fridge', on(32), 'thawed', true]);
    expect(facts(thawedAfter(7))).toEqual(['fridge', on(31), 'thawed', true]);
  });

  it('goes where its kind is kept: bread on the shelf, peas and what nobody knows into the fridge, for a day', () => {
    expect(facts(thawed(frozen(bought(bread), bread, TODAY), bread, on(10)))).toEqual([
      'pantry',
      on(13),
      'thawed',
      true,
    ]);
    expect(facts(thawed(bought(peas), peas, on(10)))).toEqual(['fridge', on(11), 'thawed', true]);
    const gloop = bought(undefined, { location: 'freezer' });
    expect(facts(thawed(gloop, undefined, on(10)))).toEqual(['fridge', on(11), 'thawed', true]);
  });

  it('stays over where it was over', () => {
    const over = thawed(frozen(bought(milk, { expiresOn: on(-1) }), milk, TODAY), milk, on(1));
    expect(facts(over)).toEqual(['fridge', on(-1), 'told', false]);
  });

  it('is opened and frozen again like anything else', () => {
    const lot = thawed(frozen(bought(milk), milk, TODAY), milk, on(30));
    expect(thawed(lot, milk, on(31))).toBe(lot);
    expect(facts(opened(lot, milk, on(30)))).toEqual(['fridge', on(33), 'opened', true]);
    expect(facts(frozen(lot, milk, on(31)))).toEqual(['freezer', on(121), 'frozen', true]);
  });
});

describe('left-overs', () => {
  it('keep three days cold, three months frozen', () => {
    const lot = bought(undefined, { category: 'leftovers', location: 'fridge' });
    expect(facts(lot)).toEqual(['fridge', on(3), 'leftovers', true]);
    expect(facts(frozen(lot, undefined, on(1)))).toEqual(['freezer', on(91), 'frozen', true]);
  });
});

describe('a correction of something else', () => {
  it('leaves the day of what was opened, frozen or thawed', () => {
    for (const lot of [frozen, opened].map((act) => act(bought(milk), milk, on(2)))) {
      expect(facts(amended(lot, { quantity: 7 }, milk, TODAY))).toEqual(facts(lot));
    }
    const lot = thawed(frozen(bought(milk), milk, on(2)), milk, on(30));
    expect(facts(amended(lot, { quantity: 7 }, milk, TODAY))).toEqual(facts(lot));
    expect(facts(amended(lot, { purchasedOn: on(1) }, milk, TODAY))).toEqual(['fridge', on(36), 'thawed', true]);
  });
});

describe('who says that it lies elsewhere', () => {
  const moved = (lot: LotFacts, location: Place, today = TODAY) => amended(lot, { location }, milk, today);

  it('freezes it and thaws it, as by these acts', () => {
    for (const lot of [bought(milk), bought(milk, { expiresOn: on(-1) }), bought(milk, { expiresOn: on(200) })]) {
      const cold = moved(lot, 'freezer', on(2));
      expect(cold).toEqual(frozen(lot, milk, on(2)));
      expect(cold.frozenOn).toBe(on(2));
      expect(moved(cold, 'fridge', on(30))).toEqual(thawed(cold, milk, on(30)));
    }
  });

  it('may have it thaw elsewhere than at home', () => {
    const lot = moved(moved(bought(bread), 'freezer'), 'fridge', on(10));
    expect([lot.location, lot.thawedOn, lot.dateRule]).toEqual(['fridge', on(10), 'thawed']);
  });

  it('may tell its day as well', () => {
    const lot = amended(bought(milk), { location: 'freezer', expiresOn: on(40) }, milk, TODAY);
    expect([...facts(lot), lot.frozenOn]).toEqual(['freezer', on(40), 'told', false, TODAY]);
  });
});

describe('any order of these acts', () => {
  it('never gives an opened thing more days, and never leaves an estimate without its rule', () => {
    const acts = [opened, frozen, thawed, ...(['pantry', 'fridge', 'freezer'] as const).map(movedTo)];
    const anAct = fc.record({ act: fc.constantFrom(...acts), after: fc.nat(20) });
    const aFood = fc.constantFrom(milk, bread, peas, salad, undefined);
    const property = fc.property(fc.array(anAct, { maxLength: 8 }), aFood, (acts, ingredient) => {
      let lot = bought(ingredient);
      let today = TODAY;
      for (const { act, after } of acts) {
        today = addDays(today, after);
        const next = act(lot, ingredient, today);
        if (act === opened && lot.expiresOn) expect(next.expiresOn && next.expiresOn <= lot.expiresOn).toBe(true);
        expect(next.dateRule === null).toBe(next.expiresOn === null);
        expect(next.expiryEstimated).toBe(next.dateRule !== null && next.dateRule !== 'told');
        expect(act(next, ingredient, today)).toBe(next);
        lot = next;
      }
    });
    fc.assert(property);
  });
});
