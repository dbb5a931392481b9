import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hours, minutes, seconds } from '#cache';
import { TestClock } from '#cache/testing';
import { answers, faults, hangs, OutsideServer, stopsAfterTheHead } from '../../test/harness/outside-server.js';
import { until } from '../../test/harness/until.js';
import { SpoonacularProvider } from './spoonacular.provider.js';

let server: OutsideServer;
let clock: TestClock;
let provider: SpoonacularProvider;

beforeAll(async () => {
  server = await OutsideServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  clock = new TestClock();
  clock.setWall('2026-06-15T12:00:00Z');
  provider = new SpoonacularProvider({ baseUrl: server.url, apiKey: 'key-1', deadlineMs: 150 }, clock);
  server.asked.length = 0;
  server.abandoned = 0;
});

const RAMEN = { id: 7, title: 'Ramen', image: 'https://img.example/7.jpg' };
const found = (headers = {}) =>
  answers(200, { results: [{ ...RAMEN, summary: 'much text' }], totalResults: 1 }, headers);

describe('Spoonacular', () => {
  it('is asked for a few, with the key in a header; id, title and picture are taken and nothing else', async () => {
    server.manner = found();
    expect(await provider.find('ramen & more')).toEqual([RAMEN]);
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]).toMatchObject({
      method: 'GET',
      path: '/recipes/complexSearch?query=ramen+%26+more&number=5',
      headers: { 'x-api-key': 'key-1' },
    });
  });

  it('may answer rubbish in part: what is whole is taken', async () => {
    const results = [
      RAMEN,
      { id: '8', title: 'x' },
      { id: 9, title: 'a\u0000b' },
      { id: 10 },
      { id: 11, title: ' Pho ', image: 'javascript:alert(1)' },
      { id: 12, title: 'beyond the five' },
    ];
    server.manner = answers(200, { results });
    expect(await provider.find('soup')).toEqual([RAMEN, { id: 11, title: 'Pho', image: null }]);
  });

  it.each(Object.entries(faults))('that %s is asked once and gives an error of ours', async (_, manner) => {
    server.manner = manner;
    await expect(provider.find('ramen')).rejects.toMatchObject({
      code: 'OUTSIDE_FAILED',
      message: expect.not.stringMatching(/secret|key-1|127\.0/),
    });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['hangs', hangs],
    ['stops after the head of its answer', stopsAfterTheHead],
  ])('that %s is given up at the deadline, and its connection let go', async (_, manner) => {
    server.manner = manner;
    await expect(provider.find('ramen')).rejects.toMatchObject({ code: 'OUTSIDE_TIMED_OUT' });
    await until('the connection was let go', () => server.abandoned === 1);
  });

  it('is left alone until the next UTC day once its quota is spent (402)', async () => {
    server.manner = answers(402, { status: 'failure', message: 'daily points limit' });
    await expect(provider.find('ramen')).rejects.toMatchObject({ code: 'OUTSIDE_FAILED' });
    server.manner = found();
    clock.advance(hours(11));
    await expect(provider.find('ramen')).rejects.toMatchObject({ code: 'OUTSIDE_LIMITED' });
    expect(server.asked).toHaveLength(1);
    clock.advance(hours(1));
    expect(await provider.find('ramen')).toEqual([RAMEN]);
  });

  it('is not asked what the points that it says are left do not pay for', async () => {
    server.manner = found({ 'x-api-quota-left': '1.06' });
    await provider.find('ramen');
    server.manner = found({ 'x-api-quota-left': '0.01' });
    await provider.find('ramen');
    await expect(provider.find('ramen')).rejects.toMatchObject({ code: 'OUTSIDE_LIMITED' });
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    [{ 'retry-after': '20' }, seconds(20)],
    [{}, minutes(1)],
  ])('that answers 429 with %p is left alone for that long', async (headers, rest) => {
    server.manner = answers(429, {}, headers);
    await expect(provider.find('ramen')).rejects.toMatchObject({ code: 'OUTSIDE_FAILED' });
    server.manner = found();
    await expect(provider.find('ramen')).rejects.toMatchObject({ code: 'OUTSIDE_LIMITED' });
    clock.advance(rest);
    expect(await provider.find('ramen')).toEqual([RAMEN]);
  });
});
