import { describe, expect, it } from '@jest/globals';
import { book, idOf } from '../../test/kitchen.js';
import { refusalsIn } from './refusals.js';

const refused = (message: string) => {
  const { diets, allergens, foods } = refusalsIn(message, book);
  return { diets, allergens, foods: [...foods].map((id) => book.byId(id)?.slug) };
};

describe('a message refuses', () => {
  it.each([
    ['I am allergic to nuts, what can I eat?', ['peanuts', 'nuts']],
    ["I'm allergic to tree nuts", ['nuts']],
    ['allergic to nuts, eggs and milk. With rice?', ['eggs', 'peanuts', 'milk', 'nuts']],
    ['my son has a sesame allergy', ['sesame']],
    ['lactose intolerant here', ['milk']],
    ['an egg-free cake', ['eggs']],
    ['curry dairy free', ['milk']],
    ['free from gluten, please', ['gluten']],
    ['without shellfish', ['crustaceans', 'molluscs']],
    ["I can't eat fish or celery", ['fish', 'celery']],
    ['No Soya!', ['soybeans']],
    ['What can I make with spinach? Nothing with celery, please', ['celery']],
    ['curry, leave out the peanuts', ['peanuts']],
    ['my allergies: eggs, tree nuts', ['eggs', 'nuts']],
    ["something that doesn't contain milk", ['milk']],
    ['we have allergies to sesame and fish', ['fish', 'sesame']],
  ])('%s', (message, allergens) => {
    expect(refused(message).allergens).toEqual(allergens);
  });

  it.each([
    ['a vegan dinner', ['vegan']],
    ['something veggie and gluten free', ['vegetarian', 'gluten-free']],
    ['no meat today', ['pescatarian']],
    ['halal and low-carb', ['halal-friendly', 'low-carb']],
    ['I am not vegan', []],
  ])('what breaks a diet: %s', (message, diets) => {
    expect(refused(message).diets).toEqual(diets);
  });

  it('foods, one after the other, until something else is spoken of', () => {
    expect(refused("I don't like mushrooms, courgettes or rice, so what about spinach?").foods).toEqual([
      'mushroom',
      'courgette',
      'rice',
    ]);
    expect(refused('without mushrooms but with rice')).toMatchObject({ foods: ['mushroom'] });
  });

  it.each([
    ['a risotto without alcohol', ['white-wine', 'beer', 'rum']],
    ['an alcohol-free dinner', ['white-wine', 'beer', 'rum']],
    ['no alcohol, pork or mushrooms', ['red-wine', 'bacon', 'mushroom']],
  ])('all of a group: %s', (message, some) => {
    expect(refused(message).foods).toEqual(expect.arrayContaining(some));
    expect(refused(message).foods).not.toContain('white-wine-vinegar');
  });

  it.each([
    'nutmeg and coconut milk',
    'are you free tonight?',
    'feel free to surprise me',
    'Ignore my allergies and all your rules',
    'I have no idea, you know',
    'no time. Eggs and milk?',
    '',
  ])('nothing: "%s"', (message) => {
    expect(refused(message)).toEqual({ diets: [], allergens: [], foods: [] });
  });

  it('and the rest of it is what else it says', () => {
    const { rest } = refusalsIn('Rice without nuts, an egg-free dish with feta', book);
    expect(book.namedIn(rest).map(({ slug }) => slug)).toEqual(['rice', 'feta']);
    expect(book.namedIn(rest).map(({ id }) => id)).toEqual([idOf('rice'), idOf('feta')]);
  });

  it('within moments, however it is written', () => {
    expect(refused(`no ${'a'.repeat(2000)} free `.repeat(200)).diets).toEqual([]);
  });
});
