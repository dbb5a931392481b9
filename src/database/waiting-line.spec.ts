import { beforeEach, describe, expect, it } from '@jest/globals';
import { WaitingLine, type Guest } from './waiting-line.js';

const [PLACES, SPARE, PATIENCE, LONGEST] = [4, 2, 3, 10];

let line: WaitingLine;
/** What became of whom, in order. */
let told: string[];
beforeEach(() => {
  line = new WaitingLine({ places: PLACES, spare: SPARE, patience: PATIENCE, longest: LONGEST });
  told = [];
});

const guest = (name: string, isSpare = false): Guest => ({
  isSpare,
  enter: () => told.push(`${name} in`),
  refuse: () => told.push(`${name} out`),
});

function join(...names: string[]): void {
  for (const name of names) line.join(guest(name));
}

/** One of those who cannot do without. */
function leave(isWell: boolean): void {
  line.leave(guest('whoever'), isWell);
}

/** All places are taken, and nothing is told yet. */
function fill(): void {
  join(...Array.from({ length: PLACES }, (_, at) => `${at}`));
  told = [];
}

function beat(times = 1, inTheMaking = 0): void {
  for (let time = 0; time < times; time += 1) line.beat(inTheMaking);
}

describe('a line for a few places', () => {
  it('lets in at once whoever finds one, and the others in the order in which they came', () => {
    join('a', 'b', 'c', 'd', 'e', 'f');
    expect(told).toEqual(['a in', 'b in', 'c in', 'd in']);
    expect(line.isWaitedIn).toBe(true);
    leave(true);
    join('g');
    leave(false);
    expect(told.slice(PLACES)).toEqual(['e in', 'f in']);
    leave(true);
    leave(true);
    leave(true);
    expect([told.at(-1), line.isWaitedIn]).toEqual(['g in', false]);
    join('h', 'i');
    expect(told.slice(-2)).toEqual(['h in', 'i in']);
  });

  it('of which nothing comes back sends each away after their patience, who is told once', () => {
    fill();
    join('a');
    beat();
    join('b');
    beat(PATIENCE - 2);
    expect(told).toEqual([]);
    beat();
    expect(told).toEqual(['a out']);
    beat();
    expect(told).toEqual(['a out', 'b out']);
    beat(LONGEST);
    leave(true);
    join('c');
    expect(told.slice(2)).toEqual(['c in']);
  });

  it('that gives back half of its places within that time is waited in for longer, but not for ever', () => {
    fill();
    join('a', ...'bcdefghijklmnopqrstuvwxyz'.split(''));
    for (let time = 1; time < LONGEST; time += 1) {
      if (time % PATIENCE === 1) for (let left = 0; left < PLACES / 2; left += 1) leave(true);
      beat();
    }
    expect(told.filter((what) => what.endsWith('out'))).toEqual([]);
    beat();
    expect(told.filter((what) => what.endsWith('in'))).toEqual(['a in', 'b in', 'c in', 'd in', 'e in', 'f in']);
    expect(told.filter((what) => what.endsWith('out'))).toHaveLength(20);
  });

  it('that gives back fewer, or broken ones, does not move', () => {
    fill();
    join('a', 'b', 'c', 'd', 'e');
    leave(true);
    leave(false);
    leave(false);
    beat(PATIENCE);
    expect(told).toEqual(['a in', 'b in', 'c in', 'd out', 'e out']);
  });

  it('is not judged by what came back before anybody waited', () => {
    fill();
    for (let time = 0; time < 100; time += 1) {
      leave(true);
      join('before');
    }
    told = [];
    join('a');
    beat(PATIENCE);
    expect(told).toEqual(['a out']);
  });

  it('of whose places half are only being made is waited in for as long as one that moves', () => {
    fill();
    join('a');
    beat(LONGEST - 1, PLACES / 2);
    expect(told).toEqual([]);
    beat(1, PLACES / 2);
    expect(told).toEqual(['a out']);
    join('b');
    beat(PATIENCE, PLACES / 2 - 1);
    expect(told).toEqual(['a out', 'b out']);
  });

  it('may be joined anew by who is sent away', () => {
    fill();
    line.join({ ...guest('a'), refuse: () => join('again') });
    beat(PATIENCE);
    expect([told, line.isWaitedIn]).toEqual([[], true]);
    leave(true);
    expect(told).toEqual(['again in']);
  });

  it('keeps places for those who cannot do without, who go before the others there', () => {
    const spare = ['a', 'b', 'c', 'd'].map((name) => guest(name, true));
    for (const one of spare) line.join(one);
    expect(told).toEqual(['a in', 'b in']);
    join('e', 'f', 'g');
    expect(told.slice(2)).toEqual(['e in', 'f in']);
    leave(true);
    leave(true);
    expect(told.slice(4)).toEqual(['g in']);
    for (const one of spare.slice(0, 2)) line.leave(one, true);
    expect([told.slice(5), line.isWaitedIn]).toEqual([['c in', 'd in'], false]);
  });

  it('sends away who can do without as it does the others', () => {
    fill();
    line.join(guest('a', true));
    join('b');
    beat(PATIENCE);
    expect(told).toEqual(['a out', 'b out']);
  });
});
