import { describe, expect, it } from '@jest/globals';
import { agreedOn, isMajority, isWhole, viewIn, type View } from './cluster.view.js';
import { slotOf } from './slot.js';

/** What a node says: its own line first; who owns what, in which epoch. */
function viewBy(me: string, owners: Readonly<Record<string, readonly [epoch: number, slots: string]>>): View {
  const lines = Object.entries(owners).map(([id, [epoch, slots]]) => {
    const flags = id === me ? 'myself,master' : 'master';
    return `${id} 10.0.0.${id.charCodeAt(0)}:6379@16379,host-${id} ${flags} - 0 0 ${epoch} connected ${slots}`;
  });
  const replica = 'r 10.0.0.9:6379@16379 slave a 0 0 1 connected';
  return viewIn([replica, ...lines, ''].join('\n'), '127.0.0.1');
}

const whole = { a: [1, '0-5460'], b: [2, '5461-10922'], c: [3, '10923-16383'] } as const;
const idsOf = (views: readonly View[]) =>
  agreedOn(views)
    .map(({ id }) => id)
    .toSorted();

describe('what a node says of the cluster', () => {
  it('names the masters that own something, with where they are and what they own', () => {
    const { by, owners } = viewIn(
      [
        'aa :6379@16379 myself,master - 0 0 7 connected 0-5460 5462 [93->-bb] [94-<-cc]',
        'bb ::1:6380@16380 master - 0 0 2 connected',
        'cc 10.0.0.3:6381@16381,host master,fail - 0 0 3 disconnected 10923-16383',
      ].join('\n'),
      '127.0.0.1',
    );
    expect(by).toBe('aa');
    expect(owners).toEqual([
      {
        id: 'aa',
        address: '127.0.0.1:6379',
        epoch: '7',
        slots: [
          [0, 5460],
          [5462, 5462],
        ],
      },
      { id: 'cc', address: '10.0.0.3:6381', epoch: '3', slots: [[10923, 16383]] },
    ]);
  });
});

describe('who owns the slots', () => {
  it('is agreed on by more than half of the masters', () => {
    expect(idsOf(['a', 'b', 'c'].map((me) => viewBy(me, whole)))).toEqual(['a', 'b', 'c']);
    expect(idsOf(['a', 'b'].map((me) => viewBy(me, whole)))).toEqual(['a', 'b', 'c']);
    expect(idsOf([viewBy('a', whole)])).toEqual([]);
    expect(idsOf([])).toEqual([]);
  });

  it('is not what a master says twice, or a replica', () => {
    expect(idsOf([viewBy('a', whole), viewBy('a', whole), viewBy('r', whole), viewBy('r', whole)])).toEqual([]);
  });

  it('is not the old master that still believes in itself', () => {
    const { b, c } = whole;
    const after = { d: [4, '0-5460'], b, c } as const;
    expect(idsOf([viewBy('a', whole), viewBy('b', after), viewBy('c', after)])).toEqual(['b', 'c', 'd']);
    expect(idsOf([viewBy('a', whole), viewBy('b', after)])).toEqual(['b', 'c']);
  });

  it('is nobody while they differ in since when', () => {
    const later = { ...whole, a: [9, '0-5460'] } as const;
    expect(idsOf([viewBy('a', later), viewBy('b', whole)])).toEqual(['b', 'c']);
  });
});

describe('what was heard so far', () => {
  const heard = (...by: string[]) => by.map((me) => viewBy(me, whole));

  it('is of a majority once more than half of the masters have spoken, each of them once', () => {
    expect([heard('a', 'b'), heard('a', 'b', 'c')].map(isMajority)).toEqual([true, true]);
    expect([[], heard('a'), heard('a', 'a'), heard('a', 'r')].map(isMajority)).toEqual([false, false, false, false]);
  });

  it('is the whole cluster once each slot has an owner', () => {
    const { a, b } = whole;
    expect(isWhole(agreedOn(heard('a', 'b')))).toBe(true);
    expect(isWhole(agreedOn([viewBy('a', { a, b }), viewBy('b', { a, b })]))).toBe(false);
    expect(isWhole([])).toBe(false);
  });
});

describe('the slot of a key', () => {
  /** As `CLUSTER KEYSLOT` of Redis 7.0.15 has it. */
  it.each([
    ['', 0],
    ['123456789', 12739],
    ['pantry:7', 13602],
    ['{pantry}:7', 2260],
    ['{pantry', 1946],
    ['{}pantry', 28],
    ['a{b}{c}', 3300],
    ['a{{b}c', 6215],
    ['ключ🥕', 3927],
  ])('of %j is %d', (key, slot) => {
    expect(slotOf(key)).toBe(slot);
  });
});
