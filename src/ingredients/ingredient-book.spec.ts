import { beforeAll, describe, expect, it } from '@jest/globals';
import { readIngredientFiles } from './ingredient-files.js';
import { IngredientBook } from './ingredient-book.js';

let book: IngredientBook;
beforeAll(async () => {
  const table = await readIngredientFiles();
  book = new IngredientBook(table.map((facts, at) => ({ ...facts, id: at + 1, updatedAt: new Date(0) })));
});

const slugOf = (name: string) => book.match(name)?.ingredient.slug;

describe('the ingredient that a name means', () => {
  it.each([
    ['Eggs', 'egg'],
    ['aubergines', 'aubergine'],
    ['eggplant', 'aubergine'],
    ['zucchini', 'courgette'],
    ['fresh cilantro leaves', 'coriander'],
    ['large free-range eggs', 'egg'],
    ['finely chopped onion', 'onion'],
    ['boneless, skinless chicken thighs', 'chicken-thigh'],
    ['crème fraîche', 'creme-fraiche'],
    ['extra-virgin olive oil', 'extra-virgin-olive-oil'],
    ['low-fat plain yogurt', 'yoghurt'],
    ['organic whole milk', 'milk'],
    ['all-purpose flour', 'flour'],
    ['kosher salt', 'salt'],
    ['pepper', 'black-pepper'],
    ['peppers', 'bell-pepper'],
    ['large peppers', 'bell-pepper'],
    ['canned chickpeas', 'tinned-chickpeas'],
    ['gouda cheese', 'gouda'],
    ['Norwegian mackerel fillets', 'mackerel'],
    ['tuna in brine', 'tinned-tuna'],
    ['smoked streaky bacon', 'bacon'],
    ['tinned chickpeas in water', 'tinned-chickpeas'],
    ['Cajun spice blend', 'cajun-seasoning'],
    ['ras el hanout spice mix', 'ras-el-hanout'],
  ])('%s is %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('forgives one slip of the pen in a long word', () => {
    expect(slugOf('Broccli')).toBe('broccoli');
    expect(slugOf('Worchestershire sauce')).toBe('worcestershire-sauce');
    expect(slugOf('parsely')).toBe('parsley');
    expect(book.match('parsely')?.confidence).toBeLessThan(book.match('parsley')?.confidence ?? 0);
  });

  it.each([
    ['on ion', 'onion'],
    ['to mato', 'tomato'],
    ['co conut milk', 'coconut-milk'],
  ])('forgives a word torn in two: %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each([
    ["Bob's Red Mill flour", 'flour'],
    ['Kikkoman panko breadcrumbs', 'panko'],
    ['Kikkoman', 'soy-sauce'],
    ['clover honey', 'honey'],
    ['Oatly oat drink', 'oat-milk'],
    ['Linda McCartney sausages', 'vegetarian-sausage'],
  ])('is the same whoever makes it: %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each([
    ['Violife mozzarella', 'mozzarella'],
    ['Alpro plain yoghurt', 'yoghurt'],
    ['Oatly cream', 'cream'],
    ['Daiya cheddar shreds', 'cheddar'],
    ['Cauldron Foods sausages', 'sausage'],
  ])('is not the common food where all that the maker sells is vegan or vegetarian: %s', (name, slug) => {
    expect(slugOf(name)).not.toBe(slug);
  });

  it.each([
    ['coconut milk', 'milk'],
    ['oat milk', 'milk'],
    ['peanut butter', 'butter'],
    ['cocoa butter', 'butter'],
    ['apple butter', 'butter'],
    ['rice flour', 'rice'],
    ['rice flour', 'flour'],
    ['buckwheat', 'flour'],
    ['egg noodles', 'egg'],
    ['eggplant', 'egg'],
    ['fish sauce', 'fish'],
    ['vegan butter', 'butter'],
    ['dairy-free cream', 'cream'],
    ['gluten-free flour', 'flour'],
    ['eggless mayonnaise', 'mayonnaise'],
    ['vegan sausages', 'sausage'],
    ['breaded chicken', 'chicken'],
    ['candied ginger', 'ginger'],
    ['dried mango', 'mango'],
    ['chicken soup', 'chicken'],
    ['duck fat', 'duck'],
    ['celery salt', 'salt'],
    ['garlic salt', 'garlic'],
    ['ginger beer', 'beer'],
    ['quux milk', 'milk'],
    ['quux flour', 'flour'],
    ['paprika spice mix', 'paprika'],
    ['paprika blend', 'paprika'],
    ['Thai spice blend', 'seasoning'],
  ])('%s is not %s', (name, slug) => {
    expect(slugOf(name)).not.toBe(slug);
  });

  it('is unknown rather than guessed', () => {
    for (const name of ['', '   ', 'quux', 'large', 'whatever you like', '__proto__', 'chocolate covered onion']) {
      expect([name, slugOf(name)]).toEqual([name, undefined]);
    }
  });

  it('is surer of a very name than of a head noun', () => {
    expect(book.match('onion')?.confidence).toBe(1);
    expect(book.match('small onions')?.confidence).toBe(0.95);
    expect(book.match('quux onion')?.confidence).toBe(0.6);
  });

  it('knows what is a kind of what', () => {
    const cheddar = book.bySlug('cheddar');
    expect(cheddar && book.isKindOf(cheddar, 'cheese')).toBe(true);
    expect(cheddar && book.isKindOf(cheddar, 'milk')).toBe(false);
  });

  it('finds every food that a text names, the longest names first', () => {
    expect(book.namedIn('with peanut butter, milk or soy milk').map(({ slug }) => slug)).toEqual([
      'peanut-butter',
      'milk',
      'soy-milk',
    ]);
  });
});
