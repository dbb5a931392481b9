import { describe, expect, it } from '@jest/globals';
import { book } from '../../test/kitchen.js';
import { Kinship } from '../ingredients/kinship.js';
import { namesakesOf } from './namesake.js';

const kin = new Kinship(book.ingredients);

function isNamesake(title: string, slug: string): boolean {
  const food = book.bySlug(slug);
  if (!food) throw new Error(`no ingredient ${slug}`);
  return namesakesOf(title, book, kin)(food);
}

describe('what a dish is named after', () => {
  it.each([
    ['Chicken fajitas', 'chicken-breast'],
    ['Beef chilli', 'ground-beef'],
    ['Turkey burgers with apple slaw', 'ground-turkey'],
    ['Spanish potato tortilla', 'potato'],
    ['Smoky black bean chilli', 'tinned-black-beans'],
    ['Chickpea and spinach curry', 'tinned-chickpeas'],
    ['Spinach omelettes', 'spinach'],
  ])('%s after %s', (title, slug) => {
    expect(isNamesake(title, slug)).toBe(true);
  });

  it.each([
    ['Chicken and leek pie', 'chicken-stock'],
    ['Chicken fajitas', 'red-bell-pepper'],
    ['Coconut fish stew', 'coconut-milk'],
    ['Turkish poached eggs', 'turkey'],
    ['Carbonara', 'spaghetti'],
  ])('%s is not named after %s', (title, slug) => {
    expect(isNamesake(title, slug)).toBe(false);
  });
});
