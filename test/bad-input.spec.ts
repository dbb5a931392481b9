import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { PROTECTING } from '../src/http/security-headers.js';
import { recipeContexts } from '../src/recipes/recipe.js';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { aPantryItem } from './harness/builders.js';
import { malformedRequests } from './malformed-requests.js';
import { changesNothing, expectGuarded, expectProblem } from './problems.js';

let app: TestApp;
let ann: Person;
let admin: Person;
let itemId: number;

beforeAll(async () => {
  app = await startApp();
  [ann, admin] = await Promise.all([app.user(), app.admin()]);
  const { body } = await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body: aPantryItem() });
  itemId = body.id;
});
afterAll(() => app.stop());

type Send = readonly [method: string, path: string];
const items = (): Send => ['POST', `/pantry/${ann.id}/items`];
const bulk = (): Send => ['PUT', `/pantry/${ann.id}/items`];
const item = (): Send => ['PATCH', `/pantry/${ann.id}/items/${itemId}`];
const preferences = (): Send => ['PATCH', `/preferences/${ann.id}`];
const replaced = (): Send => ['PUT', `/preferences/${ann.id}`];
const acts = (): Send => ['POST', `/preferences/${ann.id}/interactions`];
const emptying = (): Send => ['POST', `/cache/invalidate/user/${ann.id}`];
const registering = (): Send => ['POST', '/auth/register'];

const anAccount = (rest: object) => ({
  email: 'eve@example.org',
  password: 'long enough, surely',
  name: 'Eve',
  ...rest,
});
const anItem = (rest: object) => aPantryItem({ expiresOn: '2026-07-01', ...rest });

describe('a body that is not valid is refused, its fault is pointed at, and nothing changes', () => {
  const quantities = ['NaN', 'Infinity', '6', -1, 0, -0.5, 1_000_000_001, 1e300, 1.1234567, null, true, [6], {}];
  const days = [
    '2026-02-30',
    '2026-13-01',
    '2025-02-29',
    '15.06.2026',
    '2026-6-1',
    '2026-06-15T00:00:00Z',
    20260615,
    '',
  ];
  const units = ['smidgen of joy', '', 5, '__proto__', 'constructor', 'toString', ['g']];
  const names = ['', '   ', 'x'.repeat(201), 5, null, ['egg'], 'egg\u0000', 'egg\ud800', '\udc00egg', 'two\nlines'];

  const faults: [fault: string, send: () => Send, body: unknown, pointer: string][] = [
    ...quantities.map((value): [string, () => Send, unknown, string] => [
      `quantity ${JSON.stringify(value)}`,
      items,
      anItem({ quantity: value }),
      '/quantity',
    ]),
    ...days.map((value): [string, () => Send, unknown, string] => [
      `day ${JSON.stringify(value)}`,
      items,
      anItem({ expiresOn: value }),
      '/expiresOn',
    ]),
    ...units.map((value): [string, () => Send, unknown, string] => [
      `unit ${JSON.stringify(value)}`,
      items,
      anItem({ unit: value }),
      '/unit',
    ]),
    ...names.map((value): [string, () => Send, unknown, string] => [
      `name ${JSON.stringify(value).slice(0, 20)}`,
      items,
      anItem({ name: value }),
      '/name',
    ]),
    ['an unknown field', items, anItem({ colour: 'brown' }), '/colour'],
    ['a place that is none', items, anItem({ location: 'attic' }), '/location'],
    ['a field of another kind', item, { quantity: '6' }, '/quantity'],
    ['an unknown field of a change', item, { version: 7 }, '/version'],
    ['the second of a list', bulk, [anItem({}), anItem({ quantity: -1 })], '/1/quantity'],
    ['an unknown field in a list', bulk, [anItem({}), anItem({ colour: 'brown' })], '/1/colour'],
    ['an id as text', bulk, [{ id: '1', quantity: 1 }], '/0/id'],
    ['an id beyond all ids', bulk, [{ id: 2_147_483_648, quantity: 1 }], '/0/id'],
    ['a member that is no object', bulk, [null], '/0'],
    ['a diet that is none', preferences, { diets: ['vegan', 'seefood'] }, '/diets'],
    ['an allergen that is none', replaced, { allergens: ['nuts', 'peas'] }, '/allergens'],
    ['text for a list', preferences, { allergens: 'nuts' }, '/allergens'],
    ['a goal below nothing', preferences, { nutritionGoals: { kcal: -1 } }, '/nutritionGoals/kcal'],
    ['an unknown goal', preferences, { nutritionGoals: { joy: 1 } }, '/nutritionGoals/joy'],
    ['a household of halves', preferences, { householdSize: 1.5 }, '/householdSize'],
    ['a time zone that is none', preferences, { timeZone: 'Mars/Olympus' }, '/timeZone'],
    ['a liking beyond 1', preferences, { cuisines: { italian: 2 } }, '/cuisines'],
    ['an unknown wish', preferences, { vegan: true }, '/vegan'],
    ['an act that is none', acts, { recipeId: 1, kind: 'licked' }, '/kind'],
    ['a rating beyond 5', acts, { recipeId: 1, kind: 'rated', rating: 6 }, '/rating'],
    ['a recipe as text', acts, { recipeId: '1', kind: 'saved' }, '/recipeId'],
    ['a cache that is none', emptying, { cacheTypes: ['fridge'] }, '/cacheTypes'],
    ['an address that is none', registering, anAccount({ email: 'eve' }), '/email'],
    ['a short password', registering, anAccount({ password: 'short' }), '/password'],
    ['a role of her own choice', registering, anAccount({ role: 'admin' }), '/role'],
  ];

  it.each(faults)('%s', async (_, send, body, pointer) => {
    await changesNothing(app, async () => {
      const [method, path] = send();
      const problem = expectProblem(await app.request(method, path, { token: ann.token, body }), 400);
      expect(problem.type).toBe('urn:prepsense:validation');
      expect(problem.instance).toBe(`/api/v1${path}`);
      expect(problem.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
    });
  });

  const whole: [fault: string, send: () => Send, body: string][] = [
    ['broken JSON', items, '{"name": "egg", "quantity": 6,'],
    ['NaN, which JSON has not', items, '{"name":"egg","quantity":NaN,"unit":"piece"}'],
    ['a number beyond all numbers', items, '{"name":"egg","quantity":1e999,"unit":"piece"}'],
    ['an empty body', items, ''],
    ['null', items, 'null'],
    ['a text', items, '"egg"'],
    ['a list where one is asked for', items, '[]'],
    ['one where a list is asked for', bulk, '{}'],
    ['more than 500 at once', bulk, JSON.stringify(Array.from({ length: 501 }, () => anItem({})))],
    ['one item twice', bulk, '[{"id":1,"quantity":1},{"id":1,"quantity":2}]'],
    ['__proto__', items, '{"name":"egg","quantity":6,"unit":"piece","__proto__":{"polluted":1}}'],
    ['__proto__ deeper down', preferences, '{"nutritionGoals":{"__proto__":{"polluted":1}}}'],
    ['constructor.prototype', preferences, '{"cuisines":{"constructor":{"prototype":{"polluted":1}}}}'],
    ['constructor', items, '{"name":"egg","quantity":6,"unit":"piece","constructor":1}'],
    ['constructor in a list', bulk, '[{"name":"egg","quantity":6,"unit":"piece","constructor":1}]'],
    ['33 levels', items, `${'['.repeat(33)}${']'.repeat(33)}`],
    ['100,000 levels', items, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100,000 levels of objects', items, `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a million brackets', items, '['.repeat(1_000_000)],
  ];

  it.each(whole)('%s', async (_, send, body) => {
    await changesNothing(app, async () => {
      const [method, path] = send();
      const headers = { 'content-type': 'application/json' };
      expectProblem(await app.request(method, path, { token: ann.token, body, headers }), 400);
    });
  });

  it('of nothing that is said to be JSON, which is told, also where no body is asked for', async () => {
    const sent = { token: ann.token, body: '', headers: { 'content-type': 'application/json' } };
    const { detail } = expectProblem(await app.post(`/pantry/${ann.id}/items/1/open`, sent), 400);
    expect(detail).toMatch(/^The body is empty/);
  });

  it('over 1 MiB: 413', async () => {
    const body = JSON.stringify(anItem({ name: 'x'.repeat(1024 * 1024) }));
    await changesNothing(app, async () => {
      expectProblem(await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body }), 413);
      const headers = { 'transfer-encoding': 'chunked' };
      expectProblem(await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body, headers }), 413);
    });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data', 'json', '/'])(
    'of the type %s: 415',
    async (type) => {
      const body = JSON.stringify(anItem({}));
      const headers = { 'content-type': type };
      await changesNothing(app, async () => {
        expectProblem(await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body, headers }), 415);
      });
    },
  );

  it('compressed, which nothing here inflates', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const body = Buffer.from('H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==', 'base64');
    expectProblem(await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body, headers }), 415);
  });
});

describe('what people write comes back as they wrote it', () => {
  it.each([
    ['🥚 eggs 👩‍👩‍👧'],
    ['ביצים'],
    ['بيض ‏'],
    ['œufs à la neige'],
    ["Robert'); DROP TABLE users;--"],
    ['%_*?[a]\\'],
  ])('%s', async (name) => {
    const made = await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body: anItem({ name }) });
    expect([made.status, made.body.name]).toEqual([201, name]);
    const { body } = await app.get(`/pantry/${ann.id}`, { token: ann.token });
    expect(body.items.map((one: { name: string }) => one.name)).toContain(name);
    await app.request('DELETE', `/pantry/${ann.id}/items/${made.body.id}`, { token: ann.token });
  });
});

describe('an address that is not valid', () => {
  const ids = [
    '1;DROP',
    '1%00',
    '12:*',
    '0',
    '-1',
    '01',
    '1e3',
    '2147483648',
    '1.0',
    '+1',
    '%20',
    '*',
    '__proto__',
    'NaN',
  ];

  it.each(ids)('with the id %s is refused on every route', async (id) => {
    await changesNothing(app, async () => {
      const { token } = admin;
      const own = `/pantry/${admin.id}/items`;
      const body = { quantity: 1 };
      for (const path of [`/pantry/${id}`, `/preferences/${id}`, `/recommendations/${id}`, `/recipes/${id}`])
        expectProblem(await app.get(path, { token }), 400);
      for (const path of [`/ingredients/${id}`, `/recipes/${id}/nutrition`, `/recipes/${id}.jsonld`])
        expectProblem(await app.get(path, { token }), 400);
      for (const path of [`/recipes/search?userId=${id}`, `/preferences/fresh?userId=${id}`, `/users/${id}/export`])
        expectProblem(await app.get(path, { token }), 400);
      expectProblem(await app.request('PATCH', `${own}/${id}`, { token, body }), 400);
      expectProblem(await app.request('DELETE', `/users/${id}`, { token }), 400);
      expectProblem(await app.post(`/cache/invalidate/user/${id}`, { token }), 400);
      expectProblem(await app.get(`/users/${admin.id}/cache/warm/${id}`, { token }), 400);
    });
  });

  it('with an occasion outside the set is told the set', async () => {
    const reply = await app.get(`/recommendations/${ann.id}?context=brunch`, { token: ann.token });
    const [fault] = expectProblem(reply, 400).errors;
    expect(fault.pointer).toBe('/context');
    for (const context of recipeContexts) expect(fault.detail).toContain(context);
  });

  const numbers = ['0', '51', '-1', '1.5', 'abc', 'NaN', 'Infinity', '1&limit=2'];
  const queries = [
    ...numbers.map((text) => `limit=${text}`),
    'context=quick&context=healthy',
    'context[]=quick',
    'context=',
    'maxMissing=21',
    'maxMinutes=1e99',
    'colour=red',
    '__proto__[polluted]=1',
    'limit[__proto__][polluted]=1',
  ];
  it.each(queries)('with the query %s is refused', async (query) => {
    const reply = await app.get(`/recommendations/${ann.id}?${query}`, { token: ann.token });
    const [name = ''] = query.split(/[=[]/);
    const pointers = expectProblem(reply, 400).errors.map(({ pointer }: { pointer: string }) => pointer.slice(1));
    expect(pointers).toContainEqual(expect.stringContaining(name));
  });

  it.each([
    'query=a&query=b',
    'diets=vegan&diets=vegan',
    'exclude=a&exclude=b',
    'diets=vegan,meat',
    'page=0',
    'userId=1&userId=2',
  ])('of a search with the query %s is refused', async (query) => {
    expectProblem(await app.get(`/recipes/search?${query}`, { token: admin.token }), 400);
  });

  it.each(['__proto__=1', 'constructor=1', 'constructor[prototype][polluted]=1', 'constructor.prototype.polluted=1'])(
    'with the query %s reaches nothing',
    async (query) => {
      const { status } = await app.get(`/recipes/search?limit=1&${query}`);
      expect([200, 400]).toContain(status);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('with a query over 4 KiB: 414', async () => {
    expectProblem(await app.get(`/recipes/search?query=${'x'.repeat(5 * 1024)}`), 414);
  });

  it('that is no address here: 404', async () => {
    for (const path of [
      '/pantry',
      '/pantry/1/x.css',
      '/pantry/1/',
      '//pantry/1',
      '/pantry/..%2f1',
      '/nowhere',
      '/recipes/1/2',
    ])
      expectProblem(await app.get(path, { token: admin.token }), 400, 404);
  });

  it.each(['/recipes/%E0%A4%A', '/%zz', '/health/%', `/recipes/${'1'.repeat(300)}`])(
    '%s, that can not be read',
    async (path) => {
      expectProblem(await app.get(path), 400, 404, 414);
    },
  );
});

describe('a method that is not taken', () => {
  it('is answered 405 with those that are, for every address', async () => {
    const { paths } = (await app.get('/docs/json')).body as { paths: Record<string, Record<string, unknown>> };
    expect(Object.keys(paths).length).toBeGreaterThan(20);
    await changesNothing(app, async () => {
      for (const [pattern, operations] of Object.entries(paths)) {
        const address = pattern.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '1');
        const taken = new Set(Object.keys(operations).map((name) => name.toUpperCase()));
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
          if (taken.has(method) || address.endsWith('fresh')) continue;
          const reply = await app.request(method, address, { token: admin.token });
          expectProblem(reply, 405);
          for (const name of taken)
            expect([address, method, reply.headers.allow]).toEqual([address, method, expect.stringContaining(name)]);
        }
      }
    });
  });

  it.each(['user/1', 'recipes', 'tag/recipes'])('a GET never empties the cache: invalidate/%s', async (rest) => {
    const { regions: before } = (await app.get('/admin/cache/stats', { token: admin.token })).body;
    const reply = await app.get(`/cache/invalidate/${rest}`, { token: admin.token });
    expectProblem(reply, 405);
    expect(reply.headers.allow).toBe('POST');
    const { regions } = (await app.get('/admin/cache/stats', { token: admin.token })).body;
    expect(regions.pantry).toEqual(before.pantry);
  });

  it('hidden in a header is not looked at', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
    await changesNothing(app, () => app.get(`/pantry/${ann.id}`, { token: ann.token, headers }));
  });
});

describe('headers that no honest client sends', () => {
  const odd = [
    '',
    '"',
    'abc',
    '"a',
    'W/',
    'W/"',
    '*, "a"',
    '"a" "b"',
    ',,,',
    '"é"',
    '"'.repeat(3000),
    '"a",'.repeat(1000),
    '\t',
    '{}',
  ];

  it.each(odd)('If-Match %j: 400 or 412, and nothing changes', async (value) => {
    const headers = { 'if-match': value };
    const body = { householdSize: 5 };
    await changesNothing(app, async () => {
      const reply = await app.request('PATCH', `/preferences/${ann.id}`, { token: ann.token, headers, body });
      expectProblem(reply, 400, 412);
    });
  });

  it.each(odd)('If-None-Match %j: the answer, as without', async (value) => {
    const headers = { 'if-none-match': value };
    const plain = await app.get(`/preferences/${ann.id}`, { token: ann.token });
    const reply = await app.get(`/preferences/${ann.id}`, { token: ann.token, headers });
    expect([reply.status, reply.bytes]).toEqual([200, plain.bytes]);
  });

  const directives = ['', ',', '=', 'no-cache=', 'max-age', 'max-age=NaN', 'max-age=-1', 'max-age=1e99', '"', 'a="b'];
  it.each([...directives, 'x'.repeat(3000), 'no-cache, no-store, only-if-cached', 'private="set-cookie"'])(
    'Cache-Control %j: an answer',
    async (value) => {
      const reply = await app.get('/recipes/1', { headers: { 'cache-control': value } });
      expect([200, 504]).toContain(reply.status);
      expectGuarded(reply);
    },
  );

  it.each(['yesterday', '0', 'Mon, 32 Jan 2026 00:00:00 GMT', '', '-1'])(
    'If-Modified-Since %j: the answer, as without',
    async (value) => {
      expect((await app.get('/ingredients/1', { headers: { 'if-modified-since': value } })).status).toBe(200);
    },
  );

  it.each(['', ' ', 'x'.repeat(256), 'ключ'.slice(0, 0), 'a b'])(
    'Idempotency-Key %j: 400 or 201, never 500',
    async (key) => {
      const headers = { 'idempotency-key': key };
      const { status, body } = await app.post(`/pantry/${ann.id}/items`, {
        token: ann.token,
        headers,
        body: anItem({}),
      });
      expect([201, 400]).toContain(status);
      if (status === 201) await app.request('DELETE', `/pantry/${ann.id}/items/${body.id}`, { token: ann.token });
    },
  );

  it('101 of them: 431', async () => {
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, '1']));
    expectProblem(await app.get('/recipes/1', { headers }), 431);
    expect((await app.get('/recipes/1')).status).toBe(200);
  });

  it.each(malformedRequests)('%s: 400', async (_, request) => {
    const [head = '', body = ''] = (await sent(request)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 [^]*content-type: application\/problem\+json/i);
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:prepsense:validation', status: 400 });
  });
});

describe('requests that other servers may answer', () => {
  const host = 'Host: localhost\r\n';
  const requests: [what: string, request: string, status: number, allow?: boolean][] = [
    ['a method that nobody knows', `LICK /health/live HTTP/1.1\r\n${host}\r\n`, 501],
    ['a tunnel', `CONNECT elsewhere:443 HTTP/1.1\r\n${host}\r\n`, 405, true],
    ['TRACE', `TRACE /health/live HTTP/1.1\r\n${host}\r\n`, 405, true],
    ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 405, true],
    ['no version', 'GET /health/live\r\n\r\n', 505],
    ['HTTP/2.0', `GET /health/live HTTP/2.0\r\n${host}\r\n`, 505],
    ['an address of 30 kB', `GET /${'x'.repeat(30_000)} HTTP/1.1\r\n${host}\r\n`, 414],
    ['a header of 20 kB', `GET /health/live HTTP/1.1\r\n${host}X-A: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['3,000 headers', `GET /health/live HTTP/1.1\r\n${host}${'A:1\r\n'.repeat(3000)}\r\n`, 431],
  ];
  it.each(requests)('%s', async (_, request, status, allow = false) => {
    const [head = '', body = ''] = (await sent(request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*content-type: application/problem\\+json`, 'i'));
    expect(/\nallow: ./i.test(head)).toBe(allow);
    for (const [name, value] of Object.entries(PROTECTING)) expect(head.split('\r\n')).toContain(`${name}: ${value}`);
    expect(JSON.parse(body)).toMatchObject({ type: expect.stringMatching(/^urn:prepsense:/), status });
  });

  it('the whole address of this very host is as good as its path', async () => {
    expect(await sent(`GET http://LOCALHOST/health/live HTTP/1.1\r\n${host}\r\n`)).toMatch(/^HTTP\/1.1 200 /);
    expect(await sent(`GET http://localhost HTTP/1.1\r\n${host}\r\n`)).toMatch(/^HTTP\/1.1 404 /);
  });

  it('a hundred in one go are answered in their order', async () => {
    const paths = Array.from({ length: 100 }, (_, index) => `/api/v1/ingredients/${1 + (index % 7)}`);
    const last = `GET /health/live HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
    const answers = await sent(paths.map((path) => `GET ${path} HTTP/1.1\r\n${host}\r\n`).join('') + last);
    const ids = [...answers.matchAll(/^\{"id":(\d+),/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(paths.map((path) => Number(path.split('/').at(-1))));
  });

  it('two hundred in one go are not answered, as nobody waits for so many', async () => {
    const answers = await sent(`GET /health/live HTTP/1.1\r\n${host}\r\n`.repeat(200));
    expect(answers.match(/^HTTP\/1\.1 /gm)?.length ?? 0).toBeLessThan(128);
    expect((await app.get('/health/live')).status).toBe(200);
  });

  it.each(['application/json', 'application/x-ndjson'])('%s in Latin-1 that does not say so: 400', async (type) => {
    const before = (await app.get('/recipes/search?limit=1')).body.total;
    const body = Buffer.from(
      JSON.stringify({ '@type': 'Recipe', name: 'Crème', recipeIngredient: ['1 egg'] }),
      'latin1',
    );
    const reply = await app.post('/recipes/import', { token: admin.token, body, headers: { 'content-type': type } });
    expectProblem(reply, 400);
    expect((await app.get('/recipes/search?limit=1&fresh=true', { token: admin.token })).body.total).toBe(before);
  });

  it.each(['utf-16', 'latin1', '"iso-8859-1"'])('JSON in %s: 415', async (charset) => {
    const headers = { 'content-type': `application/json; charset=${charset}` };
    const body = JSON.stringify(anItem({}));
    expectProblem(await app.post(`/pantry/${ann.id}/items`, { token: ann.token, body, headers }), 415);
  });

  it('a GET with a body: 400, and what others get of the address is as before', async () => {
    const plain = await app.get('/recipes/1');
    for (const headers of [{ 'transfer-encoding': 'chunked' }, { 'content-length': 15 }]) {
      expectProblem(await app.get('/recipes/1', { body: '{"servings": 9}', headers }), 400);
    }
    expect((await app.get('/recipes/1')).bytes).toEqual(plain.bytes);
    expect((await app.get('/recipes/1', { headers: { 'content-length': 0 } })).status).toBe(200);
  });
});

describe('who takes too long', () => {
  it('is cut off by settings of the server: 5 s for the headers, 14 s for the whole, 30 s without reading a byte', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = app.nest.getHttpServer();
    expect([headersTimeout, requestTimeout, keepAliveTimeout, timeout]).toEqual([5000, 14_000, 10_000, 30_000]);
  });

  it('to read what it asked for is cut off', async () => {
    const server = app.nest.getHttpServer();
    const { timeout } = server;
    server.setTimeout(100);
    try {
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const reader = connect(app.port, '127.0.0.1').pause();
      // That it is cut off is what is expected of it.
      reader.on('error', () => reader.destroy());
      reader.write('GET /docs/json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(100));
      const [theirs] = await accepted;
      await once(theirs, 'close');
      expect(theirs.bytesRead).toBeGreaterThan(0);
      reader.destroy();
    } finally {
      server.setTimeout(timeout);
    }
  });

  it('to send the headers is told so', async () => {
    const server = app.nest.getHttpServer();
    const { headersTimeout } = server;
    server.headersTimeout = 1;
    try {
      const socket = connect(app.port, '127.0.0.1');
      socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n');
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 [^]*urn:prepsense:request-timeout/);
    } finally {
      server.headersTimeout = headersTimeout;
    }
  });
});

describe('recipes that can not be read', () => {
  const recipe = (name: string) => ({
    '@type': 'Recipe',
    name,
    recipeIngredient: ['2 eggs'],
    recipeInstructions: 'Boil.',
  });
  const titles = async () =>
    (await app.get('/recipes/search?query=zyzzyva&limit=50')).body.items.map(({ title }: { title: string }) => title);

  it('are named by their line, and the rest is imported', async () => {
    const lines = [
      JSON.stringify(recipe('Zyzzyva one')),
      '{"@type":"Recipe","name":"Zyzzyva broken"',
      '{"@type":"Recipe","recipeIngredient":["2 eggs"]}',
      '{"@type":"Recipe","name":"Zyzzyva of nothing"}',
      '{"@type":"Person","name":"Zyzzyva Smith"}',
      '"text"',
      '7',
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      '',
      '{"@type":"Recipe","name":"Zyzzyva two","__proto__":{"polluted":1},"recipeIngredient":["2 eggs"]}',
    ];
    const headers = { 'content-type': 'application/x-ndjson' };
    const { status, body } = await app.post('/recipes/import', { token: admin.token, headers, body: lines.join('\n') });
    expect([status, body.imported]).toEqual([200, 2]);
    expect(body.skipped).toHaveLength(7);
    expect(body.skipped).toContainEqual({ name: 'line 2', reason: 'is no JSON' });
    expect(body.skipped).toContainEqual({ name: 'Zyzzyva of nothing', reason: 'has no ingredients' });
    expect((await titles()).toSorted()).toEqual(['Zyzzyva one', 'Zyzzyva two']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['broken', '{"@type":"Recipe",'],
    ['empty', ''],
    ['null', 'null'],
    ['with __proto__', '{"@type":"Recipe","name":"x","recipeIngredient":["2 eggs"],"__proto__":{"polluted":1}}'],
    ['33 levels deep', `${'['.repeat(33)}${']'.repeat(33)}`],
  ])('as one document, %s: 400', async (_, body) => {
    const headers = { 'content-type': 'application/ld+json' };
    await changesNothing(app, async () => {
      expectProblem(await app.post('/recipes/import', { token: admin.token, headers, body }), 400);
    });
  });
});

describe('a fault of our own', () => {
  it.each([
    ['an unknown one', new Error("select password_hash from users where email = 'ann@example.org'"), 500],
    [
      'a database that is away',
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }),
      503,
    ],
  ])('%s tells nothing of the inside', async (_, error, status) => {
    const broken = jest.spyOn(app.nest.get(Database), 'db', 'get').mockImplementation(() => {
      throw error;
    });
    const reply = await app.get('/preferences/fresh?userId=1', { token: app.tokenFor({ id: 1 }) });
    broken.mockRestore();
    const problem = expectProblem(reply, status);
    expect(JSON.stringify(problem)).not.toMatch(/password|10\.0\.0\.7|users/);
    if (status === 503) expect(reply.headers['retry-after']).toMatch(/^\d+$/);
  });
});

describe('good answers', () => {
  it.each(['/recipes/1', '/ingredients/1', '/health', '/health/live', '/recipes/popular', '/docs/json'])(
    '%s carries the headers that guard a browser',
    async (path) => {
      const reply = await app.get(path);
      expect(reply.status).toBe(200);
      expectGuarded(reply);
      expect(reply.headers).toMatchObject({
        'strict-transport-security': expect.any(String),
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'SAMEORIGIN',
      });
    },
  );
});

/** The whole answer to bytes that no HTTP client would send. */
async function sent(request: string): Promise<string> {
  const socket = connect(app.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(request);
  return text(socket);
}
