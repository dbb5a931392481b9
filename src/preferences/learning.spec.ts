import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { learn, type Interaction } from './learning.js';
import { interactionKinds } from './preferences.tables.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-15T12:00:00Z');

const act = (change: Partial<Interaction>): Interaction => ({
  recipeId: 1,
  kind: 'cooked',
  rating: null,
  cuisine: 'italian',
  ingredientIds: [],
  totalMinutes: null,
  at: NOW,
  ...change,
});

const anAct = fc.record({
  recipeId: fc.integer({ min: 1, max: 9 }),
  kind: fc.constantFrom(...interactionKinds),
  rating: fc.option(fc.integer({ min: 1, max: 5 })),
  cuisine: fc.option(fc.constantFrom('italian', 'thai', 'greek')),
  ingredientIds: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 6 }),
  totalMinutes: fc.option(fc.integer({ min: 1, max: 600 })),
  at: fc.integer({ min: NOW - 400 * DAY, max: NOW }),
});

describe('what is learned', () => {
  it('is nothing from nothing', () => {
    expect(learn([])).toEqual({ cuisines: {}, ingredients: {}, minutes: null, confidence: 0, samples: 0 });
  });

  it('leans towards what was cooked and rated well, away from what was dismissed and rated badly', () => {
    const { cuisines } = learn([
      act({ cuisine: 'italian' }),
      act({ cuisine: 'thai', kind: 'rated', rating: 5 }),
      act({ cuisine: 'greek', kind: 'dismissed' }),
      act({ cuisine: 'french', kind: 'rated', rating: 1 }),
      act({ cuisine: 'indian', kind: 'rated', rating: 3 }),
    ]);
    expect(cuisines).toEqual({ italian: 0.5, thai: 0.5, french: -0.5, greek: -0.3333 });
  });

  it('counts an act half after thirty days', () => {
    const { cuisines } = learn([act({ cuisine: 'thai' }), act({ cuisine: 'italian', at: NOW - 30 * DAY })]);
    expect(cuisines).toEqual({ thai: 0.5, italian: 0.3333 });
  });

  it('takes the usual time from what was liked, later acts counting more', () => {
    const { minutes } = learn([
      act({ totalMinutes: 30 }),
      act({ totalMinutes: 90, at: NOW - 30 * DAY }),
      act({ totalMinutes: 600, kind: 'dismissed' }),
      act({ totalMinutes: null }),
    ]);
    expect(minutes).toBe(50);
  });

  it('counts an ingredient once a dish', () => {
    expect(learn([act({ ingredientIds: [3, 3, 3] })]).ingredients).toEqual({ 3: 0.5 });
  });

  it('is surer with every act, and never sure', () => {
    const after = (count: number) => learn(Array.from({ length: count }, () => act({}))).confidence;
    expect([after(1), after(5), after(50)]).toEqual([0.1667, 0.5, 0.9091]);
  });

  it('does not change by waiting, nor by the order of the acts', () => {
    const property = fc.property(
      fc.array(anAct, { maxLength: 40 }),
      fc.integer({ min: 0, max: 5000 }),
      (acts, waited) => {
        const learned = learn(acts);
        expect(learn(acts.map((each) => ({ ...each, at: each.at + waited * DAY })))).toEqual(learned);
        expect(learn(acts.toReversed()).confidence).toBeCloseTo(learned.confidence, 3);
      },
    );
    fc.assert(property);
  });

  it('keeps every figure in its bounds and survives JSON', () => {
    const property = fc.property(fc.array(anAct, { maxLength: 60 }), (acts) => {
      const learned = learn(acts);
      const leanings = [...Object.values(learned.cuisines), ...Object.values(learned.ingredients)];
      expect(leanings.every((leaning) => leaning > -1 && leaning < 1 && leaning !== 0)).toBe(true);
      expect(learned.confidence >= 0 && learned.confidence < 1).toBe(true);
      expect(learned.minutes === null || (learned.minutes >= 1 && learned.minutes <= 600)).toBe(true);
      expect(JSON.parse(JSON.stringify(learned))).toEqual(learned);
    });
    fc.assert(property);
  });

  it('keeps the hundred strongest of many leanings', () => {
    const acts = Array.from({ length: 300 }, (_, id) => act({ ingredientIds: [id + 1], at: NOW - (299 - id) * DAY }));
    const { ingredients } = learn(acts);
    expect(Object.keys(ingredients)).toHaveLength(100);
    expect(ingredients[300]).toBe(0.5);
    expect(ingredients[1]).toBeUndefined();
  });
});
