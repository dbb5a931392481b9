import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { proposed } from './proposed.js';
import { LUCK } from './ranking.js';

interface Facts {
  readonly used?: number;
  readonly missing?: number;
  readonly substitutions?: number;
  readonly minutes?: number | null;
}

const things = (count: number) => Array.from({ length: count }, () => ({}));
const aDish = (score: number, { used = 1, missing = 0, substitutions = 0, minutes = 30 }: Facts = {}) => ({
  recipe: { totalMinutes: minutes },
  score,
  used: things(used),
  missing: things(missing),
  substitutions: things(substitutions),
});
const scoresOf = (dishes: readonly ReturnType<typeof aDish>[], maxMinutes: number | null = null) =>
  proposed(dishes, { maxMissing: 2, maxMinutes }).map(({ score }) => score);
const inOrder = (...scores: number[]) => scoresOf(scores.map((score) => aDish(score)));

describe('what is proposed of a ranking', () => {
  it('begins with the best, which stood back for something that is not shown', () => {
    expect(inOrder(0.436, 0.2, 0.547, 0.4)).toEqual([0.547, 0.436, 0.2, 0.4]);
  });

  it('keeps its variety behind the first', () => {
    expect(inOrder(0.9, 0.3, 0.5)).toEqual([0.9, 0.3, 0.5]);
  });

  it('lets near equals take turns', () => {
    expect(inOrder(0.5, 0.5 + LUCK / 2)).toEqual([0.5, 0.5 + LUCK / 2]);
    expect(inOrder()).toEqual([]);
  });

  it('ends with what takes nothing from the pantry, however good it is; a stand-in is something', () => {
    const [ice, jam] = [aDish(0.6, { used: 0 }), aDish(0.7, { used: 0 })];
    expect(scoresOf([ice, aDish(0.3), jam, aDish(0.2, { used: 0, substitutions: 1 })])).toEqual([0.3, 0.2, 0.7, 0.6]);
  });

  it('is all there is for who has nothing', () => {
    expect(scoresOf([aDish(0.2, { used: 0 }), aDish(0.1, { used: 0 })])).toEqual([0.2, 0.1]);
  });

  it('leaves out what lacks more, takes longer, or does not say how long it takes', () => {
    const dishes = [aDish(0.9, { missing: 3 }), aDish(0.8, { minutes: 31 }), aDish(0.7, { minutes: null }), aDish(0.6)];
    expect(scoresOf(dishes)).toEqual([0.8, 0.7, 0.6]);
    expect(scoresOf(dishes, 30)).toEqual([0.6]);
  });
});
