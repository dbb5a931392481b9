import { allowed, before, CUPBOARD, first, never, stays, type GoldenCase, type Stocked } from './table.js';

const FULL_FRIDGE: readonly Stocked[] = [
  ...CUPBOARD,
  ['butter', 250, 'g', 1],
  ['whole milk', 1000, 'ml', 1],
  ['eggs', 6, 'piece', 2],
  ['parmesan', 100, 'g'],
  ['streaky bacon', 100, 'g', 2],
  ['spaghetti', 500, 'g'],
  ['chicken breasts', 450, 'g', 1, 'use-by'],
  ['cashews', 100, 'g'],
  ['prawns', 400, 'g', 1, 'use-by'],
  ['coconut milk', 400, 'ml', 2],
  ['onions', 2, 'piece'],
  ['chopped tomatoes', 2, 'tin'],
];

/** What must not be on the plate, however good all else is. */
export const mustNotEatCases: readonly GoldenCase[] = [
  {
    kitchen: 'a full fridge and an allergy to nuts',
    pantry: FULL_FRIDGE,
    preferences: { allergens: ['nuts'], likedIngredients: ['cashews'] },
    expects: [
      ...never(
        ['Cashew chicken', 'Muhammara', 'Whole orange and almond cake', 'Maple almond granola'],
        'they have nuts',
      ),
      ...allowed(['White sauce', 'Spinach and ricotta cannelloni'], 'nutmeg is no nut'),
      ...allowed(['Coconut prawn curry'], 'nor is a coconut'),
      ...never(['Mango sticky rice', 'Coconut fish stew with peppers'], 'sesame and paprika are packed beside nuts'),
      stays('cashews', 'they are no replacement for anything either'),
    ],
  },
  {
    kitchen: 'a full fridge and an allergy to milk',
    pantry: FULL_FRIDGE,
    preferences: { allergens: ['milk'] },
    expects: [
      ...never(
        ['Spaghetti carbonara', 'White sauce', 'Fish pie with peas', 'Chicken paprikash'],
        'cheese, butter, cream',
      ),
      ...allowed(['Coconut prawn curry', 'Mango sticky rice'], 'coconut milk is no milk'),
      stays('butter', 'not even for the oil of another recipe'),
    ],
  },
  {
    kitchen: 'a full fridge and an allergy to eggs',
    pantry: FULL_FRIDGE,
    preferences: { allergens: ['eggs'] },
    expects: [
      ...never(['Tuna melt', 'Chicken Caesar wrap'], 'mayonnaise is made of eggs'),
      ...never(['Chicken noodle soup', 'Vegetable chow mein'], 'egg noodles'),
      ...allowed(['Butter bean ratatouille', 'Baba ghanoush'], 'an aubergine is an eggplant and no egg'),
      stays('eggs', 'due or not'),
    ],
  },
  {
    kitchen: 'a full fridge and an allergy to fish',
    pantry: FULL_FRIDGE,
    preferences: { allergens: ['fish'] },
    expects: [
      ...never(["Shepherd's pie"], 'Worcestershire sauce has anchovies'),
      ...never(['Turkey and basil stir-fry', 'Thai beef salad', 'Prawn pad thai'], 'fish sauce'),
      ...never(['Chicken Caesar wrap'], 'an anchovy'),
      ...allowed(['Chicken fajitas', 'Smoky black bean chilli'], 'no fish anywhere'),
    ],
  },
  {
    kitchen: 'a full fridge and no gluten',
    pantry: FULL_FRIDGE,
    preferences: { allergens: ['gluten'] },
    expects: [
      ...never(['Garlic pak choi', 'Tofu and broccoli stir-fry', 'Chicken adobo'], 'soy sauce is brewed with wheat'),
      ...never(['Tabbouleh', 'Roast squash with pearl barley and sage'], 'bulgur is wheat, and barley has gluten too'),
      ...never(['Chickpea flour pancakes with tomato and coriander'], 'gram flour is milled where wheat is'),
      ...allowed(['Fluffy basmati rice', 'Olive oil mash', 'Everyday tomato sauce'], 'rice, potatoes and tomatoes'),
    ],
  },
  {
    kitchen: 'a vegan with all that hummus takes, in a household that has cheese due today',
    pantry: [
      ...CUPBOARD,
      ['chickpeas', 800, 'g'],
      ['tahini', 300, 'g'],
      ['lemon', 2, 'piece', 3],
      ['feta', 250, 'g', 0],
      ['greek yoghurt', 400, 'g', 0],
      ['cucumber', 1, 'piece', 1],
      ['honey', 200, 'g'],
    ],
    preferences: { diets: ['vegan'] },
    expects: [
      first('Classic hummus', 'it is complete, and saves the lemon'),
      ...never(['Tzatziki', 'Greek village salad', 'Mango lassi'], 'yoghurt and cheese'),
      ...never(['Wholemeal soda bread', 'Lamb tagine with prunes'], 'honey, buttermilk, lamb'),
      stays('feta', 'the housemate eats it'),
    ],
  },
  {
    kitchen: 'vegetarians with bacon in the fridge',
    pantry: FULL_FRIDGE,
    preferences: { diets: ['vegetarian'] },
    expects: [
      ...never(['Spaghetti carbonara', 'Cashew chicken', 'Coconut prawn curry'], 'meat and prawns'),
      ...never(['Vanilla panna cotta with raspberries'], 'gelatine is made of animals'),
      ...never(['Roast chicken with lemon and potatoes'], 'a chicken'),
      stays('streaky bacon', 'not as an idea for anything'),
    ],
  },
  {
    kitchen: 'somebody who eats fish but no meat',
    pantry: [
      ...FULL_FRIDGE,
      ['mustard seeds', 20, 'g'],
      ['fresh ginger', 50, 'g'],
      ['green chilli', 1, 'piece'],
      ['tomatoes', 300, 'g'],
      ['fresh coriander', 1, 'bunch'],
      ['tinned tuna', 2, 'tin'],
      ['baby potatoes', 400, 'g'],
      ['green beans', 200, 'g'],
      ['cherry tomatoes', 200, 'g'],
      ['black olives', 60, 'g'],
      ['lettuce', 1, 'piece'],
    ],
    preferences: { diets: ['pescatarian'] },
    expects: [
      ...never(['Cashew chicken', 'Spaghetti carbonara', 'Beef and carrot stew'], 'meat'),
      before('Coconut prawn curry', 'Tuna niçoise salad', 'the prawns and the coconut milk have to go'),
    ],
  },
  {
    kitchen: 'a halal kitchen',
    pantry: [...CUPBOARD, ['lamb mince', 500, 'g', 1, 'use-by'], ['onions', 3, 'piece'], ['carrots', 2, 'piece']],
    preferences: { diets: ['halal-friendly'] },
    expects: [
      ...never(['Spaghetti carbonara', 'Sausage and white bean casserole', 'Spicy pork with rice'], 'pork'),
      ...never(['Beef and carrot stew', 'Chicken cacciatore', 'Mussels in tomato and white wine'], 'wine'),
      ...never(['Teriyaki chicken rice bowl'], 'mirin is rice wine'),
      ...never(['Vanilla panna cotta with raspberries'], 'nobody knows what the gelatine is of'),
    ],
  },
];
