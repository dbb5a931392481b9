import { describe, expect, it } from '@jest/globals';
import { aRecipe, shippedCatalogue } from '../../test/kitchen.js';
import { similarTo } from './similar-recipes.js';

const carbonara = aRecipe({ id: 1, cuisine: 'Italian', lines: ['200 g spaghetti', '2 eggs', '80 g bacon'] });
const amatriciana = aRecipe({ id: 2, cuisine: 'Italian', lines: ['200 g spaghetti', '80 g bacon', '1 tin tomatoes'] });
const curry = aRecipe({ id: 3, cuisine: 'Indian', lines: ['400 g chickpeas', '200 ml coconut milk'] });

describe('recipes like another', () => {
  it('share foods, cuisine and technique, and are never the recipe itself', () => {
    const found = similarTo(carbonara, [carbonara, curry, amatriciana]);
    expect(found.map(({ recipe }) => recipe.id)).toEqual([amatriciana.id, curry.id]);
    expect(found[0]?.similarity).toBeGreaterThan(0.5);
  });

  it('stand by id where they are equally like it, in whatever order they come', () => {
    const twins = [30, 10, 20].map((id) => ({ ...amatriciana, id }));
    const order = [10, 20, 30];
    expect(similarTo(carbonara, twins).map(({ recipe }) => recipe.id)).toEqual(order);
    expect(similarTo(carbonara, twins.toReversed()).map(({ recipe }) => recipe.id)).toEqual(order);
  });

  it('are as like it as it is like them', () => {
    const [[there], [back]] = [similarTo(carbonara, [curry]), similarTo(curry, [carbonara])];
    expect(there?.similarity).toBe(back?.similarity);
  });

  it('are none where nothing is known of a dish', () => {
    const unknown = { ...carbonara, id: 9, embedding: [] };
    expect(similarTo(unknown, [curry])).toMatchObject([{ similarity: 0 }]);
    expect(similarTo(curry, [unknown])).toMatchObject([{ similarity: 0 }]);
  });

  it.each([
    ['Spaghetti bolognese', 'Beef chilli with kidney beans', 'Mango sticky rice'],
    ['Coconut prawn curry', 'Coconut fish stew with peppers', 'Buttery shortbread'],
    ['Classic hummus', 'Baba ghanoush', 'Fish pie with peas'],
    ['Vegan banana bread', 'Carrot and apple muffins', 'Garlic pak choi'],
  ])('%s is more like %s than like %s, as a cook would say', async (title, near, far) => {
    const catalogue = await shippedCatalogue();
    const recipe = catalogue.find((one) => one.title === title);
    const order = recipe ? similarTo(recipe, catalogue).map((one) => one.recipe.title) : [];
    expect(order).toHaveLength(catalogue.length - 1);
    expect(order.indexOf(near)).toBeGreaterThanOrEqual(0);
    expect(order.indexOf(near)).toBeLessThan(order.indexOf(far));
  });
});
