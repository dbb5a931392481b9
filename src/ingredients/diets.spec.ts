import { beforeAll, describe, expect, it } from '@jest/globals';
import { allergensOf } from './allergens.js';
import { dietsKept, type ServingFacts } from './diets.js';
import { readIngredientFiles } from './ingredient-files.js';
import { IngredientBook } from './ingredient-book.js';
import { resolveLine } from './line-resolver.js';

let book: IngredientBook;
beforeAll(async () => {
  const table = await readIngredientFiles();
  book = new IngredientBook(table.map((facts, at) => ({ ...facts, id: at + 1, updatedAt: new Date(0) })));
});

const light = { kcal: 200, protein: 20, carbs: 10, sugar: 2, fat: 8, saturated: 1, fibre: 3, sodium: 80 };
const weighed: ServingFacts = { perServing: light, coverage: 1, sodiumOpen: false };
const unweighed: ServingFacts = { perServing: null, coverage: 0, sodiumOpen: false };

const dietsOf = (lines: readonly string[], serving = unweighed) => {
  const resolved = lines.flatMap((line) => resolveLine(line, book));
  return dietsKept(resolved, allergensOf(resolved), serving);
};

describe('the diets that a recipe keeps', () => {
  it('follow from what is in it', () => {
    expect(dietsOf(['1 onion', '1 tbsp olive oil'])).toEqual([
      'vegan',
      'vegetarian',
      'pescatarian',
      'gluten-free',
      'dairy-free',
      'nut-free',
      'halal-friendly',
    ]);
    expect(dietsOf(['1 onion', '50 g butter'])).not.toContain('vegan');
    expect(dietsOf(['1 onion', '50 g butter'])).not.toContain('dairy-free');
    expect(dietsOf(['200 g cod'])).toContain('pescatarian');
    expect(dietsOf(['200 g cod'])).not.toContain('vegetarian');
    expect(dietsOf(['100 g bacon'])).not.toContain('halal-friendly');
    expect(dietsOf(['1 tbsp Worcestershire sauce'])).not.toContain('vegetarian');
    expect(dietsOf(['50 g parmesan'])).not.toContain('vegetarian');
  });

  it('are kept by every choice and every optional line, or not at all', () => {
    expect(dietsOf(['1 tbsp olive oil or butter'])).not.toContain('vegan');
    expect(dietsOf(['1 onion', '100 g bacon (optional)'])).not.toContain('vegetarian');
  });

  it('are none when a line is not understood', () => {
    expect(dietsOf(['1 onion', '1 cup quux'], weighed)).toEqual([]);
    expect(dietsOf([], weighed)).toEqual([]);
  });

  it('speak of amounts only where nearly all was weighed', () => {
    expect(dietsOf(['1 onion'], weighed)).toEqual(expect.arrayContaining(['low-carb', 'high-protein', 'low-sodium']));
    expect(dietsOf(['1 onion'], { ...weighed, coverage: 0.8 })).not.toContain('low-carb');
    expect(dietsOf(['1 onion'], { ...weighed, sodiumOpen: true })).not.toContain('low-sodium');
  });
});
