import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Tokens } from '../src/auth/tokens.js';
import { Cook } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { aRandom } from './random.js';

const SAMPLES = 1000;
/** Enough where the difference is plain. */
const FEW = 100;
const LEAST_P = 0.01;
const ROUNDS = 3;
const NOBODY = 9;

let app: TestApp;
let ann: Cook;
/** His pantry is held, Carl's was never asked for. */
let bob: Cook;
let carl: Cook;
beforeAll(async () => {
  app = await startApp();
  ann = await Cook.with(app);
  bob = await Cook.with(app, [{ name: 'rice', quantity: 500, unit: 'g' }]);
  carl = await Cook.with(app, [{ name: 'rice', quantity: 500, unit: 'g' }]);
  expect(Math.max(ann.id, bob.id, carl.id)).toBeLessThan(NOBODY);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => app.stop());

type Ask = () => Promise<Reply>;

async function timeOf(ask: Ask): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

/** As many of each, in an order of chance: what slows the machine down for a while slows both. */
async function timesOf(one: Ask, other: Ask, samples: number): Promise<readonly [number[], number[]]> {
  const { next } = aRandom();
  const times: [number[], number[]] = [[], []];
  for (let pair = 0; pair < samples; pair += 1) {
    const isOneFirst = next() < 0.5;
    if (isOneFirst) times[0].push(await timeOf(one));
    times[1].push(await timeOf(other));
    if (!isOneFirst) times[0].push(await timeOf(one));
  }
  return times;
}

/** True where each of three rounds says so: of two that are alike that happens once in a million times. */
async function areToldApart(one: Ask, other: Ask, samples = SAMPLES): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { p } = kolmogorovSmirnov(...(await timesOf(one, other, samples)));
    if (p > LEAST_P) return false;
  }
  return true;
}

const pantryOf =
  (id: number, token?: string, tag?: string): Ask =>
  () =>
    app.get(`/pantry/${id}`, { token, headers: tag === undefined ? {} : { 'if-none-match': tag } });

describe('how long a refusal takes', () => {
  it.each([
    ['whether what is refused is held', () => [pantryOf(bob.id, ann.token), pantryOf(carl.id, ann.token)], 403],
    ['that to who has no token, either', () => [pantryOf(bob.id), pantryOf(carl.id)], 401],
    ['whether there is such a user', () => [pantryOf(bob.id, ann.token), pantryOf(NOBODY, ann.token)], 403],
  ] as [string, () => [Ask, Ask], number][])('does not tell %s', async (_, asks, status) => {
    const held = await bob.get('/pantry/:me');
    expect((await bob.get('/pantry/:me')).headers['cache-status']).toMatch(/detail=memory/);
    expect(held.status).toBe(200);
    const [one, other] = asks();
    expect([(await one()).status, (await other()).status]).toEqual([status, status]);
    expect(await areToldApart(one, other)).toBe(false);
  });

  it('does not tell whether a guessed tag is right', async () => {
    const tag = String((await bob.get('/pantry/:me')).headers.etag);
    const wrong = `"${tag.slice(1, -1).split('').toReversed().join('')}"`;
    expect(await areToldApart(pantryOf(bob.id, ann.token, tag), pantryOf(bob.id, ann.token, wrong))).toBe(false);
  });
});

describe('the comparison', () => {
  it('tells a hit from a miss to who may have both', async () => {
    const { token } = await app.admin();
    const past: Ask = () => app.get(`/pantry/${bob.id}?fresh=true`, { token });
    expect(await areToldApart(pantryOf(bob.id, token), past, FEW)).toBe(true);
  });

  it('finds a refusal that takes half as long again', async () => {
    const ask = pantryOf(bob.id, ann.token);
    const [times] = await timesOf(ask, ask, FEW);
    const extra = (times.toSorted((a, b) => a - b)[FEW / 2] ?? 0) / 2;

    const tokens = app.nest.get(Tokens);
    const userOf = tokens.userOf.bind(tokens);
    let isSlow = false;
    jest.spyOn(tokens, 'userOf').mockImplementation((token) => {
      const until = performance.now() + (isSlow ? extra : 0);
      while (performance.now() < until);
      return userOf(token);
    });
    const asked = (slow: boolean) => () => {
      isSlow = slow;
      return ask();
    };
    expect(await areToldApart(asked(true), asked(false))).toBe(true);
  });

  it('has the critical values that stand in tables', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    const shifted = (by: number) =>
      kolmogorovSmirnov(
        values,
        values.map((value) => value + by),
      );
    expect(shifted(0)).toEqual({ distance: 0, p: 1 });
    // 1.358 and 1.628 by the root of 500.
    expect(shifted(60).p).toBeGreaterThan(0.05);
    expect(shifted(61).p).toBeLessThan(0.05);
    expect(shifted(72).p).toBeGreaterThan(0.01);
    expect(shifted(73).p).toBeLessThan(0.01);
    expect(shifted(1000)).toEqual({ distance: 1, p: expect.closeTo(0) });
  });
});
