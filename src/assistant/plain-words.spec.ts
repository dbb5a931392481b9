import { expect, it } from '@jest/globals';
import { foodWords } from '../ingredients/food-words.js';
import { isPlain } from './plain-words.js';

it.each([
  "You're in luck: it needs only what is already in your kitchen, and it's done before the news starts.",
  "It should do nicely. It's naturally gluten-free and dairy-free, and everything cooks in a single pan.",
  "I'd avoid anything heavy tonight and opt for this, which clocks in at about 300 kcal.",
  'Chop, stir and simmer gently; the tastiest part is ready in 35 minutes, with 15 g of protein a portion.',
])('says nothing of food: %s', (text) => {
  expect(foodWords(text).filter((word) => !isPlain(word))).toEqual([]);
});

it.each([
  'creamy',
  'buttery',
  'nutty',
  'cheesy',
  'fishy',
  'dairy',
  'wheat',
  'pastry',
  'cracker',
  'breaded',
  'shellfish',
  'satay',
  'goobers',
  'peanutbutter',
  'cacahuètes',
  'арахис',
])('may speak of food: %s', (word) => {
  expect(foodWords(word).some((one) => !isPlain(one))).toBe(true);
});
