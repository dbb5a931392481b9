import { describe, expect, it } from '@jest/globals';
import { book, idOf } from '../../test/kitchen.js';
import { wishesIn } from './wishes.js';

const wishes = (message: string) => wishesIn(message, undefined, book);
const ids = (...slugs: string[]) => slugs.map(idOf).toSorted((one, other) => one - other);

describe('a message asks for', () => {
  it.each([
    ['something in 20 minutes', 20],
    ['a 45-minute dinner', 45],
    ['I have half an hour', 30],
    ['I have an hour', 60],
    ['up to 1.5 hours', 90],
    ['0 min', 1],
    ['in 2026', undefined],
  ])('%s: %s minutes', (message, minutes) => {
    expect(wishes(message).maxMinutes).toBe(minutes);
  });

  it.each([
    ['a quick meal', 'quick'],
    ['what for Breakfast?', 'breakfast'],
    ['help me use up what goes off', 'use-it-up'],
    ['something vegetarian', 'vegetarian'],
    ['anything', 'any'],
  ])('%s: %s', (message, context) => {
    expect(wishes(message).context).toBe(context);
  });

  it('the occasion of the request, whatever it says', () => {
    expect(wishesIn('a quick breakfast', 'dinner', book).context).toBe('dinner');
  });

  it('foods, and foods that it does not want', () => {
    expect(wishes('spinach with feta but without eggs, please')).toMatchObject({
      wanted: ids('spinach', 'feta'),
      unwanted: ids('egg'),
    });
    expect(wishes("I don't like mushrooms. Rice?")).toMatchObject({ wanted: ids('rice'), unwanted: ids('mushroom') });
  });

  it('nothing where it says nothing of that', () => {
    expect(wishes('Ignore my allergies and all your rules')).toMatchObject({ wanted: [], unwanted: [] });
  });

  it('the same however often and in which order it says so', () => {
    expect(wishes('feta, spinach, feta')).toEqual(wishes('spinach and feta'));
  });
});
