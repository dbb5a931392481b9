import { describe, expect, it } from '@jest/globals';
import { book } from '../../test/kitchen.js';
import { allergensCalled } from '../ingredients/allergen-names.js';
import { RecipeSearchQuery } from './recipes.dto.js';
import { searchOf } from './search-filters.js';

const leftOut = (...exclude: string[]) => searchOf(Object.assign(new RecipeSearchQuery(), { exclude }));

describe('what a search leaves out', () => {
  it.each([
    ['shelfish', ['crustaceans', 'molluscs']],
    ['penuts', ['peanuts']],
    ['Glutten', ['gluten']],
    ['diary', ['milk']],
    ['sesme', ['sesame']],
  ])('are allergens also by a name with a slip in it: %s', (word, allergens) => {
    expect(leftOut(word)).toMatchObject({ allergens, exclude: [] });
  });

  it('are foods by all of their names, none of which is taken for an allergen that it is not', () => {
    const names = book.ingredients.flatMap(({ name, aliases }) => [name, ...aliases]);
    const taken = names.filter((name) => leftOut(name).allergens.length > 0 && allergensCalled(name).length === 0);
    expect(taken.filter((name) => !/^(?:lupin|soy bean)/i.test(name))).toEqual([]);
  });
});
