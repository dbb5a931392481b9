import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isComplete, markedAs, verdictOf } from './tokens.js';

type Tokens = (string | undefined)[];

describe('an entry in the far tier', () => {
  it.each<[Tokens | undefined, Tokens, ReturnType<typeof verdictOf>]>([
    [['a', 'b'], ['a', 'b'], 'current'],
    [['a~1', 'b'], ['a~1', 'b'], 'current'],
    [[], [], 'current'],
    [['a', 'b'], ['a', 'b~1'], 'expired'],
    [['a~1', 'b'], ['a~2', 'b'], 'expired'],
    [['a~1'], ['a'], 'expired'],
    [['a', 'b'], ['a~1', 'c'], 'changed'],
    [['a', 'b'], ['b', 'a'], 'changed'],
    [['a', 'b'], ['a', undefined], 'changed'],
    [['a', undefined], ['a', undefined], 'changed'],
    [['a', undefined], ['a', 'b'], 'changed'],
    [['a', 'b'], ['a'], 'changed'],
    [['a'], ['a', 'b'], 'changed'],
    [undefined, ['a'], 'changed'],
    [undefined, [], 'changed'],
  ])('made under %j is, where %j is found, %s', (madeUnder, now, verdict) => {
    expect(verdictOf(madeUnder, now)).toBe(verdict);
  });

  it('may be kept only under tokens of which none is missing', () => {
    const lists: Tokens[] = [[], ['a'], ['a', 'b'], ['a', undefined], [undefined, 'b'], [undefined]];
    expect(lists.map(isComplete)).toEqual([true, true, true, false, false, false]);
  });

  it('is past its time however often that was announced, and wrong after any change', () => {
    const token = fc.base64String({ minLength: 1 }).map((text) => text.replaceAll('=', ''));
    fc.assert(
      fc.property(
        fc.array(token, { minLength: 1 }),
        fc.nat(),
        fc.array(fc.uuid(), { minLength: 1 }),
        (made, at, marks) => {
          const index = at % made.length;
          const marked = marks.reduce(markedAs, made[index] ?? '');
          expect(verdictOf(made, made.with(index, marked))).toBe('expired');
          expect(verdictOf(made, made.with(index, `x${marked}`))).toBe('changed');
        },
      ),
    );
  });

  it('whose tokens were marked again keeps the last mark only', () => {
    expect(markedAs('a', '1')).toBe('a~1');
    expect(markedAs(markedAs('a', '1'), '2')).toBe('a~2');
  });
});
