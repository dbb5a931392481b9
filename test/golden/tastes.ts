import { before, CUPBOARD, first, notProposed, opens, type GoldenCase, type Stocked } from './table.js';

const PASTA_AND_CURRY: readonly Stocked[] = [
  ...CUPBOARD,
  ['spaghetti', 400, 'g'],
  ['chilli flakes', 20, 'g'],
  ['chopped tomatoes', 3, 'tin'],
  ['black olives', 100, 'g'],
  ['capers', 60, 'g'],
  ['parsley', 1, 'bunch'],
  ['onions', 3, 'piece'],
  ['fresh ginger', 60, 'g'],
  ['chilli powder', 30, 'g'],
  ['tinned chickpeas', 2, 'tin'],
  ['spinach', 200, 'g'],
  ['lemon juice', 60, 'ml'],
  ['red lentils', 300, 'g'],
  ['tomatoes', 300, 'g'],
  ['mustard seeds', 20, 'g'],
  ['cumin seeds', 20, 'g'],
  ['green chilli', 1, 'piece'],
  ['fresh coriander', 1, 'bunch'],
];

const PASTA = 'Spaghetti with olives, capers and tomatoes';
const CURRY = 'Chickpea and spinach curry';
const DAL = 'Red lentil dal with mustard seeds';

/** What people like, what they have time for, what they had lately, and what makes a meal. */
export const tasteCases: readonly GoldenCase[] = [
  {
    kitchen: 'a pasta and two curries, for somebody fond of Italian food',
    pantry: PASTA_AND_CURRY,
    preferences: { cuisines: { italian: 0.9 } },
    expects: [first(PASTA, 'all are complete, and this is what is liked')],
  },
  {
    kitchen: 'the same for somebody fond of Indian food',
    pantry: PASTA_AND_CURRY,
    preferences: { cuisines: { indian: 0.9 } },
    expects: [opens('indian', 'all are complete, and this is what is liked')],
  },
  {
    kitchen: 'the same for somebody who does not like spinach',
    pantry: PASTA_AND_CURRY,
    preferences: { dislikedIngredients: ['spinach'] },
    expects: [before(DAL, CURRY, 'the curry is half spinach'), before(PASTA, CURRY, 'and the pasta has none')],
  },
  {
    kitchen: 'the same, the day after the chickpea curry',
    pantry: PASTA_AND_CURRY,
    acts: [['cooked', CURRY, 1]],
    expects: [before(DAL, CURRY, 'not the same two days running'), before(PASTA, CURRY, 'nor before a pasta')],
  },
  {
    kitchen: 'the same, a week after the pasta was waved away',
    pantry: PASTA_AND_CURRY,
    acts: [['dismissed', PASTA, 7]],
    expects: [before(CURRY, PASTA, 'no was meant'), before(DAL, PASTA, 'no was meant')],
  },
  {
    kitchen: 'twenty minutes and no more',
    pantry: [
      ...PASTA_AND_CURRY,
      ['eggs', 6, 'piece'],
      ['garam masala', 20, 'g'],
      ['red pepper', 1, 'piece'],
      ['stewing beef', 1000, 'g'],
    ],
    preferences: { maxMinutes: 20 },
    expects: [
      before('Masala scrambled eggs', 'Shakshuka with peppers and cumin', 'eighteen minutes against thirty-five'),
      notProposed('Beef and carrot stew', 'it takes nearly three hours'),
      notProposed(DAL, 'it takes forty minutes'),
    ],
  },
  {
    kitchen: 'somebody who wants protein, with chicken and tofu for the same bowl of rice',
    pantry: [
      ...CUPBOARD,
      ['noodles', 200, 'g'],
      ['egg noodles', 200, 'g'],
      ['carrot', 2, 'piece'],
      ['white cabbage', 150, 'g'],
      ['red pepper', 1, 'piece'],
      ['bean sprouts', 150, 'g'],
      ['spring onions', 8, 'piece'],
      ['sesame oil', 50, 'ml'],
      ['sirloin steak', 400, 'g'],
      ['cornflour', 100, 'g'],
      ['broccoli', 350, 'g'],
      ['fresh ginger', 30, 'g'],
      ['brown sugar', 100, 'g'],
    ],
    preferences: { nutritionGoals: { protein: 150 } },
    expects: [before('Beef and broccoli stir-fry', 'Vegetable chow mein', 'both are there; the steak has the protein')],
  },
  {
    kitchen: 'everything for macaroni cheese, and so everything for a white sauce',
    context: 'dinner',
    pantry: [
      ...CUPBOARD,
      ['macaroni', 350, 'g'],
      ['butter', 250, 'g'],
      ['leeks', 3, 'piece'],
      ['milk', 1000, 'ml'],
      ['english mustard', 50, 'g'],
      ['mature cheddar', 200, 'g'],
      ['breadcrumbs', 40, 'g'],
      ['bay leaves', 5, 'piece'],
      ['ground nutmeg', 20, 'g'],
    ],
    expects: [
      before('Leek macaroni cheese', 'White sauce', 'a sauce by itself is no dinner'),
      first('Leek macaroni cheese', 'it is the one dish there is'),
    ],
  },
  {
    kitchen: 'rice, a tin cupboard and onions',
    context: 'dinner',
    pantry: [...PASTA_AND_CURRY, ['basmati rice', 500, 'g']],
    expects: [
      before(CURRY, 'Fluffy basmati rice', 'rice goes with it, and is no dinner by itself'),
      before(PASTA, 'Everyday tomato sauce', 'the sauce is part of a dish, the pasta is one'),
    ],
  },
];
