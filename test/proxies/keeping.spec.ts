import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../harness/app.js';
import { until } from '../harness/until.js';
import { hangPicture, publicRoutes } from '../http-routes.js';
import { aRandom } from '../random.js';
import { behindCaches } from './behind-caches.js';
import { tagIn, toldIn, wasKept } from './kept.js';
import { kindsOfCache } from './shared-cache.js';

const fronts = behindCaches();
beforeAll(() => hangPicture(fronts.app));

describe.each(kindsOfCache)('%s', (kind) => {
  it.each(publicRoutes)('keeps $path and gives it to everybody, byte for byte', async ({ path }) => {
    const front = fronts.behind(kind);
    const asIs = toldIn(await fronts.app.get(path));
    const first = await front.get(path);
    expect([toldIn(first), wasKept(first)]).toEqual([asIs, false]);

    const second = await front.get(path);
    expect([toldIn(second), wasKept(second)]).toEqual([asIs, true]);
    const head = await front.request('HEAD', path);
    expect([head.status, tagIn(head), head.bytes.length]).toEqual([200, asIs.headers.etag, 0]);
  });

  it('tells who has it already so, without a body and without asking', async () => {
    const front = fronts.behind(kind);
    const path = '/recipes/2';
    const { headers } = await front.get(path);
    const again = await front.get(path, { headers: { 'if-none-match': headers.etag } });
    expect([again.status, again.bytes.length, again.headers.etag, wasKept(again)]).toEqual([
      304,
      0,
      headers.etag,
      true,
    ]);
    const other = await front.get(path, { headers: { 'if-none-match': '"another"' } });
    expect([other.status, wasKept(other)]).toEqual([200, true]);
  });

  it('keeps no compressed form for who cannot read it, whoever asks first', async () => {
    const front = fronts.behind(kind);
    const { seed, pick } = aRandom();
    const accepted = [undefined, 'br', 'gzip', 'gzip, br', 'identity', 'gzip;q=0', 'br;q=1, gzip;q=0.5', 'deflate'];
    const codings = new Set<unknown>();
    let kept = 0;
    for (let page = 1; page <= 3; page += 1) {
      const path = `/recipes/search?limit=30&page=${page}`;
      const plain = await fronts.app.get(path);
      for (const coding of ['br', 'gzip']) await formIsMade(path, coding);
      for (let turn = 0; turn < 60; turn += 1) {
        const accept = pick(accepted);
        const reply = await front.get(path, { headers: accept === undefined ? {} : { 'accept-encoding': accept } });
        const coding = reply.headers['content-encoding'];
        expect({ seed, accept, coding, reads: mayRead(accept, coding) }).toEqual({ seed, accept, coding, reads: true });
        expect(reply.headers.vary).toMatch(/Accept-Encoding/i);
        expect(decoded(reply).equals(plain.bytes)).toBe(true);
        codings.add(coding);
        kept += wasKept(reply) ? 1 : 0;
      }
    }
    expect(codings).toContain('gzip');
    expect(codings).toContain(undefined);
    expect(kept).toBeGreaterThan(100);
  });

  it.each([
    ['/recipes/999999', 'no-store'],
    ['/recipes/1?colour=red', 'no-store'],
    ['/recipes/0', 'no-store'],
    ['/nothing', 'no-store'],
    ['/health', 'no-store'],
    ['/health/live', 'no-store'],
    ['/health/ready', 'no-store'],
    ['/recipes/3?useCache=false', 'public, no-cache'],
    ['/recipes/3?fresh=true', 'public, no-cache'],
  ])('keeps nothing of %s', async (path, cacheControl) => {
    const front = fronts.behind(kind);
    for (const reply of [await front.get(path), await front.get(path)])
      expect([wasKept(reply), reply.headers['cache-control']]).toEqual([false, cacheControl]);
  });
});

/** Forms are made behind the back of who asks first. */
function formIsMade(path: string, coding: string) {
  const asked = { headers: { 'accept-encoding': coding } };
  return until(`${path} is there as ${coding}`, async () => {
    const { headers } = await fronts.app.get(path, asked);
    return headers['content-encoding'] === coding;
  });
}

function decoded({ headers, bytes }: Reply): Buffer {
  const coding = headers['content-encoding'];
  if (coding === 'br') return brotliDecompressSync(bytes);
  return coding === 'gzip' ? gunzipSync(bytes) : bytes;
}

/** Plain bytes may go to all. */
function mayRead(accept = '', coding?: string): boolean {
  return (
    coding === undefined ||
    (accept.includes(coding) && !accept.includes(`${coding};q=0`)) ||
    accept.includes(`${coding};q=0.5`)
  );
}
