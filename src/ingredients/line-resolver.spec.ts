import { beforeAll, describe, expect, it } from '@jest/globals';
import { IngredientBook } from './ingredient-book.js';
import { readIngredientFiles } from './ingredient-files.js';
import { resolveLine } from './line-resolver.js';

let book: IngredientBook;
beforeAll(async () => {
  const table = await readIngredientFiles();
  book = new IngredientBook(table.map((facts, at) => ({ ...facts, id: at + 1, updatedAt: new Date(0) })));
});

const resolved = (line: string) => resolveLine(line, book);

function meantBy(line: string) {
  return resolved(line).map(({ match, alternatives }) => [
    match?.ingredient.slug,
    ...alternatives.map(({ slug }) => slug),
  ]);
}

function amountsOf(line: string) {
  return resolved(line).map(({ line: { quantity, unit }, match }) => `${quantity} ${unit} ${match?.ingredient.slug}`);
}

describe('what a line means', () => {
  it.each([
    ['2 tbsp butter or oil', ['butter', 'oil']],
    ['2 tbsp butter (or margarine)', ['butter', 'margarine']],
    ['butter/margarine', ['butter', 'margarine']],
    ['1 tbsp rice vinegar or alternatively white wine vinegar', ['rice-vinegar', 'white-wine-vinegar']],
    ['2 tbsp maple syrup, agave, or honey', ['maple-syrup', 'agave-syrup', 'honey']],
    ['300 g kale (Swiss chard or spinach can also be used)', ['kale', 'swiss-chard', 'spinach']],
    ['200 ml chicken or beef stock', ['chicken-stock', 'beef-stock']],
    ['1 whole egg or 2 egg yolks', ['egg', 'egg-yolk']],
    ['1 can chickpeas / garbanzo beans', ['tinned-chickpeas', 'chickpea']],
    ['Cream or creme fraiche', ['cream', 'creme-fraiche']],
    ['1 medium tomato (or 1 small can of tomato sauce)', ['tomato', 'passata']],
    ['100 g dark or milk chocolate', ['dark-chocolate', 'milk-chocolate']],
  ])('%s: the first choice, and what would do instead', (line, choices) => {
    expect(meantBy(line)).toEqual([choices]);
  });

  it('no choice is made of what only says which: "a stock cube, beef or chicken"', () => {
    expect(meantBy('1 stock cube, beef or chicken')).toEqual([['stock-cube']]);
  });

  it.each([
    ['2 x 400 g tins black beans', 'tinned-black-beans'],
    ['1 (15-ounce) can black beans', 'tinned-black-beans'],
    ['2 tins of tuna (160 g each), drained', 'tinned-tuna'],
    ['200 g black beans', 'black-bean'],
  ])('%s: what comes in a tin is not what is dried or fresh', (line, slug) => {
    expect(meantBy(line)).toEqual([[slug]]);
  });

  it.each([
    ['1 cup corn (frozen)', 'frozen-sweetcorn'],
    ['200 g peas (dried green split)', 'split-pea'],
    ['100 g salmon, smoked', 'smoked-salmon'],
    ['2 tomatoes, chopped', 'tomato'],
    ['2 potatoes, mashed', 'potato'],
  ])('%s: a remark says as what a food is sold, not what is done to it', (line, slug) => {
    expect(meantBy(line)).toEqual([[slug]]);
  });

  it.each([
    ['200 g flour (gluten-free)', 'gluten-free-flour'],
    ['50 g butter, vegan', 'vegan-butter'],
    ['50 g butter (vegan if you like)', 'butter'],
    ['200 g flour, gluten-free if needed', 'flour'],
  ])('%s: a claim belongs to the food, a wish does not', (line, slug) => {
    expect(meantBy(line)).toEqual([[slug]]);
  });

  it('several foods in a row are each a line of their own', () => {
    expect(meantBy('salt, pepper and olive oil')).toEqual([['salt'], ['black-pepper'], ['olive-oil']]);
    expect(meantBy('2 cups carrots, onions and celery')).toEqual([['carrot'], ['onion'], ['celery']]);
  });

  it.each([
    ['1 tsp each cumin, coriander and turmeric', '1 tsp', ['cumin', 'ground-coriander', 'turmeric']],
    ['2 tbsp each of oil and honey', '2 tbsp', ['oil', 'honey']],
    ['¼ teaspoon each: mace, nutmeg', '0.25 tsp', ['mace', 'nutmeg']],
    ['dried thyme and rosemary, 1 tsp each', '1 tsp', ['dried-thyme', 'dried-rosemary']],
    ['a handful each of mint and coriander', '1 handful', ['mint', 'coriander']],
  ])('%s: the amount is that of each', (line, amount, slugs) => {
    expect(amountsOf(line)).toEqual(slugs.map((slug) => `${amount} ${slug}`));
  });

  it.each([
    ['1 tbsp cornflour + 1 tbsp water', ['1 tbsp cornflour', '1 tbsp water']],
    ['2 tbsp light soy and 1 tsp dark soy', ['2 tbsp soy-sauce', '1 tsp dark-soy-sauce']],
  ])('%s: each has its own amount', (line, amounts) => {
    expect(amountsOf(line)).toEqual(amounts);
  });

  it.each([
    ['1 low-salt vegetable stock cube', 'vegetable-stock-cube'],
    ['2 tbsp reduced-salt soy sauce', 'soy-sauce'],
    ['1 tsp Italian seasoning blend', 'italian-seasoning'],
  ])('%s is that food, however much salt, and by whatever word for a mixture', (line, slug) => {
    expect(meantBy(line)).toEqual([[slug]]);
  });

  it.each([
    ['1 cup cheese, cheddar and mozzarella', 'cheese'],
    ['2 chicken breasts each cut in half', 'chicken-breast'],
    ['1 cup plus 2 tbsp flour', 'flour'],
    ['1 pack sausages, pork and apple', 'sausage'],
    ['1 lemon, zest and juice', 'lemon'],
    ['1 flax egg (1 tbsp ground flaxseed + 3 tbsp water)', 'flax-egg'],
  ])('%s is no row of foods', (line, slug) => {
    expect(meantBy(line)).toHaveLength(1);
    expect(resolved(line)[0]?.match?.ingredient.slug).toBe(slug);
  });

  it.each([
    ['1 tbsp chopped oregano', 'oregano'],
    ['1 tbsp oregano, finely chopped', 'oregano'],
    ['2 sprigs oregano', 'oregano'],
    ['1 tsp oregano', 'dried-oregano'],
    ['1 tsp thyme', 'dried-thyme'],
    ['1 tbsp thyme', 'thyme'],
    ['1 tsp chopped thyme', 'thyme'],
    ['1 tsp dried thyme leaves', 'dried-thyme'],
    ['1 tsp coriander', 'ground-coriander'],
    ['1 tsp parsley', 'parsley'],
  ])('%s: herbs are fresh or dried as cooks measure them', (line, slug) => {
    expect(meantBy(line)).toEqual([[slug]]);
  });

  it('a handful is of the fresh food', () => {
    expect(meantBy('a handful of chopped tomatoes')).toEqual([['tomato']]);
  });

  it('optional lines say so', () => {
    expect(resolved('100 g feta (optional)')[0]?.line.optional).toBe(true);
    expect(resolved('100 g feta, if you like')[0]?.line.optional).toBe(true);
    expect(resolved('100 g feta')[0]?.line.optional).toBe(false);
  });

  it.each(['For the sauce:', 'Dough:', '=== Filling ===', '8 wooden skewers', 'Piping bag', '1 litre jar'])(
    '%s is nothing to eat',
    (line) => {
      expect(resolved(line)).toMatchObject([{ text: line, line: { isHeading: true }, understood: true }]);
    },
  );

  it.each(['8 prawn skewers', '200 g peanuts:', '🥜', `For the sauce${' '.repeat(1000)}: peanuts`])(
    '%s may be something to eat',
    (line) => {
      expect(resolved(line).every((one) => one.line.isHeading && one.understood)).toBe(false);
    },
  );

  it('is the surer, the less of the line had to be left out', () => {
    const confidences = ['2 eggs', '2 large beaten eggs', '2 tbsp Worchestershire sauce', '100 g frumious cheese'].map(
      (line) => resolved(line)[0]?.match?.confidence ?? 0,
    );
    expect(confidences).toEqual([1, 0.95, 0.8, 0.6]);
    expect(resolved('100 g frumious')[0]).toMatchObject({ match: undefined, understood: false });
  });
});
