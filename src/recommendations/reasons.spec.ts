import { describe, expect, it } from '@jest/globals';
import { reasonsFor, type Grounds } from './reasons.js';

const nothing: Grounds = {
  rescues: [],
  met: 0,
  asked: 8,
  totalMinutes: null,
  comfortableMinutes: 40,
  cuisine: null,
  cuisineLeaning: 0,
  liked: [],
  disliked: undefined,
  nutrition: undefined,
  novelty: 1,
  isSide: false,
  substitutions: [],
  dislikedUses: [],
};
const told = (grounds: Partial<Grounds>) => reasonsFor({ ...nothing, ...grounds });
const due = (name: string, daysLeft: number) => ({ name, daysLeft });

describe('reasons', () => {
  it('say nothing where there is nothing to say', () => {
    expect(told({})).toEqual([]);
  });

  it('name what is saved from going off', () => {
    expect(told({ rescues: [due('spinach', 0), due('feta', 2), due('cream', 3), due('rice', 6)] })).toEqual([
      'Uses 3 things that expire within 3 days: spinach, feta, cream',
    ]);
    expect(told({ rescues: [due('yogurt', 5), due('feta', 6)] })).toEqual([
      'Uses 2 things that expire within 7 days: yogurt, feta',
    ]);
    expect(told({ rescues: [due('milk', 1), due('feta', 6)] })).toEqual(['Uses milk, due tomorrow, and 1 more']);
    expect([-2, 0, 1, 6].flatMap((daysLeft) => told({ rescues: [due('milk', daysLeft)] }))).toEqual([
      'Uses milk, past the best-before day',
      'Uses milk, due today',
      'Uses milk, due tomorrow',
      'Uses milk, due in 6 days',
    ]);
  });

  it('keep lists short and name nothing twice', () => {
    const rescues = ['a', 'b', 'c', 'd', 'e', 'a'].map((name) => due(name, 1));
    expect(told({ rescues })).toEqual(['Uses 6 things that expire within 3 days: a, b, c, d and 1 more']);
  });

  it('count what is there', () => {
    expect(told({ met: 7 })).toEqual(['You have 7 of 8 ingredients']);
    expect(told({ met: 8 })).toEqual(['You have all 8 ingredients']);
    expect(told({ met: 1, asked: 1 })).toEqual(['You have the one ingredient']);
    expect(told({ met: 0, asked: 0 })).toEqual([]);
  });

  it('tell what stands in for what', () => {
    expect(told({ substitutions: [{ missing: 'butter', use: 'margarine' }] })).toEqual([
      'Margarine can stand in for butter',
    ]);
    const [only] = told({ substitutions: [{ missing: 'butter', use: 'lard' }], dislikedUses: ['lard'] });
    expect(only).toBe("Lard can stand in for butter, though you don't like it");
  });

  it('tell of tastes only what is clearly so', () => {
    expect(told({ cuisine: 'italian', cuisineLeaning: 0.8 })).toEqual(['Italian, which you like']);
    expect(told({ cuisine: 'italian', cuisineLeaning: 0.05 })).toEqual([]);
    expect(told({ liked: ['feta'] })).toEqual(['Has feta, which you like']);
    expect(told({ disliked: 'mushrooms' })).toEqual(["Has mushrooms, which you don't like"]);
  });

  it('praise only what is quick for this cook', () => {
    expect(told({ totalMinutes: 20 })).toEqual(['Ready in 20 minutes']);
    expect(told({ totalMinutes: 20, comfortableMinutes: 15 })).toEqual([]);
    expect(told({ totalMinutes: 45, comfortableMinutes: 120 })).toEqual([]);
  });

  it('tell of goals that were set and met, and of what was had lately', () => {
    expect(told({ nutrition: 0.9 })).toEqual(['Fits your nutrition goals']);
    expect(told({ nutrition: 0.5 })).toEqual([]);
    expect(told({ novelty: 0.4 })).toEqual(['Ranked lower: you cooked, saw or dismissed it lately']);
  });
});
