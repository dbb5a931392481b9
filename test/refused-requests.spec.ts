import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type Person, type Reply, type RequestOptions, type TestApp } from './harness/app.js';
import { expectTooMany } from './problems.js';

const LIMIT = 4;
const GARBAGE = 'a.b.c';
const A_GUESS = { email: 'nobody@example.org', password: 'a guess of a password' };
const [JSON_TYPE, MIB] = [{ 'content-type': 'application/json' }, 1024 * 1024];
/** A proxy that is trusted, which tells for whom it asks. */
const PROXY = '127.0.0.9';

let app: TestApp;
let ann: Person;
let bob: Person;
beforeAll(async () => {
  const settings = {
    RATE_LIMIT_PER_MINUTE: String(LIMIT),
    METRICS_TOKEN: 'the-token-of-the-metrics',
    TRUSTED_PROXIES: PROXY,
  };
  app = await startApp({ settings });
  [ann, bob] = [await app.user(), await app.user()];
});
afterAll(() => app.stop());

/** Of 127.0.0.0/8, another with each call. */
let addresses = 0;
const anAddress = () => `127.1.0.${(addresses += 1)}`;

/** A new account, registered from an address of its own. */
async function somebody(): Promise<Person> {
  const registration = { email: `${anAddress()}@example.org`, password: 'a long pass phrase', name: 'Somebody' };
  const { body } = await app.post('/auth/register', { from: anAddress(), body: registration });
  return { id: body.user.id, token: body.accessToken };
}

type Ask = (options: RequestOptions) => Promise<Reply>;

/** As often as the limit allows, with what is left told each time; then as everybody is told who asks too often. */
async function expectCounted(status: number, ask: () => Promise<Reply>): Promise<void> {
  for (let left = LIMIT - 1; left >= 0; left -= 1) {
    const { headers, ...reply } = await ask();
    expect([reply.status, headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual([
      status,
      String(LIMIT),
      String(left),
    ]);
  }
  expectTooMany(await ask(), LIMIT);
}

const spend = async (from: string) => {
  for (let turn = 0; turn <= LIMIT; turn += 1) await app.get('/auth/me', { from, token: GARBAGE });
};

const asked =
  (method: string, path: string, options: RequestOptions = {}): Ask =>
  (who) =>
    app.request(method, path, { ...options, ...who, headers: { ...options.headers, ...who.headers } });

/** What is refused to who has no token, wherever in the program that is seen. */
const strangers: readonly (readonly [what: string, status: number, ask: Ask])[] = [
  ['what needs a token', 401, asked('GET', '/pantry/1')],
  ['what needs a token, with a guess of one', 401, (who) => app.get('/auth/me', { ...who, token: GARBAGE })],
  ['a guess of what opens the metrics', 401, (who) => app.get('/metrics', { ...who, token: GARBAGE })],
  ['the page for operators, by a browser', 401, asked('GET', '/dashboard', { headers: { accept: 'text/html' } })],
  ['what is nowhere', 404, asked('GET', '/nowhere')],
  ['what does not take that method', 405, asked('PATCH', '/recipes/1')],
  ['a body that is no JSON', 400, asked('POST', '/auth/login', { body: '{"email":', headers: JSON_TYPE })],
  ['a body that is nested too deep', 400, asked('POST', '/auth/login', { body: '['.repeat(40), headers: JSON_TYPE })],
  ['a body over the limit', 413, asked('POST', '/auth/login', { body: ' '.repeat(MIB + 1), headers: JSON_TYPE })],
  [
    'a body of another type',
    415,
    asked('POST', '/auth/login', { body: 'x', headers: { 'content-type': 'text/plain' } }),
  ],
  ['a compressed body', 415, asked('POST', '/auth/login', { body: 'x', headers: { 'content-encoding': 'gzip' } })],
  [
    'too many headers',
    431,
    asked('GET', '/recipes/1', { headers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`x-${n}`, '1'])) }),
  ],
  ['too long a query', 414, asked('GET', `/recipes/1?query=${'x'.repeat(5000)}`)],
  ['too long a part of a path', 414, asked('GET', `/recipes/${'x'.repeat(800)}`)],
  ['an address that cannot be read', 400, asked('GET', '/recipes/%E0%A4%A')],
];

/** What is refused to who has one. */
const known: readonly (readonly [what: string, status: number, ask: Ask])[] = [
  ["what is somebody else's", 403, (who) => app.get(`/pantry/${ann.id}`, who)],
  ['what is for admins', 403, asked('GET', '/admin/cache/stats')],
  ['an id that is none', 400, asked('GET', '/pantry/x')],
  ['what is nowhere', 404, asked('GET', '/nowhere')],
  ['what does not take that method', 405, asked('PATCH', '/recipes/1')],
  ['a body that is no JSON', 400, asked('POST', '/pantry/1/items', { body: '{"name":', headers: JSON_TYPE })],
];

describe('a request that is refused', () => {
  it.each(strangers)('counts for its address: %s', async (_, status, ask) => {
    const from = anAddress();
    await expectCounted(status, () => ask({ from }));
    expect((await ask({ from: anAddress() })).status).toBe(status);
  });

  it.each(known)('counts for the account that sends it, and not for its address: %s', async (_, status, ask) => {
    const [from, { token, id }] = [anAddress(), await somebody()];
    await expectCounted(status, () => ask({ from, token }));
    expectTooMany(await app.get(`/pantry/${id}`, { from: anAddress(), token }), LIMIT);
    expect((await app.get('/recipes/1', { from })).headers['ratelimit-remaining']).toBe(String(LIMIT - 1));
    expect((await ask({ from, token: (await somebody()).token })).status).toBe(status);
  });

  it('counts for its address when the account of its token is gone', async () => {
    const [from, { id, token }] = [anAddress(), await somebody()];
    expect((await app.request('DELETE', `/users/${id}`, { token })).status).toBe(204);
    await expectCounted(401, () => app.get('/auth/me', { from, token }));
    expectTooMany(await app.post('/auth/login', { from, body: A_GUESS }), LIMIT);
  });

  it('counts once, with all others of its caller', async () => {
    const from = anAddress();
    const told: unknown[] = [];
    for (const reply of [
      await app.get('/pantry/1', { from }),
      await app.get('/recipes/2147483647', { from }),
      await app.get('/nowhere', { from }),
      await app.post('/auth/login', { from, body: A_GUESS }),
    ])
      told.push([reply.status, reply.headers['ratelimit-remaining']]);
    expect(told).toEqual([
      [401, '3'],
      [404, '2'],
      [404, '1'],
      [401, '0'],
    ]);
    expectTooMany(await app.get('/recipes/1', { from }), LIMIT);
  });

  it('counts for whom a trusted proxy asks, and not for the proxy', async () => {
    const through = (client: string) => app.get('/pantry/1', { from: PROXY, headers: { 'x-forwarded-for': client } });
    await expectCounted(401, () => through('192.0.2.1'));
    expect((await through('192.0.2.2')).status).toBe(401);
    expect((await app.get('/pantry/1', { from: PROXY })).status).toBe(401);
  });

  it('for too much tells the same of what is there and of what is not', async () => {
    const [{ token }, from] = [await somebody(), anAddress()];
    for (let turn = 0; turn <= LIMIT; turn += 1) await app.get(`/pantry/${ann.id}`, { token });
    await spend(from);
    for (const options of [{ token }, { from }]) {
      const [there, missing] = [
        await app.get(`/pantry/${ann.id}`, options),
        await app.get('/pantry/2147483647', options),
      ];
      for (const reply of [there, missing]) expectTooMany(reply, LIMIT);
      expect({ ...there.body, instance: '' }).toEqual({ ...missing.body, instance: '' });
    }
  });
});

describe('an address whose limit others have used up', () => {
  it('is no obstacle to who has a token: in what needs one, nor in what is public, by a count of its own', async () => {
    const [from, { id, token }] = [anAddress(), await somebody()];
    await spend(from);
    for (const [left, path] of [
      [3, `/pantry/${id}`],
      [2, '/recipes/1'],
      [1, '/auth/me'],
    ] as const) {
      const { status, headers } = await app.get(path, { from, token });
      expect([path, status, headers['ratelimit-remaining']]).toEqual([path, 200, String(left)]);
    }
    expect((await app.request('HEAD', '/recipes/1', { from, token })).status).toBe(200);
    expectTooMany(await app.get('/recipes/1', { from, token }), LIMIT);
    expectTooMany(await app.get(`/pantry/${id}`, { from, token }), LIMIT);
  });

  it('serves nobody else, and lets nobody guess on with a token at hand; health is told to all', async () => {
    const from = anAddress();
    await spend(from);
    expectTooMany(await app.get('/recipes/1', { from }), LIMIT);
    expectTooMany(await app.get('/recipes/1', { from, token: GARBAGE }), LIMIT);
    expectTooMany(await app.get('/pantry/1', { from, token: GARBAGE }), LIMIT);
    expectTooMany(await app.post('/auth/login', { from, token: bob.token, body: A_GUESS }), LIMIT);
    expect((await app.get('/health/ready', { from })).status).toBe(200);
  });
});
