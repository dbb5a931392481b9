import { describe, expect, it } from '@jest/globals';
import { anInput, aRecipe, shippedCatalogue } from '../../test/kitchen.js';
import { rank } from './ranking.js';
import { BESIDE_A_MEAL, isSide } from './side.js';

describe('what goes with a meal and is none', () => {
  it('is told by its own tags, however they are spelled', () => {
    for (const tags of [['vegan', 'side dish'], ['Sauces'], ['Side Dishes'], ['basics']])
      expect(isSide({ tags })).toBe(true);
    for (const tags of [[], ['vegan', 'salad'], ['soup'], ['dip'], ['beside the sea']])
      expect(isSide({ tags })).toBe(false);
  });

  it('is every sauce and side of the shipped catalogue', async () => {
    const sides = (await shippedCatalogue()).filter(isSide).map(({ title }) => title);
    expect(sides).toHaveLength(10);
    expect(sides).toEqual(expect.arrayContaining(['White sauce', 'Fluffy basmati rice', 'Garlic pak choi']));
  });

  it('scores less than the same dish as a meal, and says why', () => {
    const meal = aRecipe({ id: 1, lines: ['200 g rice'] });
    const side = { ...meal, id: 2, tags: ['side dish'] };
    const [first, second] = rank(anInput({ catalogue: [side, meal] }));
    expect([first?.recipe.id, second?.recipe.id]).toEqual([meal.id, side.id]);
    expect(second?.score).toBeCloseTo((first?.score ?? 0) * BESIDE_A_MEAL);
    expect(second?.reasons).toContain('Goes with a meal, and is none by itself');
    expect(first?.reasons).not.toContain('Goes with a meal, and is none by itself');
  });
});
