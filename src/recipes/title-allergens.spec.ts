import { describe, expect, it } from '@jest/globals';
import { book } from '../../test/kitchen.js';
import { isSkipped, sourceOf } from './json-ld.js';
import { readRecipeFiles } from './recipe-files.js';
import { makeRecipe } from './recipe-import.js';
import { allergensInTitle } from './title-allergens.js';

const named = (title: string) => [...allergensInTitle(title, book)].toSorted();

/** With lines in which there is nothing of the fourteen. */
function dish(name: string) {
  const source = sourceOf({ '@type': 'Recipe', name, recipeIngredient: ['200 g rice', '2 tomatoes'] });
  if (isSkipped(source)) throw new Error(source.reason);
  return makeRecipe(source, book);
}

describe('a title', () => {
  it.each([
    ['Peanut stew', ['peanuts']],
    ['Grandmother’s prawns with almonds', ['crustaceans', 'nuts']],
    ['Celeriac and mustard soup', ['celery', 'mustard']],
    ['Vegan peanut and cashew curry', ['nuts', 'peanuts']],
    ['Egg-free walnut cake', ['nuts']],
    ['No-fuss salmon', ['fish']],
  ])('names what may be in the dish: %s', (title, allergens) => {
    expect(named(title)).toEqual(allergens);
  });

  it.each([
    'Egg-free cake',
    'Dairy free ice',
    'Cake without nuts or eggs',
    'Free from milk and eggs: a sponge',
    'No egg salad',
    'Mock crab salad',
    'Vegan cheese and egg',
    'Butternut soup with nutmeg',
    'Rice in coconut milk',
    'Potato tortilla',
    'Carrot muffins',
    'Rice paper rolls',
    'Tomato soup',
    '',
  ])('names nothing: "%s"', (title) => {
    expect(named(title)).toEqual([]);
  });

  it('is answered within moments, however it is written', () => {
    expect(named(`no ${'a'.repeat(2000)} free `.repeat(200))).toEqual([]);
  });
});

describe('a recipe', () => {
  it('may contain what only its title names, and keeps no diet that forbids it', () => {
    const { allergens, diets } = dish('Peanut stew');
    expect(allergens).toMatchObject({ contains: [], mayContain: ['peanuts'], unknown: false });
    expect(diets).not.toContain('nut-free');
    expect(dish('Tomato stew').diets).toContain('nut-free');
  });

  it('of the shipped ones has nothing in its title that is in none of its lines', async () => {
    const silent = (await readRecipeFiles()).flatMap((document) => {
      const source = sourceOf(document as Readonly<Record<string, unknown>>);
      if (isSkipped(source)) throw new Error(source.reason);
      const { title, allergens } = makeRecipe({ ...source, name: 'A dish' }, book);
      const { contains, mayContain } = allergens;
      const more = named(source.name).filter((one) => !contains.includes(one) && !mayContain.includes(one));
      return more.length > 0 ? [{ title, name: source.name, more }] : [];
    });
    expect(silent).toEqual([]);
  });
});
