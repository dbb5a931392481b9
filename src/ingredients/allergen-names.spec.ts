import { describe, expect, it } from '@jest/globals';
import { allergensCalled } from './allergen-names.js';
import { allergens } from './ingredient.js';

describe('who names an allergen', () => {
  it.each(allergens)('means %s by its name, by one of it, and in capitals', (allergen) => {
    for (const name of [allergen, allergen.replace(/s$/, ''), allergen.toUpperCase()])
      expect([name, allergensCalled(name)]).toEqual([name, [allergen]]);
  });

  it.each([
    ['dairy', ['milk']],
    ['shellfish', ['crustaceans', 'molluscs']],
    ['Tree-Nuts', ['nuts']],
    ['sesame  seeds', ['sesame']],
    ['sulfites', ['sulphites']],
    ['seafood', ['crustaceans', 'fish', 'molluscs']],
  ])('means what people call %s', (name, meant) => {
    expect(allergensCalled(name)).toEqual(meant);
  });

  it.each(['nutmeg', 'coconut milk', 'eggplant', 'mustard greens', 'prawns', 'celery salt', '', 's', 'constructor'])(
    'means none by "%s"',
    (name) => {
      expect(allergensCalled(name)).toEqual([]);
    },
  );
});
