import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { LinedPool } from './lined-pool.js';

type OnAnswer = (error: Error | undefined, result?: unknown) => void;

/** As much of a connection as a pool looks at. What is asked on it waits until the test says what came of it. */
class Connection extends EventEmitter {
  readonly _queryable = true;
  /** As a client says that its connection broke. */
  readonly connection = { stream: { destroy: (reason: Error) => void this.emit('error', reason) } };

  constructor() {
    super();
    made += 1;
  }

  connect(callback: () => void): void {
    callback();
  }

  query(text: string, _values: unknown, callback: OnAnswer): void {
    asked.set(text, callback);
  }

  end(callback: () => void): void {
    callback();
  }
}

let made: number;
let asked: Map<string, OnAnswer>;
let told: string[];
let pool: LinedPool;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  [made, asked, told] = [0, new Map(), []];
  pool = new LinedPool({ max: 2, Client: Connection as unknown as typeof pg.Client }, () => false);
});
afterEach(() => void jest.useRealTimers());

async function ask(...names: string[]): Promise<void> {
  for (const name of names) {
    pool.query(name).then(
      () => told.push(`${name} done`),
      (error: pg.DatabaseError) => told.push(`${name} ${error.code ?? error.message}`),
    );
  }
  await settled();
}

async function answer(name: string, error?: Error): Promise<void> {
  asked.get(name)?.(error);
  asked.delete(name);
  await settled();
}

const settled = () => new Promise(setImmediate);
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const failure = (code: string) => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code });

describe('a connection', () => {
  it.each([
    ['on which a lock was waited for in vain', '55P03'],
    ['on which a statement took too long', '57014'],
    ['on which something was there already', '23505'],
  ])('%s is used again', async (_, code) => {
    await ask('a');
    await answer('a', failure(code));
    await ask('b');
    await answer('b');
    expect([told, made]).toEqual([[`a ${code}`, 'b done'], 1]);
  });

  it.each([
    ['that the server ended', failure('57P01')],
    ['that broke', failure('08006')],
    ['whose server does not know itself any more', failure('XX000')],
    ['on which no answer came', new Error('Query read timeout')],
  ])('%s is not', async (_, error) => {
    await ask('a');
    await answer('a', error);
    await ask('b');
    await answer('b');
    expect([told.at(-1), made]).toEqual(['b done', 2]);
  });
});

it('a connection on which no answer comes is given up after two and a half seconds, unless it is for more than a statement', async () => {
  const held = await pool.connect();
  await ask('a');
  await pass(2400);
  expect(told).toEqual([]);
  await pass(100);
  await settled();
  expect(told).toEqual(['a ETIMEDOUT']);
  await ask('b');
  await pass(1500);
  await answer('b');
  await ask('c');
  await pass(1500);
  await answer('c');
  held.release();
  expect(told.slice(1)).toEqual(['b done', 'c done']);
});

it('a connection of which nothing is asked is not given up, however long that lasts', async () => {
  await ask('a');
  await answer('a');
  await pass(5000);
  await ask('b');
  await answer('b');
  expect([told, made]).toEqual([['a done', 'b done'], 1]);
});

describe('who waits for a connection', () => {
  it('waits on while those before them get what they want, but not for ever', async () => {
    await ask('a', 'b', 'c', 'd', 'e', 'f', 'g');
    for (const name of ['a', 'b', 'c']) {
      await pass(200);
      await answer(name);
    }
    expect(told).toEqual(['a done', 'b done', 'c done']);
    await pass(200);
    expect(told.slice(3)).toEqual(['f 53300', 'g 53300']);
  });

  it('is told within a quarter of a second that it is in vain where those before them get nothing, though they come away', async () => {
    await ask('a', 'b', 'c', 'd', 'e');
    await pass(200);
    await answer('a', failure('55P03'));
    await answer('b', failure('55P03'));
    await pass(50);
    expect(told).toEqual(['a 55P03', 'b 55P03', 'e 53300']);
    expect([...asked.keys()]).toEqual(['c', 'd']);
  });
});
