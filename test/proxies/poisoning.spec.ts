import type { OutgoingHttpHeaders } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { FILE_ENDINGS } from '../file-endings.js';
import { Cook } from '../cook.js';
import { headerNames } from '../header-names.js';
import { ownRoutes } from '../http-routes.js';
import { behindCaches } from './behind-caches.js';
import { toldIn, wasKept } from './kept.js';
import { rawly } from './rawly.js';
import { kindsOfCache, type KindOfCache } from './shared-cache.js';

const fronts = behindCaches();
let ann: Cook;
const SECRET = 'eggs that Ann alone knows of';
beforeAll(async () => {
  ann = await Cook.with(fronts.app, [{ name: SECRET, quantity: 3, unit: 'piece' }]);
});

let asked = 0;
/** An answer that nobody has asked for yet: what comes first counts. */
function aNewPath(): string {
  asked += 1;
  return `/recipes/${1 + (asked % 99)}?servings=${1 + (asked % 1000)}`;
}

/** With these a request cannot be read whole, and no answer comes: they have tests of their own. */
const UNREADABLE = /^(host|content-length|transfer-encoding|connection|expect)$/;
const passedOn = headerNames.filter((name) => !UNREADABLE.test(name));
/** Varnish takes 64 with one request. */
const AT_ONCE = 40;

/**
 * Somebody sends the probe, then somebody else asks plainly, and has to be told what the program itself tells. True where that was kept since
 * the probe.
 */
async function probed(kind: KindOfCache, probe: (path: string) => Promise<unknown>): Promise<boolean> {
  const path = aNewPath();
  const asIs = toldIn(await fronts.app.get(path));
  expect(asIs.status).toBe(200);
  await probe(path);
  const next = await fronts.nextBehind(kind).get(path);
  expect(toldIn(next)).toEqual(asIs);
  return wasKept(next);
}

/** A cache may hang up on it, as nginx does behind a 412 of its own. */
const withHeaders = (kind: KindOfCache, headers: OutgoingHttpHeaders) => async (path: string) => {
  try {
    await fronts.behind(kind).get(path, { headers });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) throw error;
  }
};

describe.each(kindsOfCache)('behind %s', (kind) => {
  it('no header of a long list changes what the next one is told', async () => {
    let kept = 0;
    for (const name of passedOn) {
      if (await probed(kind, withHeaders(kind, { [name]: 'evil.example' }))) kept += 1;
    }
    expect(kept).toBeGreaterThan(0.9 * passedOn.length);
  });

  it.each(['2', 'en;q=0.1', 'admin=1; role=admin'])('nor do many at once: %s', async (value) => {
    for (let from = 0; from < passedOn.length; from += AT_ONCE) {
      const headers = passedOn.slice(from, from + AT_ONCE).map((name) => [name, value]);
      await probed(kind, withHeaders(kind, Object.fromEntries(headers)));
    }
  });

  it.each([
    ['host', 'evil.example'],
    ['host', 'LOCALHOST:1'],
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'ftp'],
    ['x-forwarded-prefix', '/evil'],
    ['x-original-url', '/api/v1/recipes/2'],
    ['x-rewrite-url', '/api/v1/recipes/2'],
    ['x-http-method-override', 'DELETE'],
    ['x-http-method', 'HEAD'],
    ['origin', 'null'],
    ['cookie', 'session=1; role=admin'],
    ['accept-language', 'xx'],
    ['accept', 'text/html'],
    ['accept-encoding', 'zstd'],
    ['range', 'bytes=0-3'],
    ['range', 'bytes=999999-'],
    ['if-none-match', '*'],
    ['if-modified-since', 'Fri, 01 Jan 2100 00:00:00 GMT'],
    ['if-range', '"other"'],
    ['cache-control', 'no-store'],
    ['pragma', 'no-cache'],
    ['authorization', 'Bearer evil'],
  ])('nor does %s: %s', async (name, value) => {
    await probed(kind, withHeaders(kind, { [name]: value }));
  });

  it.each([
    [
      'a header that is too long for the program',
      { 'x-a': 'x'.repeat(6000), 'x-b': 'x'.repeat(6000), 'x-c': 'x'.repeat(6000) },
    ],
    ['one that is too long for most', { 'x-a': 'x'.repeat(20_000) }],
    ['a compressed body that is none', { 'content-encoding': 'gzip' }],
    ['a condition that does not hold', { 'if-match': '"other"' }],
    ['a date long gone', { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
    ['what is held alone', { 'cache-control': 'only-if-cached' }],
    ['an expectation', { expect: 'nothing' }],
    ['an upgrade', { connection: 'upgrade', upgrade: 'h2c' }],
    ['a header that goes no further', { connection: 'host', 'keep-alive': 'x' }],
  ] as [string, OutgoingHttpHeaders][])('an error that %s brings about is nobody else’s', async (_, headers) => {
    await probed(kind, withHeaders(kind, headers));
  });

  it.each(['\x01', '\x07', '\x7f', '\x00', '\xff'])('nor is that of the character %j', async (sign) => {
    const end = `Host: 127.0.0.1\r\nX-A: ${sign}\r\nConnection: close\r\n\r\n`;
    await probed(kind, (path) => rawly(fronts.behind(kind).port, `GET /api/v1${path} HTTP/1.1\r\n${end}`));
  });

  it('nor does an address that names another host than the header, in either order', async () => {
    for (const [named, sent] of [
      ['evil.example', '127.0.0.1'],
      ['127.0.0.1', 'evil.example'],
    ]) {
      const end = `Host: ${sent}\r\nConnection: close\r\n\r\n`;
      await probed(kind, (path) =>
        rawly(fronts.behind(kind).port, `GET http://${named}/api/v1${path} HTTP/1.1\r\n${end}`),
      );
    }
  });

  it('nor does what follows a # in an address', async () => {
    await probed(kind, (path) => fronts.behind(kind).get(path.replace('?', '#')));
    await probed(kind, (path) => fronts.behind(kind).get(`${path}#servings=7`));
  });

  it('an address that looks like a file tells nobody what it is made of', async () => {
    const front = fronts.behind(kind);
    for (const path of ownRoutes.map(({ path }) => path.replaceAll(':me', String(ann.id)))) {
      const [bare = '', query] = path.split('?');
      const rest = query === undefined ? '' : `?${query}`;
      const suffixes = [...FILE_ENDINGS, '/..%2fx.png', '/%2e%2e/x.js'];
      const odd = [
        `/static/..%2f${bare.slice(1)}`,
        `/static/../${bare.slice(1)}`,
        `/${bare}`,
        `/.${bare}`,
        bare.toUpperCase(),
      ];
      for (const address of [...suffixes.map((suffix) => bare + suffix), ...odd].map((one) => one + rest)) {
        const first = await front.get(address, { token: ann.token });
        const next = await fronts.nextBehind(kind).get(address);
        expect([address, next.status >= 400, wasKept(next)]).toEqual([address, true, false]);
        for (const reply of [first, next]) {
          expect(reply.headers['cache-control'] ?? 'no-store').toBe('no-store');
          expect(reply.bytes.toString()).not.toContain(SECRET);
        }
      }
    }
  });
});
