import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseIngredientLine, type IngredientLine } from './ingredient-line.js';

type Expected = readonly [
  line: string,
  quantity: string | null,
  unit: string | null,
  name: string,
  more?: Partial<IngredientLine>,
];

const amounts: readonly Expected[] = [
  ['200 g flour', '200', 'g', 'flour'],
  ['1-1/2 cups sugar', '1.5', 'cup', 'sugar'],
  ['½ tsp salt', '0.5', 'tsp', 'salt'],
  ['1½T salt', '1.5', 'tbsp', 'salt'],
  ['.5 tsp salt', '0.5', 'tsp', 'salt'],
  ['0,5 l milk', '0.5', 'l', 'milk'],
  ['1/3 cup oil', '0.333333', 'cup', 'oil'],
  ['1 and 1/4 cups rice', '1.25', 'cup', 'rice'],
  ['1kg/2lb 4oz floury potatoes', '1', 'kg', 'floury potatoes'],
  ['1.5 kg / 3lb 5oz chicken', '1.5', 'kg', 'chicken'],
  ['2lb 4oz/1kg potatoes', '2.25', 'lb', 'potatoes'],
  ['1 lb 2 oz plain flour', '1.125', 'lb', 'plain flour'],
  ['1 knob of butter, about 15g', '15', 'g', 'butter'],
  ['1 onion, about 150 g, chopped', '150', 'g', 'onion', { note: 'chopped' }],
  ['3 onions, 150 g, chopped', '3', null, 'onions', { note: '150 g, chopped' }],
  ['1 dessertspoonful cornflour', '1', 'dessertspoon', 'cornflour'],
  ['[ ] 400 g spaghetti', '400', 'g', 'spaghetti'],
  ['- [x] 2 eggs', '2', null, 'eggs'],
  ['☐ 2 eggs', '2', null, 'eggs'],
  ['juice and zest of one unwaxed lemon', '1', null, 'unwaxed lemon'],
  ['finely grated zest and juice of 1 orange', '1', null, 'orange'],
  ['juice of 2 small limes', '2', null, 'small limes juice'],
  ['70% dark chocolate, 100g', '100', 'g', '70% dark chocolate'],
  ['70% dark chocolate', null, null, '70% dark chocolate'],
  ['5 spice powder 1 tsp', '1', 'tsp', '5 spice powder'],
  ['00 flour 500g', '500', 'g', '00 flour'],
  ['2 (6-oz.) salmon fillets', '12', 'oz', 'salmon fillets'],
  ['half a 400g tin of coconut milk', '200', 'g', 'tinned coconut milk'],
  ['1/2 of a 400g tin coconut milk', '200', 'g', 'tinned coconut milk'],
  ['3 tins of 400g tomatoes', '1200', 'g', 'tinned tomatoes'],
  ['1 (14- to 16-oz) can chickpeas', '14', 'oz', 'tinned chickpeas', { quantity2: '16' }],
  ['1lb4oz ground beef', '1.25', 'lb', 'ground beef'],
  ['one and one-half cups sugar', '1.5', 'cup', 'sugar'],
  ['1 cup + 2 T flour', '1.125', 'cup', 'flour'],
  ['100-g bar dark chocolate', '100', 'g', 'dark chocolate'],
  ['Two pounds of potatoes', '2', 'lb', 'potatoes'],
  ['half a cup of oats', '0.5', 'cup', 'oats'],
  ['a jar of apple sauce', '1', 'jar', 'apple sauce'],
  ['Three ounces and a half of fresh butter', '3.5', 'oz', 'fresh butter'],
  ['two and a half cups rice', '2.5', 'cup', 'rice'],
  ['a pint and a half of milk', '1.5', 'pint', 'milk'],
  ['2 onions and a half cucumber', '2', null, 'onions and a half cucumber'],
  ['Around three to four large turnips', '3', null, 'large turnips', { quantity2: '4' }],
  ['a thin coating of oil', null, null, 'oil'],
  ['half a dozen eggs', '6', null, 'eggs'],
  ['between 2 and 3 carrots', '2', null, 'carrots', { quantity2: '3' }],
  ['1.000 g flour', '1000', 'g', 'flour'],
  ['1.000 kg flour', '1', 'kg', 'flour'],
  ['1.000 l milk', '1', 'l', 'milk'],
  ['1lb. 2oz carrots', '1.125', 'lb', 'carrots'],
  ['a glug of olive oil', '1', 'glug', 'olive oil'],
  ['A tea-spoonful of mustard', '1', 'tsp', 'mustard'],
  ['2 dozen oysters', '24', null, 'oysters'],
  ['3 eggs', '3', null, 'eggs'],
  ['2 large eggs', '2', null, 'large eggs'],
  ['2 small sprigs thyme', '2', 'sprig', 'thyme'],
  ['3 garlic cloves, minced', '3', 'clove', 'garlic cloves', { note: 'minced' }],
  ['8 cloves', '8', null, 'cloves'],
  ['1 can Red Kidney Beans', '1', 'can', 'Red Kidney Beans'],
  ['a walnut-sized knob of butter', '1', 'knob', 'butter'],
];

const spellings: readonly Expected[] = [
  ['<b>2</b> eggs', '2', null, 'eggs'],
  ['2&nbsp;cups rice', '2', 'cup', 'rice'],
  ['🥚 2️⃣ eggs', '2', null, 'eggs'],
  ['(2) eggs', '2', null, 'eggs'],
  ['[2 tbsp] soy sauce', '2', 'tbsp', 'soy sauce'],
  ['200g/7oz butter', '200', 'g', 'butter'],
  ['3 1/2 ounces / 100 grams pork belly', '3.5', 'oz', 'pork belly'],
  ['400g (15 oz) potatoes (firm/waxy)', '400', 'g', 'potatoes', { note: 'firm/waxy' }],
  ['1/2 cup (110g) extra virgin olive oil', '110', 'g', 'extra virgin olive oil'],
  ['500g or 1lb of chicken breast', '500', 'g', 'chicken breast'],
  ['2 x 400 g tins tomatoes', '800', 'g', 'tinned tomatoes'],
  ['2 x 400g tinned tomatoes', '800', 'g', 'tinned tomatoes'],
  ['2 tins (400 g each) chickpeas, drained', '800', 'g', 'tinned chickpeas', { note: 'drained' }],
  ['1 (15-ounce) can black beans', '15', 'oz', 'tinned black beans'],
  ['2 (1.5 fluid ounce) jiggers rum', '3', 'fl oz', 'rum'],
  ['2 sticks of butter (226 g)', '226', 'g', 'butter'],
  ['800g peeled tomatoes "sugo"', '800', 'g', 'peeled tomatoes', { note: 'sugo' }],
  ['500 g "00" flour', '500', 'g', '"00" flour'],
  ['2 400g tins lentils', '800', 'g', 'tinned lentils'],
  ['400 ml can coconut milk', '400', 'ml', 'tinned coconut milk'],
  ['~500 ml stock', '500', 'ml', 'stock'],
  ['1 - 2L (1/4 - 1/2 gal) milk', '1', 'l', 'milk', { quantity2: '2' }],
  ['2 or 3 carrots', '2', null, 'carrots', { quantity2: '3' }],
  ['½ cup + 2 tablespoons (150ml) cold milk', '0.625', 'cup', 'cold milk'],
  ['white wine: 350ml | 1 1/2 cup', '350', 'ml', 'white wine'],
  ['Diced Beef (300g)', '300', 'g', 'Diced Beef'],
  ['Sichuan ground chilies, 1/3 cup', '0.333333', 'cup', 'Sichuan ground chilies'],
  ['Salt - 1 1/2 teaspoons', '1.5', 'tsp', 'Salt'],
  ['5cm piece of Ginger', null, null, 'Ginger'],
  ['1 stick (8 Tbsp; 113g) butter', '113', 'g', 'butter'],
  ['3 steaks, about 200 g each', '600', 'g', 'steaks'],
  ['300g pkt rice noodles', '300', 'g', 'rice noodles'],
  ['Garlic (4-8 large cloves)', '4', 'clove', 'Garlic', { quantity2: '8' }],
  ['1 EL butter', '1', 'tbsp', 'butter'],
  ['1 sachet (~ 4 g / 0.14 oz) yeast', '4', 'g', 'yeast'],
  ['Rice flour (or any other) (20 g - 55 ml)', '20', 'g', 'Rice flour'],
  ['350 ml sour-tasting beer', '350', 'ml', 'beer'],
];

const scanned: readonly Expected[] = [
  ['l tsp salt', '1', 'tsp', 'salt'],
  ['l litre milk', '1', 'l', 'milk'],
  ['1OOg butter', '100', 'g', 'butter'],
  ['2 5 0 g sugar', '250', 'g', 'sugar'],
  ['25 0 ml milk', '250', 'ml', 'milk'],
  ['1 / 2 cup sugar', '0.5', 'cup', 'sugar'],
  ['1 tb sp oil', '1', 'tbsp', 'oil'],
  ['2tbspolive oil', '2', 'tbsp', 'olive oil'],
  ['1 5 oz can tuna', '5', 'oz', 'tinned tuna'],
  ['2 oz cheese', '2', 'oz', 'cheese'],
  ['1 l milk', '1', 'l', 'milk'],
];

const words: readonly Expected[] = [
  ['salt to taste', null, null, 'salt', { note: 'to taste' }],
  ['Milk (Optional)', null, null, 'Milk', { optional: true }],
  ['(optional) ½ teaspoon nutmeg', '0.5', 'tsp', 'nutmeg', { optional: true }],
  ['2 tbsp butter or oil', '2', 'tbsp', 'butter', { alternatives: ['oil'] }],
  ['2 tbsp butter (or margarine)', '2', 'tbsp', 'butter', { alternatives: ['margarine'] }],
  ['Beer/dark ale', null, null, 'Beer', { alternatives: ['dark ale'] }],
  ['1 whole egg or 2 egg yolks', '1', 'piece', 'egg', { alternatives: ['egg yolks'] }],
  ['Juice of 1/2 lemon', '0.5', null, 'lemon juice'],
  ['Juice of half a lemon', '0.5', null, 'lemon juice'],
  ['zest and juice of 1 lemon', '1', null, 'lemon'],
  ['Optional: chopped cashews', null, null, 'chopped cashews', { optional: true }],
  [
    '2 boneless, skinless chicken breasts, diced',
    '2',
    'breast',
    'boneless, skinless chicken breasts',
    { note: 'diced' },
  ],
  ['a batch of [fresh pasta](/pasta)', '1', null, 'batch of fresh pasta'],
  ['For the tin: butter', null, null, 'butter', { note: 'For the tin' }],
  ['olive oil for frying', null, null, 'olive oil', { note: 'for frying' }],
];

const parsed = (line: string) => parseIngredientLine(line);

describe('a line of a recipe', () => {
  it.each([...amounts, ...spellings, ...scanned, ...words])('reads %j', (line, quantity, unit, name, more = {}) => {
    expect(parsed(line)).toMatchObject({ quantity, unit, name, isHeading: false, ...more });
  });

  it.each([
    'Dough:',
    'For the bechamel',
    'optional additional toppings:',
    '=== Dough ===',
    '## Dough',
    'Aluminum Foil',
    '',
  ])('takes %j for no food', (line) => {
    expect(parsed(line).isHeading).toBe(true);
  });

  it('never fails, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => {
        expect(typeof parsed(line).name).toBe('string');
      }),
    );
  });

  it.each([
    '1 '.repeat(5000),
    '('.repeat(5000),
    'or '.repeat(3000),
    `1${'/1'.repeat(3000)}`,
    ' ,'.repeat(5000),
    '1-'.repeat(4000),
  ])('stays quick with a long odd line', (line) => {
    expect(parsed(line)).toHaveProperty('name');
  });
});
