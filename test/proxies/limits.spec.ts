import { describe, expect, it } from '@jest/globals';
import { behindCaches } from './behind-caches.js';
import { kindsOfCache } from './shared-cache.js';

const LIMIT = 4;
const fronts = behindCaches({ RATE_LIMIT_PER_MINUTE: String(LIMIT), TRUSTED_PROXIES: '127.0.0.1' });

describe.each(kindsOfCache)('behind %s', (kind) => {
  it('who asks too often is told to wait, wherever they say they come from, and nobody else is', async () => {
    const guess = async (from: string, forwarded?: string) => {
      const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
      const body = { email: 'nobody@example.org', password: 'a guess of a password' };
      return (await fronts.behind(kind).post('/auth/login', { from, headers, body })).status;
    };
    const host = kindsOfCache.indexOf(kind) + 1;
    for (let asked = 0; asked < LIMIT; asked += 1) expect(await guess(`127.0.2.${host}`)).toBe(401);
    expect(await guess(`127.0.2.${host}`)).toBe(429);
    expect(await guess(`127.0.2.${host}`, '192.0.2.1')).toBe(429);
    expect(await guess(`127.0.3.${host}`)).toBe(401);
  });
});
