import { describe, expect, it } from '@jest/globals';
import { book } from '../../test/kitchen.js';
import { groupCalled } from './food-groups.js';

const slugsOf = (name: string) =>
  new Set(book.ingredients.filter(groupCalled(name) ?? (() => false)).map(({ slug }) => slug));

describe('the name of a group means', () => {
  it.each([
    ['pork', ['pork', 'bacon', 'ham', 'chorizo', 'lard'], ['beef', 'chicken', 'salmon', 'white-wine']],
    ['Meat', ['beef', 'chicken', 'bacon', 'gelatine'], ['salmon', 'egg', 'tofu', 'white-wine']],
    ['alcohol', ['white-wine', 'beer'], ['bacon', 'white-wine-vinegar', 'egg']],
  ])('all that is %s', (name, foods, others) => {
    const meant = slugsOf(name);
    expect(foods.filter((slug) => !meant.has(slug))).toEqual([]);
    expect(others.filter((slug) => meant.has(slug))).toEqual([]);
  });

  it('and that of a food means none', () => {
    for (const name of ['bacon', 'meatballs', 'pork belly', '', 'constructor'])
      expect(groupCalled(name)).toBeUndefined();
  });
});
