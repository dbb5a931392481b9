import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { Silence } from './silence.js';

/** As much of a pool as is looked at: how many connections there are, how many of them nobody uses, and what comes on them. */
class Connections extends EventEmitter {
  totalCount = 0;
  idleCount = 0;

  taken(): EventEmitter {
    const stream = new EventEmitter();
    this.totalCount += 1;
    this.emit('connect', { connection: { stream } });
    this.emit('acquire');
    return stream;
  }
}

let pool: Connections;
let answer: () => Promise<void>;
let asked: number;
let givenUp: number[];
let silence: Silence;
beforeEach(() => {
  jest.useFakeTimers();
  pool = new Connections();
  [asked, givenUp] = [0, []];
  answer = () => new Promise(() => undefined);
  silence = new Silence(pool as unknown as pg.Pool, {
    ask() {
      asked += 1;
      return answer();
    },
    silent: (clients) => void givenUp.push(clients.length),
  });
});
afterEach(() => {
  silence.close();
  jest.useRealTimers();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a server that somebody waits for', () => {
  it('is asked whether it is there when nothing has come for a while, and given up, all its connections, when that brings nothing either', async () => {
    pool.taken();
    pool.taken();
    await pass(150);
    expect([asked, givenUp]).toEqual([0, []]);
    await pass(100);
    expect([asked, givenUp]).toEqual([1, []]);
    await pass(1000);
    expect([asked, givenUp]).toEqual([1, []]);
    await pass(100);
    expect([asked, givenUp]).toEqual([1, [2]]);
  });

  it('is given up as well where it can not even be asked', async () => {
    answer = () => Promise.reject(new Error('refused'));
    pool.taken();
    await pass(1500);
    expect(givenUp).toEqual([1]);
  });

  it('is left at its work when all that it says takes a second', async () => {
    answer = () => new Promise((resolve) => void setTimeout(resolve, 1000));
    pool.taken();
    await pass(10_000);
    expect(givenUp).toEqual([]);
  });

  it('is left at its work as long as it answers what it is asked', async () => {
    answer = () => Promise.resolve();
    pool.taken();
    await pass(10_000);
    expect(givenUp).toEqual([]);
    expect(asked).toBeGreaterThan(10);
  });

  it('is not asked while anything comes on any of its connections', async () => {
    pool.taken();
    const stream = pool.taken();
    for (let time = 0; time < 20; time += 1) {
      await pass(100);
      stream.emit('data');
    }
    expect([asked, givenUp]).toEqual([0, []]);
  });
});

it('a server that nobody waits for is asked nothing, and its silence counts from when somebody does', async () => {
  pool.taken();
  await pass(150);
  pool.idleCount = 1;
  await pass(10_000);
  expect(asked).toBe(0);
  pool.idleCount = 0;
  pool.emit('acquire');
  await pass(150);
  expect(asked).toBe(0);
  await pass(100);
  expect(asked).toBe(1);
});
