import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allergens, diets } from '../ingredients/ingredient.js';
import { allowedFor } from './hard-filters.js';

const plain = { diets: [...diets], allergens: { contains: [], mayContain: [], unknown: false } };
const nobody = { diets: [], allergens: [] };

describe('hard filters', () => {
  it('let everything pass to somebody who declared nothing', () => {
    expect(
      allowedFor({ diets: [], allergens: { contains: [...allergens], mayContain: [], unknown: true } }, nobody),
    ).toBe(true);
  });

  it('refuse what contains, may contain, or is unknown', () => {
    const nuts = { diets: [], allergens: ['nuts'] };
    expect(allowedFor(plain, nuts)).toBe(true);
    expect(allowedFor({ ...plain, allergens: { contains: ['nuts'], mayContain: [], unknown: false } }, nuts)).toBe(
      false,
    );
    expect(allowedFor({ ...plain, allergens: { contains: [], mayContain: ['nuts'], unknown: false } }, nuts)).toBe(
      false,
    );
    expect(allowedFor({ ...plain, allergens: { contains: [], mayContain: [], unknown: true } }, nuts)).toBe(false);
    expect(allowedFor({ ...plain, allergens: { contains: ['milk'], mayContain: [], unknown: false } }, nuts)).toBe(
      true,
    );
  });

  it('refuse what does not surely keep every diet', () => {
    expect(allowedFor({ ...plain, diets: ['vegetarian'] }, { diets: ['vegetarian'], allergens: [] })).toBe(true);
    expect(allowedFor({ ...plain, diets: ['vegetarian'] }, { diets: ['vegetarian', 'vegan'], allergens: [] })).toBe(
      false,
    );
  });

  it('refuse everything to a wish that nobody understands', () => {
    expect(allowedFor(plain, { diets: ['keto'], allergens: [] })).toBe(false);
    expect(allowedFor(plain, { diets: [], allergens: ['pollen'] })).toBe(false);
  });

  it('never let pass more by one more wish', () => {
    const some = <T>(words: readonly T[]) => fc.subarray([...words]);
    const recipes = fc.record({
      diets: some(diets),
      allergens: fc.record({ contains: some(allergens), mayContain: some(allergens), unknown: fc.boolean() }),
    });
    fc.assert(
      fc.property(
        recipes,
        some(diets),
        some(allergens),
        fc.constantFrom(...diets),
        fc.constantFrom(...allergens),
        (recipe, d, a, diet, allergen) => {
          if (!allowedFor(recipe, { diets: d, allergens: a })) {
            expect(allowedFor(recipe, { diets: [...d, diet], allergens: [...a, allergen] })).toBe(false);
          }
        },
      ),
    );
  });
});
