import { beforeAll, describe, expect, it } from '@jest/globals';
import { allergensOf } from './allergens.js';
import { readIngredientFiles } from './ingredient-files.js';
import { IngredientBook } from './ingredient-book.js';
import type { Allergen } from './ingredient.js';
import { resolveLine } from './line-resolver.js';

let book: IngredientBook;
beforeAll(async () => {
  const table = await readIngredientFiles();
  book = new IngredientBook(table.map((facts, at) => ({ ...facts, id: at + 1, updatedAt: new Date(0) })));
});

const factsOf = (...lines: string[]) => allergensOf(lines.flatMap((line) => resolveLine(line, book)));

/** A line, what is in it, and what must not even be possible. */
const table: readonly (readonly [line: string, contains: readonly Allergen[], never: readonly Allergen[]])[] = [
  ['1/2 tsp nutmeg', [], ['nuts', 'peanuts']],
  ['1 tin (400 ml) coconut milk', [], ['milk', 'nuts']],
  ['200 ml coconut cream', [], ['milk', 'nuts']],
  ['50 g desiccated coconut', [], ['gluten']],
  ['1 tbsp coconut oil', [], ['nuts', 'milk']],
  ['200 g buckwheat', [], ['milk', 'eggs']],
  ['2 tbsp soy sauce', ['gluten', 'soybeans'], ['milk']],
  ['2 tbsp tamari', ['soybeans'], ['milk']],
  ['1 tbsp Worcestershire sauce', ['fish'], ['milk', 'crustaceans']],
  ['100 g pesto', ['milk', 'nuts'], ['fish']],
  ['50 g panko', ['gluten'], ['fish']],
  ['2 tbsp ghee', ['milk'], ['eggs']],
  ['2 tbsp tahini', ['sesame'], ['milk']],
  ['1 tbsp white miso', ['soybeans'], ['milk']],
  ['200 g surimi', ['fish'], ['peanuts']],
  ['50 g marzipan', ['nuts'], ['fish']],
  ['1 eggplant', [], ['eggs']],
  ['1 butternut squash', [], ['milk', 'nuts']],
  ['1 buttercup squash', [], ['milk']],
  ['100 g water chestnuts', [], ['nuts']],
  ['250 g butter beans', [], ['milk']],
  ['2 tbsp peanut butter', ['peanuts'], ['milk']],
  ['200 g apple butter', [], ['milk']],
  ['1 tbsp buttermilk', ['milk'], ['nuts']],
  ['300 ml oat milk', ['gluten'], ['milk']],
  ['200 ml almond milk', ['nuts'], ['milk']],
  ['100 ml soy milk', ['soybeans'], ['milk']],
  ['250 ml rice milk', [], ['milk']],
  ['200 g tiger nut milk', [], ['milk']],
  ['100 g almond flour', ['nuts'], ['milk']],
  ['100 g rice flour', [], ['nuts', 'milk']],
  ['200 g rye flour', ['gluten'], ['milk']],
  ['100 g pearl barley', ['gluten'], ['milk']],
  ['100 g couscous', ['gluten'], ['milk']],
  ['100 g bulgur wheat', ['gluten'], ['milk']],
  ['100 g freekeh', ['gluten'], ['milk']],
  ['100 g seitan', ['gluten'], ['milk']],
  ['6 flour tortillas', ['gluten'], ['nuts']],
  ['1 tbsp fish sauce', ['fish'], ['milk']],
  ['1 tbsp oyster sauce', ['molluscs'], ['milk']],
  ['2 tbsp hoisin sauce', ['soybeans', 'gluten'], ['milk']],
  ['1 tsp shrimp paste', ['crustaceans'], ['milk']],
  ['1 tbsp bonito flakes', ['fish'], ['milk']],
  ['1 tbsp Dijon mustard', ['mustard'], ['nuts']],
  ['1 tbsp mustard oil', ['mustard'], ['milk']],
  ['1 celeriac', ['celery'], ['mustard']],
  ['2 vegetable stock cubes', ['celery'], ['fish']],
  ['1 tbsp malt vinegar', ['gluten'], ['milk']],
  ['330 ml beer', ['gluten'], ['milk']],
  ['150 ml white wine', ['sulphites'], ['gluten']],
  ['50 g dried apricots', ['sulphites'], ['milk']],
  ['100 g prawns', ['crustaceans'], ['milk']],
  ['200 g squid', ['molluscs'], ['gluten']],
  ['4 anchovy fillets', ['fish'], ['milk']],
  ['50 g parmesan', ['milk'], ['nuts']],
  ['2 tbsp mayonnaise', ['eggs'], ['gluten']],
  ['150 g egg noodles', ['gluten', 'eggs'], ['nuts']],
  ['200 g glass noodles', [], ['gluten', 'eggs']],
  ['1 sheet puff pastry', ['gluten'], ['fish']],
  ['100 g hummus', ['sesame'], ['nuts']],
  ['50 g halva', ['sesame'], ['fish']],
  ['1 tbsp sesame oil', ['sesame'], ['peanuts']],
  ['50 g pistachios', ['nuts'], ['milk']],
  ['100 g Nutella', ['nuts', 'milk'], ['fish']],
  ['50 g lupin flour', ['lupin'], ['milk']],
  ['100 g milk chocolate', ['milk'], ['fish']],
  ['1 tsp asafoetida', ['gluten'], ['milk']],
  ['1 tbsp Marmite', ['gluten', 'celery'], ['milk']],
  ['1 tsp cream of tartar', [], ['milk']],
  ['3 tbsp cream of chicken soup', ['milk', 'gluten'], ['fish']],
  ['100 g imitation crab', ['fish'], ['peanuts']],
  ['1 brioche bun', ['gluten', 'eggs', 'milk'], ['fish']],
  ['1 tin mackerel in mustard sauce', ['fish', 'mustard'], ['nuts']],
  ['a walnut-sized knob of butter', ['milk'], ['nuts']],
  ['1 tbsp groundnut oil', ['peanuts'], ['milk']],
];

describe('the allergens of a line', () => {
  it.each(table)('%s', (line, contains, never) => {
    const facts = factsOf(line);
    expect(facts.unknown).toBe(false);
    expect(contains.filter((one) => !facts.contains.includes(one))).toEqual([]);
    expect(never.filter((one) => [...facts.contains, ...facts.mayContain].includes(one))).toEqual([]);
  });
});

describe('the allergens of a recipe', () => {
  it('has the first of two choices in it, the other one possibly', () => {
    expect(factsOf('2 tbsp butter or peanut butter')).toMatchObject({ contains: ['milk'] });
    expect(factsOf('2 tbsp olive oil or butter')).toEqual({ contains: [], mayContain: ['milk'], unknown: false });
    expect(factsOf('100 g spinach (or feta)').mayContain).toContain('milk');
  });

  it('counts what is optional in full', () => {
    expect(factsOf('50 g walnuts (optional)').contains).toEqual(['nuts']);
  });

  it('heeds what a line says of itself', () => {
    expect(factsOf('1 bar dark chocolate, may contain traces of sesame').mayContain).toContain('sesame');
    expect(factsOf('100 g rice crackers (contains fish, soya)').contains).toEqual(
      expect.arrayContaining(['fish', 'soybeans']),
    );
    expect(factsOf('100 g lentils (contains no nuts)').contains).toEqual([]);
  });

  it('thinks foods in remarks possible, but not what is denied, compared or what it is for', () => {
    expect(factsOf('100 g bread crumbs, such as crushed nuts').mayContain).toContain('nuts');
    expect(factsOf('1 onion, not celery').mayContain).toEqual([]);
    expect(factsOf('1 piece ginger, size of a walnut').mayContain).toEqual([]);
    expect(factsOf('2 tbsp sunflower oil, for the eggs').mayContain).toEqual([]);
  });

  it('counts every food of a line that names several', () => {
    expect(factsOf('celery, mustard and feta').contains).toEqual(['milk', 'celery', 'mustard']);
  });

  it.each([
    '1 cup quux',
    '200 g quux or butter',
    '200 g butter or quux',
    '1 cup quux milk',
    `1 onion ${'x'.repeat(3000)}`,
  ])('is unknown with a line that is not understood: %s', (line) => {
    expect(factsOf('1 onion', line).unknown).toBe(true);
  });

  it('is not made unknown by headings, tools and salt to taste', () => {
    expect(factsOf('For the sauce:', '1 onion', 'Aluminum foil', 'salt and pepper to taste').unknown).toBe(false);
  });
});
