import { describe, expect, it } from '@jest/globals';
import { forgivenSlips } from './forgiven-slips.js';

describe('slips that are forgiven', () => {
  it.each([
    ['rce', 'rice'],
    ['eg', 'egg'],
    ['200', '2000'],
    ['bolognaiss', 'bologna'],
  ])('are none in %s for %s', (word, known) => {
    expect(forgivenSlips(word, known)).toBeUndefined();
  });

  it.each([
    ['leak', 'leek', 1],
    ['frnech', 'french', 1],
    ['parmezan', 'parmesan', 1],
    ['casarole', 'casserole', 2],
    ['cauliflour', 'cauliflower', 2],
  ])('from four letters on one, from eight on two: %s for %s', (word, known, slips) => {
    expect(forgivenSlips(word, known)).toBe(slips);
  });

  it('are two where either word has eight letters, and no longer two where both have seven', () => {
    expect(forgivenSlips('blubery', 'blueberry')).toBe(2);
    expect(forgivenSlips('mozarel', 'mozzarella')).toBeUndefined();
    expect(forgivenSlips('rissoto', 'risotto')).toBeUndefined();
  });

  it('count twice in the first letter', () => {
    expect(forgivenSlips('mice', 'rice')).toBeUndefined();
    expect(forgivenSlips('nozzarella', 'mozzarella')).toBe(2);
    expect(forgivenSlips('nozarella', 'mozzarella')).toBeUndefined();
  });

  it('are no slips where the word is right', () => {
    expect(forgivenSlips('risotto', 'risotto')).toBeUndefined();
  });
});
