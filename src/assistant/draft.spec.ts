import { describe, expect, it } from '@jest/globals';
import { checked, draftIn } from './draft.js';

const BOUNDS = { candidates: [{ id: 11 }, { id: 12 }], isHarmless: (text: string) => !text.includes('peanut') };
const taken = (draft: unknown) => checked(draftIn(JSON.stringify(draft)), BOUNDS);

describe('what a model returns', () => {
  it('is taken where it recommends what it was offered', () => {
    expect(taken({ answer: ' Cook the pie.\nThen eat. ', recipes: [12, 11, 12], mood: 'good' })).toEqual({
      answer: 'Cook the pie.\nThen eat.',
      recipes: [12, 11],
    });
    expect(taken({ answer: 'Nothing today.', recipes: [] }).recipes).toEqual([]);
  });

  it.each([
    ['an unknown recipe', { answer: 'Eat this', recipes: [11, 666] }],
    ['a recipe that is no id', { answer: 'Eat this', recipes: ['11'] }],
    ['a recipe between two', { answer: 'Eat this', recipes: [11.5] }],
    ['no recipes', { answer: 'Eat this' }],
    ['no answer', { recipes: [11] }],
    ['an empty answer', { answer: '  ', recipes: [11] }],
    ['an answer that is no text', { answer: { html: 'x' }, recipes: [11] }],
    ['a very long answer', { answer: 'a'.repeat(1501), recipes: [11] }],
    ['an address', { answer: 'See https://evil.example/?q=secret', recipes: [11] }],
    ['a picture of elsewhere', { answer: '![x](//evil.example/p.png)', recipes: [11] }],
    ['markup', { answer: '<script>alert(1)</script>', recipes: [11] }],
    ['control characters', { answer: 'a\u0000b', recipes: [11] }],
    ['writing turned around', { answer: 'a\u202Eb', recipes: [11] }],
    ['what the user must not eat', { answer: 'Add peanut butter', recipes: [11] }],
    ['a list', [1, 2]],
    ['null', null],
  ])('is refused with %s', (_, draft) => {
    expect(() => taken(draft)).toThrow(expect.objectContaining({ code: 'DRAFT_REFUSED' }));
  });

  it.each(['', 'Sure! {"answer": "x"}', undefined, 7, null])('is refused where it is no JSON: %s', (text) => {
    expect(() => draftIn(text)).toThrow(expect.objectContaining({ code: 'DRAFT_REFUSED' }));
  });
});
