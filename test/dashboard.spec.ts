import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { until } from './harness/until.js';
import { PageDocument } from './page-document.js';
import { expectProblem } from './problems.js';

const PAGE = resolve('src/dashboard/page');
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let app: TestApp;
let admin: Person;
let ann: Person;
beforeAll(async () => {
  app = await startApp();
  [admin, ann] = await Promise.all([app.admin(), app.user()]);
});
afterAll(() => app.stop());

describe('GET /dashboard', () => {
  it('is the page, for an admin', async () => {
    const { status, headers, body } = await app.get('/dashboard', { token: admin.token });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(body).toContain('<title>PrepSense: the cache</title>');
  });

  it('is a problem for everybody else, as with every route', async () => {
    for (const token of [undefined, 'garbage', app.tokenFor({ id: 999_999 })])
      expectProblem(await app.get('/dashboard', { token }), 401);
    expectProblem(await app.get('/dashboard', { token: ann.token }), 403);
    expectProblem(await app.get('/dashboard', { token: ann.token, headers: BROWSER }), 403);
  });

  it('gives a browser, which has no token to send, the page to sign in with, as 401 and without a figure', async () => {
    const { status, headers, bytes } = await app.get('/dashboard', { headers: BROWSER });
    expect([status, headers['www-authenticate'], headers['content-type'], headers['cache-control']]).toEqual([
      401,
      'Bearer',
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(headers['vary']).toContain('Accept');
    // The same for an admin: it can't tell anything.
    expect(bytes).toEqual((await app.get('/dashboard', { token: admin.token })).bytes);
  });

  it('runs no script and takes no style but its own, lies in no frame and sends no form', async () => {
    for (const asked of [{ token: admin.token }, { headers: BROWSER }]) {
      const policy = String((await app.get('/dashboard', asked)).headers['content-security-policy']);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      const said = policy.split(';');
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ])
        expect(said).toContain(rule);
    }
  });
});

describe('the parts of the page', () => {
  it('are all there, and nothing else is', async () => {
    const seen = new Set(['dashboard.css', 'dashboard.js']);
    for (const name of seen) {
      const { status, headers, body } = await app.get(`/dashboard/${name}`);
      expect([name, status, headers['content-type']]).toEqual([
        name,
        200,
        name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      ]);
      expect(headers['x-content-type-options']).toBe('nosniff');
      const again = await app.get(`/dashboard/${name}`, { headers: { 'if-none-match': headers.etag } });
      expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
      for (const [, imported = ''] of String(body).matchAll(/from '\.\/([^']+)'/g)) seen.add(imported);
    }
    expect(seen.size).toBe(7);
    for (const name of ['dashboard.html', 'nothing', '__proto__', 'constructor', '..%2fdashboard-page', '%2e%2e'])
      expectProblem(await app.get(`/dashboard/${name}`), 404);
  });
});

describe('the script, run against the service', () => {
  const document = new PageDocument(`${PAGE}/dashboard.html`);
  const place = (id: string) => document.place(id);
  const asked: string[] = [];
  const outside = globalThis as { document?: unknown };
  const { fetch } = globalThis;
  beforeAll(async () => {
    outside.document = document;
    globalThis.fetch = (path, init) => {
      if (typeof path !== 'string') throw new TypeError('the page asks by path');
      asked.push(path);
      return fetch(`${app.url}${path}`, init);
    };
    place('scope').value = 'instance';
    await import(`${PAGE}/dashboard.js`);
  });
  afterAll(() => {
    place('sign-out').happens('click');
    globalThis.fetch = fetch;
    delete outside.document;
  });

  function signIn(email: string, password: string): void {
    place('email').value = email;
    place('password').value = password;
    place('sign-in').happens('submit');
  }
  const told = (words: string) => until(`it says "${words}"`, () => place('told').texts.join('').includes(words));

  it('asks for nothing before somebody signed in', () => {
    expect(asked).toEqual([]);
    expect([place('sign-in').hidden, place('figures').hidden]).toEqual([false, true]);
  });

  it('lets nobody in with wrong words, nor who is no admin', async () => {
    signIn('admin@example.org', 'not the pass phrase');
    await told('is wrong');
    const { body } = await app.get('/auth/me', { token: ann.token });
    signIn(body.email, 'correct horse battery');
    await told('for admins');
    expect([place('sign-in').hidden, place('figures').hidden, place('password').value]).toEqual([false, true, '']);
    expect(asked.filter((path) => path.includes('/cache/'))).toEqual([]);
  });

  it('shows an admin the figures of now, and of all instances when asked', async () => {
    await app.get('/recipes/1');
    await app.get('/recipes/1');
    signIn('admin@example.org', 'the pass phrase of the admin');
    await told('since');
    expect([place('sign-in').hidden, place('figures').hidden]).toEqual([true, false]);
    for (const [id, words] of [
      ['tiles', 'hit rate'],
      ['regions', 'recipe.answer'],
      ['advice', 'recipe.answer'],
      ['hot-keys', 'share of all reads'],
      ['health', 'warmup'],
      ['history', 'reads a second'],
    ] as const)
      expect([id, place(id).texts.some((text) => text.startsWith(words))]).toEqual([id, true]);

    place('scope').value = 'cluster';
    place('scope').happens('change');
    await told('cluster');
    expect(asked).toContain('/api/v1/admin/cache/stats?scope=cluster');
  });

  it('forgets all when who signed in leaves, and when the time of the token is over', async () => {
    place('sign-out').happens('click');
    for (const id of ['tiles', 'regions', 'advice', 'hot-keys', 'health', 'history'])
      expect([id, place(id).texts]).toEqual([id, []]);
    const before = asked.length;
    place('scope').happens('change');
    expect([asked.length, place('figures').hidden]).toEqual([before, true]);

    signIn('admin@example.org', 'the pass phrase of the admin');
    await told('since');
    app.clock.advance('2d');
    place('scope').happens('change');
    await told('Sign in again');
    expect([place('sign-in').hidden, place('regions').texts]).toEqual([false, []]);
  });
});
