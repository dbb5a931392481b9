import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { LUCK } from './ranking.js';
import { bestFirst } from './recommendations.view.js';

const inOrder = (...scores: number[]) => bestFirst(scores.map((score) => ({ score }))).map(({ score }) => score);

describe('what is left of a ranking', () => {
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
});
