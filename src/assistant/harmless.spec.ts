import { describe, expect, it } from '@jest/globals';
import { aBrief } from '../../test/briefs.js';
import { aRecipe, book } from '../../test/kitchen.js';
import type { Allergen, Diet } from '../ingredients/ingredient.js';
import { harmlessFor } from './harmless.js';

const CATALOGUE = [
  aRecipe({ id: 1, name: 'Pad thai', lines: ['200 g rice noodles', '50 g peanuts'] }),
  aRecipe({ id: 2, name: 'Rice bowl', lines: ['200 g rice'] }),
  aRecipe({ id: 3, name: 'Pancakes', lines: ['100 g wheat flour', '2 eggs'] }),
  aRecipe({ id: 4, name: 'Chickpea pancakes', lines: ['100 g chickpea flour'] }),
];
const offered = CATALOGUE.filter(({ id }) => id === 2 || id === 4).map(({ id, title }) => ({
  id,
  title,
  minutes: null,
  asked: [],
  missing: [],
  reasons: [],
}));

function isHarmless(text: string, must: { diets?: readonly Diet[]; allergens?: readonly Allergen[] } = {}): boolean {
  const tastes = { ...aBrief().tastes, ...must };
  return harmlessFor({ tastes, candidates: offered }, book, CATALOGUE)(text);
}

describe('a text', () => {
  it('may say anything to somebody who eats everything', () => {
    expect(isHarmless('Pad thai with peanuts')).toBe(true);
  });

  it('names no food with a declared allergen, in whatever sense', () => {
    const must = { allergens: ['peanuts'] as const };
    expect(isHarmless('Rice bowl, with rice.', must)).toBe(true);
    expect(isHarmless('Top it with peanuts.', must)).toBe(false);
    expect(isHarmless('Leave out the PEANUT BUTTER.', must)).toBe(false);
  });

  it('names no food that breaks a diet', () => {
    expect(isHarmless('Rice and butter', { diets: ['vegan'] })).toBe(false);
    expect(isHarmless('Rice and olive oil', { diets: ['vegan'] })).toBe(true);
  });

  it('names no recipe that is not allowed, though no food of it is named', () => {
    expect(isHarmless('Why not Pad Thai?', { allergens: ['peanuts'] })).toBe(false);
  });

  it('may name a recipe that was offered, though part of its title is the name of another', () => {
    const must = { allergens: ['eggs'] as const };
    expect(isHarmless('Make chickpea pancakes.', must)).toBe(true);
    expect(isHarmless('Make pancakes.', must)).toBe(false);
  });

  it.each([
    'Serve it with satay.',
    'Add PB&J.',
    'Add goobers.',
    'Stir in some peanutbutter.',
    'Finish with peenuts.',
    'Ajoutez des cacahuètes.',
    'Mit Erdnüssen bestreuen.',
    'Sprinkle 🥜 on top.',
    'Top it with pean\u00ADuts.',
    'Top it with pea\u200Bnuts.',
    'Top it with p.e.a.n.u.t.s.',
    'Top it with \u0440\u0435\u0430nuts.',
  ])('has no word that nobody knows for somebody who must not eat something: %s', (text) => {
    expect(isHarmless(text, { allergens: ['peanuts'] })).toBe(false);
    expect(isHarmless(text)).toBe(true);
  });

  it.each([
    [['milk'], 'A creamy finish.'],
    [['milk'], 'Add dairy.'],
    [['milk'], 'With a cheesy topping.'],
    [['gluten'], 'Add wheat.'],
    [['gluten'], 'Bake it in pastry.'],
    [['crustaceans'], 'Add shellfish.'],
  ] as const)('hints at nothing with %s: %s', (allergens, text) => {
    expect(isHarmless(text, { allergens })).toBe(false);
  });

  it.each([
    'Make Rice bowl tonight: it uses up the spinach and carrots that expire tomorrow, and it takes only 35 minutes.',
    'Here are two ideas: Rice bowl, Chickpea pancakes. The first one uses the most of what you have.',
    "Try Rice bowl - it's hearty, comforting and uses the red lentils and onions from your pantry.",
    'My pick for today is Chickpea pancakes: it rescues your carrots, garlic and spinach in one pot.',
    "You asked for something quick without shopping. Rice bowl needs nothing extra, and you won't need to buy anything.",
  ])('may say how to cook what was offered: %s', (text) => {
    expect(isHarmless(text, { allergens: ['eggs', 'peanuts'], diets: ['vegan'] })).toBe(true);
  });
});
