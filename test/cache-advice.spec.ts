import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cache, hours } from '#cache';
import { preferencesRegion } from '../src/preferences/preferences.cache.js';
import { startApp, type Person, type TestApp } from './harness/app.js';

describe('GET /admin/cache/advice', () => {
  let app: TestApp;
  let admin: Person;
  beforeAll(async () => {
    app = await startApp();
    admin = await app.admin();
  });
  afterAll(() => app.stop());

  const advice = async () => {
    const { status, headers, body } = await app.get('/admin/cache/advice', { token: app.tokenFor(admin) });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    return body;
  };
  const of = async (region: string) =>
    (await advice()).regions.find((row: { region: string }) => row.region === region);

  it('says of each region that too little was seen, while that is so', async () => {
    const { since, regions, hotKeys } = await advice();
    expect(regions.map(({ region }: { region: string }) => region)).toEqual([...app.nest.get(Cache).regions.keys()]);
    expect(new Set(regions.map((row: { advice: string }) => row.advice))).toEqual(new Set(['tooLittleSeen']));
    expect([new Date(since).toISOString(), hotKeys]).toEqual([since, []]);
  });

  it('proposes a longer life where entries are missed for their age, and says why; and names the keys read most', async () => {
    const cache = app.nest.get(Cache);
    for (let day = 0; day < 60; day += 1) {
      for (let read = 0; read < 20; read += 1)
        await cache.read(preferencesRegion, { userId: admin.id }, async () => undefined as never);
      app.clock.advance(hours(25));
    }
    const row = await of('preferences');
    expect(row).toMatchObject({
      advice: 'longer',
      ttlSeconds: 24 * 3600,
      figures: { loadedFor: { expired: 59, first: 1 } },
    });
    expect(row.suggestedTtlSeconds).toBeGreaterThan(row.ttlSeconds);
    expect(row.expectedHitRate).toBeGreaterThan(row.hitRate);
    expect(row.reasons.join()).toMatch(/instead of 1 d about .* fewer/);

    const [hottest] = (await advice()).hotKeys;
    expect(hottest).toMatchObject({ region: 'preferences', key: `preferences:${admin.id}` });
  });
});
