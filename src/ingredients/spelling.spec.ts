import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isOneSlipApart, slipsBetween } from './spelling.js';

describe('slips of the pen', () => {
  it.each([
    ['onion', 'onion', 0],
    ['onion', 'onions', 1],
    ['onion', 'onin', 1],
    ['onion', 'onian', 1],
    ['onion', 'oinon', 1],
    ['parsley', 'parlsye', 2],
    ['mozzarella', 'mozarela', 2],
    ['casserole', 'casarole', 2],
    ['rice', 'mice', 1],
  ])('%s and %s: %i', (one, other, slips) => {
    expect(slipsBetween(one, other, 2)).toBe(slips);
    expect(slipsBetween(other, one, 2)).toBe(slips);
    expect(isOneSlipApart(one, other)).toBe(slips === 1);
  });

  it('are not counted further than asked for', () => {
    expect(slipsBetween('mozzarella', 'mozarela', 1)).toBeUndefined();
    expect(slipsBetween('rice', 'ricotta', 2)).toBeUndefined();
    expect(slipsBetween('', 'egg', 2)).toBeUndefined();
  });

  it('are as many as were made, or fewer', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 3, maxLength: 12 });
    const slip = fc.tuple(fc.nat(), fc.constantFrom('missing', 'wrong', 'more', 'swapped'));
    fc.assert(
      fc.property(letters, fc.array(slip, { maxLength: 2 }), (word, made) => {
        const written = made.reduce((text, [place, kind]) => withSlip(text, place % (text.length + 1), kind), word);
        const slips = slipsBetween(word, written, 4);
        expect(slips).toBeDefined();
        // Two slips in one place may take more to mend, as no letter is mended twice.
        expect(slips).toBeLessThanOrEqual(made.length === 2 ? 3 : made.length);
        expect(slips === 0).toBe(word === written);
        expect(slipsBetween(written, word, 4)).toBe(slips);
      }),
    );
  });
});

function withSlip(text: string, at: number, kind: string): string {
  const [before, letter = '', after] = [text.slice(0, at), text[at], text.slice(at + 1)];
  if (kind === 'missing') return before + after;
  if (kind === 'wrong') return `${before}x${after}`;
  if (kind === 'more') return `${before}x${letter}${after}`;
  return `${before}${after.slice(0, 1)}${letter}${after.slice(1)}`;
}
