import { beforeEach, describe, expect, it } from '@jest/globals';
import { MOST_IN_MIND, RequestCounts } from './request-counts.js';

const [MINUTE_MS, LIMIT] = [60_000, 10];

let now: number;
let counts: RequestCounts;
beforeEach(() => {
  now = 1_000_000;
  counts = new RequestCounts(() => now);
});

const ask = (key = 'user:7') => counts.count(key, LIMIT);
function askOften(times: number, key?: string) {
  let last = ask(key);
  for (let time = 1; time < times; time += 1) last = ask(key);
  return last;
}

describe('a count of requests', () => {
  it('lets the limit through in a minute and not one more, and each caller for itself', () => {
    expect(askOften(LIMIT)).toEqual({
      totalHits: LIMIT,
      timeToExpire: 60,
      isBlocked: false,
      timeToBlockExpire: 0,
    });
    now += 15_000;
    expect(ask()).toMatchObject({
      totalHits: LIMIT + 1,
      isBlocked: true,
      timeToExpire: 45,
      timeToBlockExpire: 60,
    });
    expect(ask('user:8')).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('blocks for as long as it says, whatever is asked meanwhile, and begins anew then', () => {
    askOften(LIMIT + 1);
    now += MINUTE_MS - 1;
    expect(askOften(50)).toMatchObject({ isBlocked: true, timeToBlockExpire: 1 });
    now += 1;
    expect(ask()).toMatchObject({ totalHits: 1, isBlocked: false, timeToBlockExpire: 0 });
  });

  it('does not forget a minute at its turn: of it counts what lies within the last sixty seconds', () => {
    now += 1;
    ask();
    now += MINUTE_MS - 2;
    askOften(LIMIT - 1);
    now += 3;
    expect(ask()).toMatchObject({ totalHits: LIMIT, isBlocked: false });
    expect(ask()).toMatchObject({ isBlocked: true });
  });

  it('counts half of the minute before when half of this one has gone, and nothing of older ones', () => {
    askOften(LIMIT);
    now += 1.5 * MINUTE_MS;
    expect(ask()).toMatchObject({ totalHits: LIMIT / 2 + 1 });
    now += 2 * MINUTE_MS;
    expect(ask()).toMatchObject({ totalHits: 1 });
  });

  it('keeps nobody in mind of whom nothing counts any more', () => {
    for (let caller = 0; caller < 1000; caller += 1) ask(`address:${caller}`);
    askOften(LIMIT + 1, 'user:7');
    expect(counts.size).toBe(1001);
    now += MINUTE_MS;
    ask('user:8');
    expect(counts.size).toBe(1002);
    now += MINUTE_MS;
    ask('user:8');
    expect(counts.size).toBe(1);
  });

  it('keeps no more callers in mind than it has places, however many come, and none of them costs the others theirs', () => {
    askOften(LIMIT + 1, 'user:7');
    for (let caller = 0; caller < 3 * MOST_IN_MIND; caller += 1) {
      ask(`address:${caller}`);
      if (caller % (MOST_IN_MIND / 4) === 0) expect(ask('user:7')).toMatchObject({ isBlocked: true });
    }
    expect(counts.size).toBeLessThanOrEqual(MOST_IN_MIND);
    expect(ask(`address:${3 * MOST_IN_MIND - 1}`)).toMatchObject({ totalHits: 2 });
    expect(ask('address:0')).toMatchObject({ totalHits: 1 });
  });
});
