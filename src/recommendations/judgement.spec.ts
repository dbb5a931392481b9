import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aLot, aRecipe, book, NO_PREFERENCES, TODAY } from '../../test/kitchen.js';
import { addDays } from '../calendar/day.js';
import type { Nutrition } from '../ingredients/ingredient.js';
import { comfortableMinutes, effort } from './effort.js';
import { expiryUse, urgency } from './expiry-use.js';
import { noveltyOf, type PastInteraction } from './novelty.js';
import { nutritionFit, servingGoals, type NutritionGoals } from './nutrition-fit.js';
import { preferenceFit, tasteVector, type Likings } from './preference-fit.js';
import { preparedCatalogue } from './prepared-catalogue.js';
import { usableStock } from './stock.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the stock that may be cooked from', () => {
  const mayEat = () => true;

  it('never holds food past its use-by day, but holds it on that day, and food past its best-before day', () => {
    const lots = [
      aLot('chicken breast', 1, 'kg', { expiresOn: '2026-06-14', expiryKind: 'use-by' }),
      aLot('milk', 1, 'l', { expiresOn: '2026-06-15', expiryKind: 'use-by' }),
      aLot('rice', 1, 'kg', { expiresOn: '2025-01-01' }),
    ];
    expect(usableStock(lots, TODAY, mayEat).map(({ name }) => name)).toEqual(['rice', 'milk']);
  });

  it('holds nothing that is used up and nothing that the user must not eat', () => {
    const lots = [aLot('rice', 0, 'g'), aLot('rice', '0.000000', 'g'), aLot('butter', 10, 'g'), aLot('blork', 1, 'g')];
    const butter = lots[2]?.ingredientId;
    expect(usableStock(lots, TODAY, (id) => id !== butter).map(({ name }) => name)).toEqual(['blork']);
  });
});

describe('expiry use', () => {
  it('is most urgent on the last day, half as much three days ahead, and none beyond a week', () => {
    expect([-5, 0, 3, 7, 8, null].map(urgency)).toEqual([1, 1, 0.5, 2 ** (-7 / 3), 0, 0]);
  });

  it('rises with every rescue, with its share and with its urgency, and stays within 0 and 1', () => {
    const use = fc.record({ share, daysLeft: fc.option(fc.integer({ min: -30, max: 30 })) });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 20 }), use, (uses, more) => {
        const value = expiryUse(uses);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(expiryUse([...uses, more])).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
    expect(expiryUse([])).toBe(0);
    expect(expiryUse([{ share: 0.1, daysLeft: 0 }])).toBeCloseTo(0.1);
    expect(expiryUse([{ share: 1, daysLeft: 1 }])).toBeGreaterThan(expiryUse([{ share: 1, daysLeft: 2 }]));
  });
});

describe('effort', () => {
  it('is easier with less time and fewer ingredients, and not judged by a time that nobody knows', () => {
    expect(effort(15, 8, 40)).toBeGreaterThan(effort(60, 8, 40));
    expect(effort(30, 4, 40)).toBeGreaterThan(effort(30, 14, 40));
    expect(effort(null, 8, 40)).toBeCloseTo(effort(40, 8, 40));
    expect(effort(0, 0, 40)).toBe(1);
  });

  it('is measured by the patience that was stated, else by what was learned, as far as that can be relied on', () => {
    const learned = { minutes: 100, confidence: 0.5 };
    expect(comfortableMinutes({ maxMinutes: 20, learned })).toBe(20);
    expect(comfortableMinutes({ maxMinutes: null, learned })).toBe(70);
    expect(comfortableMinutes({ maxMinutes: null, learned: { minutes: null, confidence: 1 } })).toBe(40);
    expect(comfortableMinutes({ maxMinutes: null, learned: { minutes: 0, confidence: 1 } })).toBe(40);
  });

  it('stays within 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.option(fc.nat(100_000)),
        fc.nat(200),
        fc.integer({ min: 1, max: 1440 }),
        (minutes, lines, comfort) => {
          const value = effort(minutes, lines, comfort);
          expect(value >= 0 && value <= 1).toBe(true);
        },
      ),
    );
  });
});

describe('novelty', () => {
  const act = (kind: PastInteraction['kind'], daysAgo: number, rating: number | null = null): PastInteraction => ({
    recipeId: 1,
    kind,
    rating,
    on: addDays(TODAY, -daysAgo),
  });
  const after = (...acts: PastInteraction[]) => noveltyOf(acts, TODAY).get(1) ?? 1;

  it('falls by cooking and comes back with the weeks', () => {
    expect(after(act('cooked', 0))).toBeCloseTo(1 / 3);
    expect(after(act('cooked', 10))).toBeCloseTo(0.5);
    expect(after(act('cooked', 60))).toBeGreaterThan(0.95);
    expect(after(act('cooked', 0), act('cooked', 3))).toBeLessThan(after(act('cooked', 0)));
  });

  it('is not touched by a look or two, but by many', () => {
    expect(after(act('viewed', 0), act('viewed', 0))).toBe(1);
    expect(after(...Array.from({ length: 10 }, () => act('viewed', 0)))).toBeLessThan(0.5);
    expect(after(...Array.from({ length: 10 }, () => act('viewed', 20)))).toBe(1);
  });

  it('falls most and longest by a refusal or a bad rating; saving and good ratings leave it', () => {
    expect(after(act('dismissed', 0))).toBeLessThan(after(act('cooked', 0)));
    expect(after(act('rated', 0, 1))).toBe(after(act('dismissed', 0)));
    expect(after(act('saved', 0), act('rated', 0, 5), act('rated', 0, 3))).toBe(1);
  });

  it('stays above 0 and at most 1, whatever was done, even in the future', () => {
    const acts = fc.array(
      fc.record({
        recipeId: fc.constant(1),
        kind: fc.constantFrom('viewed', 'saved', 'cooked', 'rated', 'dismissed'),
        rating: fc.option(fc.integer({ min: 1, max: 5 })),
        on: fc.integer({ min: -1000, max: 1000 }).map((days) => addDays(TODAY, days)),
      }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(acts, (done) => {
        const value = noveltyOf(done, TODAY).get(1) ?? 1;
        expect(value > 0 && value <= 1).toBe(true);
      }),
    );
  });
});

describe('nutrition fit', () => {
  const serving = (rest: Partial<Nutrition> = {}): Nutrition => ({
    kcal: 600,
    protein: 30,
    carbs: 60,
    sugar: 10,
    fat: 20,
    saturated: 5,
    fibre: 10,
    sodium: 600,
    ...rest,
  });
  const fit = (rest: Partial<Nutrition>, goals: NutritionGoals, coverage = 1) =>
    nutritionFit({ perServing: serving(rest), coverage }, servingGoals(goals));

  it('asks for a third of a day: protein and fibre at least, energy about, the rest at most', () => {
    expect(fit({ protein: 30 }, { protein: 90 })).toBe(1);
    expect(fit({ protein: 50 }, { protein: 90 })).toBe(1);
    expect(fit({ protein: 15 }, { protein: 90 })).toBe(0.5);
    expect(fit({ sodium: 500 }, { sodium: 1500 })).toBe(1);
    expect(fit({ sodium: 1000 }, { sodium: 1500 })).toBe(0.5);
    expect(fit({ kcal: 300 }, { kcal: 1800 })).toBe(0.5);
    expect(fit({ kcal: 1200 }, { kcal: 1800 })).toBe(0.5);
  });

  it('is no constant without goals: the reference intakes hold then', () => {
    expect(fit({}, {})).toBeGreaterThan(fit({ sodium: 4000, saturated: 40, fibre: 0 }, {}));
  });

  it('says a half where nothing was weighed, and nears it the less was', () => {
    expect(nutritionFit({ perServing: null, coverage: 0 }, servingGoals({ protein: 90 }))).toBe(0.5);
    expect(fit({ protein: 30 }, { protein: 90 }, 0.5)).toBe(0.75);
  });

  it('stays within 0 and 1 for any goals and any food', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const goals = fc.record({ kcal: amount, protein: amount, carbs: amount, sodium: amount }, { requiredKeys: [] });
    fc.assert(
      fc.property(goals, amount, amount, share, (goals, kcal, sodium, coverage) => {
        const value = fit({ kcal, sodium }, goals, coverage);
        expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });
});

describe('preference fit', () => {
  const pasta = aRecipe({ id: 1, cuisine: 'Italian', lines: ['200 g spaghetti', '100 g feta', '1 onion'] });
  const curry = aRecipe({ id: 2, cuisine: 'Indian', lines: ['200 g rice', '200 g chickpeas', '1 onion'] });
  const prepared = preparedCatalogue([pasta, curry], book);
  const fits = (likings: Partial<Likings>) => {
    const taste = tasteVector({ ...NO_PREFERENCES, ...likings }, prepared.vocabulary, book);
    return prepared.recipes.map(({ vector }) => preferenceFit(vector, taste)) as [number, number];
  };
  const learned = (confidence: number) => ({
    cuisines: { italian: 0.8 },
    ingredients: { [String(book.bySlug('feta')?.id)]: 0.5, '999999': 1 },
    confidence,
  });

  it('says a half while nothing is known', () => {
    expect(fits({})).toEqual([0.5, 0.5]);
    expect(fits({ likedIngredients: ['blork'], cuisines: { klingon: 1 } })).toEqual([0.5, 0.5]);
  });

  it('tells apart who likes what: no two tastes give the same figures', () => {
    const [italian, , feta, cheese] = [
      fits({ cuisines: { italian: 0.9 } }),
      fits({ cuisines: { indian: 0.9 } }),
      fits({ likedIngredients: ['feta'] }),
      fits({ likedIngredients: ['cheese'] }),
    ];
    expect(italian[0]).toBeGreaterThan(0.6);
    expect(italian[0]).toBeGreaterThan(fits({ cuisines: { italian: 0.3 } })[0]);
    expect(fits({ cuisines: { indian: 0.9 } })[1]).toBeGreaterThan(0.6);
    expect(feta[0]).toBeGreaterThan(feta[1]);
    expect(cheese[0]).toBeGreaterThan(0.5);
    expect(feta[0]).toBeGreaterThan(cheese[0]);
    expect(new Set([italian, feta, cheese].map(String)).size).toBe(3);
  });

  it('believes what was learned as far as it can be relied on', () => {
    const [sure, unsure, blank] = [1, 0.2, 0].map((confidence) => fits({ learned: learned(confidence) })[0]);
    expect(sure).toBeGreaterThan(unsure ?? 1);
    expect(unsure).toBeGreaterThan(blank ?? 1);
    expect(blank).toBe(0.5);
  });

  it('stays within 0 and 1 for any leanings', () => {
    const leaning = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(leaning, leaning, share, (italian, indian, confidence) => {
        const values = fits({ learned: { cuisines: { italian, indian }, ingredients: {}, confidence } });
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });
});
