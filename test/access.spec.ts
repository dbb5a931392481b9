import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { aPantryItem } from './harness/builders.js';
import { until } from './harness/until.js';
import { aBlackPng } from './pictures.js';
import { aRandom } from './random.js';
import { changesNothing, expectProblem } from './problems.js';

let app: TestApp;
let ann: Person;
let bob: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [ann, bob, admin] = await Promise.all([app.user(), app.user(), app.admin()]);
  for (const [person, name] of [[ann, "Ann's eggs"] as const, [bob, "Bob's eggs"] as const])
    await app.post(`/pantry/${person.id}/items`, { token: person.token, body: aPantryItem({ name }) });
  await sendPicture(1);
});
afterAll(() => app.stop());

const A_PICTURE = { body: aBlackPng(8, 8), headers: { 'content-type': 'image/png' } };
const sendPicture = (recipeId: number) =>
  app.request('PUT', `/recipes/${recipeId}/image`, { token: admin.token, ...A_PICTURE });

/** Nobody's token, in the shapes that people try. */
const GARBAGE = ['garbage', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', 'a.b.c', ' ', 'x'.repeat(3000)];

interface Route {
  /** Who may: everybody, everybody with a token, the user named there and admins, or admins alone. */
  readonly for: 'all' | 'callers' | 'owner' | 'admin';
  readonly gives: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the address; `USER` is the owner's id. */
  readonly query?: string;
}

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /health': { for: 'all', gives: 200 },
  'GET /health/live': { for: 'all', gives: 200 },
  'GET /health/ready': { for: 'all', gives: 200 },
  'GET /metrics': { for: 'all', gives: 200 },
  'GET /dashboard': { for: 'admin', gives: 200 },
  'POST /auth/register': { for: 'all', gives: 400 },
  'POST /auth/login': { for: 'all', gives: 400 },
  'GET /auth/me': { for: 'callers', gives: 200 },
  'DELETE /users/{userId}': { for: 'owner', gives: 204 },
  'GET /users/{userId}/export': { for: 'owner', gives: 200 },
  'POST /assistant/{userId}/ask': { for: 'owner', gives: 200, body: { message: 'What can I cook?' } },
  'GET /pantry/{userId}': { for: 'owner', gives: 200 },
  'GET /pantry/{userId}/expiring': { for: 'owner', gives: 200 },
  'GET /pantry/{userId}/journal': { for: 'owner', gives: 200 },
  'PUT /pantry/{userId}/items': { for: 'owner', gives: 200, body: [aPantryItem()] },
  'POST /pantry/{userId}/items': { for: 'owner', gives: 201, body: aPantryItem() },
  'PATCH /pantry/{userId}/items/{itemId}': { for: 'owner', gives: 200, body: { quantity: 2 } },
  'DELETE /pantry/{userId}/items/{itemId}': { for: 'owner', gives: 204 },
  'POST /pantry/{userId}/items/{itemId}/open': { for: 'owner', gives: 200 },
  'POST /pantry/{userId}/items/{itemId}/freeze': { for: 'owner', gives: 200 },
  'POST /pantry/{userId}/items/{itemId}/thaw': { for: 'owner', gives: 200 },
  'POST /pantry/{userId}/consume': {
    for: 'owner',
    gives: 200,
    body: { ingredient: 'egg', quantity: 1, unit: 'piece' },
  },
  'POST /pantry/{userId}/cook': { for: 'owner', gives: 200, body: { recipeId: 1, dryRun: true } },
  'POST /pantry/{userId}/transactions/{id}/undo': { for: 'owner', gives: 200 },
  'GET /preferences/fresh': { for: 'owner', gives: 200, query: '?userId=USER' },
  'GET /preferences/{userId}': { for: 'owner', gives: 200 },
  'PUT /preferences/{userId}': { for: 'owner', gives: 200, body: { householdSize: 3 } },
  'PATCH /preferences/{userId}': { for: 'owner', gives: 200, body: { householdSize: 4 } },
  'POST /preferences/{userId}/interactions': { for: 'owner', gives: 202, body: { recipeId: 1, kind: 'saved' } },
  'GET /analytics/complex': { for: 'owner', gives: 200, query: '?userId=USER' },
  'GET /recommendations/{userId}': { for: 'owner', gives: 200 },
  'POST /users/{userId}/cache/warm': { for: 'owner', gives: 202 },
  'GET /users/{userId}/cache/warm/{jobId}': { for: 'owner', gives: 200 },
  'POST /cache/invalidate/user/{userId}': { for: 'owner', gives: 200 },
  'POST /cache/invalidate/recipes': { for: 'admin', gives: 200 },
  'POST /cache/invalidate/tag/{tag}': { for: 'admin', gives: 200 },
  'GET /admin/cache/stats': { for: 'admin', gives: 200 },
  'GET /admin/cache/entries/{region}': { for: 'admin', gives: 200 },
  'GET /admin/cache/entries/{region}/{key}': { for: 'admin', gives: 200 },
  'GET /admin/cache/advice': { for: 'admin', gives: 200 },
  'GET /admin/pantry/{userId}': { for: 'admin', gives: 200 },
  'POST /recipes/import': {
    for: 'admin',
    gives: 200,
    body: { '@type': 'Recipe', name: 'x', recipeIngredient: ['1 egg'] },
  },
  'GET /recipes/search': { for: 'all', gives: 200, query: '?query=egg' },
  'GET /recipes/popular': { for: 'all', gives: 200 },
  'GET /recipes/{id}/similar': { for: 'all', gives: 200 },
  'GET /recipes/{id}': { for: 'all', gives: 200 },
  'GET /recipes/{id}.jsonld': { for: 'all', gives: 200 },
  'GET /recipes/{id}/nutrition': { for: 'all', gives: 200 },
  'GET /recipes/{id}/image': { for: 'all', gives: 200 },
  'PUT /recipes/{id}/image': { for: 'admin', gives: 200, ...A_PICTURE },
  'DELETE /recipes/{id}/image': { for: 'admin', gives: 204 },
  'GET /ingredients': { for: 'all', gives: 200 },
  'GET /ingredients/{id}': { for: 'all', gives: 200 },
};
/** What the documentation says of a route, as far as it is looked at here. */
interface Described {
  readonly parameters?: readonly { readonly name: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What a route does besides: with `userId` a search is that user's own. */
const OWN_SEARCH: [string, Route] = ['GET /recipes/search', { for: 'owner', gives: 200, query: '?userId=USER' }];
const all: [string, Route][] = [...Object.entries(ROUTES), OWN_SEARCH];
const those = (...kinds: Route['for'][]) => all.filter(([, route]) => kinds.includes(route.for));

interface Owner extends Person {
  readonly itemId: number;
  readonly jobId: number;
  /** By which the item came. */
  readonly transactionId: number;
}

/** The recipe whose picture is sent and taken away; that of the first is read. */
const CHANGING = 2;

/** Somebody with an item and a finished warm-up, so that every address names something that is there. */
async function anOwner(): Promise<Owner> {
  const { id, token } = await app.user();
  const item = await app.post(`/pantry/${id}/items`, { token, body: aPantryItem() });
  const job = await app.post(`/users/${id}/cache/warm`, { token });
  // What is refused changes nothing; a job under way would.
  const progress = () => app.get(`/users/${id}/cache/warm/${job.body.jobId}`, { token });
  await until('the warm-up is over', async () => (await progress()).body.finishedAt !== null, 20_000);
  const journal = await app.get(`/pantry/${id}/journal`, { token });
  const [{ transactionId }] = journal.body.items;
  await sendPicture(CHANGING);
  return { id, token, itemId: item.body.id, jobId: job.body.jobId, transactionId };
}

function ask([name, route]: [string, Route], owner: Owner, token?: string, more = {}) {
  const { body, query = '', headers } = route;
  const [method = '', pattern = ''] = name.split(' ');
  const ids: Record<string, string | number> = {
    userId: owner.id,
    itemId: owner.itemId,
    jobId: owner.jobId,
    ...(pattern.includes('/transactions/') ? { id: owner.transactionId } : {}),
    ...(pattern.endsWith('/image') && method !== 'GET' ? { id: CHANGING } : {}),
    tag: 'recipes',
    // The table of ingredients is read at the start.
    region: 'ingredients',
    key: 'all',
  };
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, part: string) => String(ids[part] ?? 1));
  return app.request(method, path + query.replace('USER', String(owner.id)), {
    token,
    body,
    headers: { ...headers, ...more },
  });
}

describe('every route', () => {
  it('stands in the table of this file', async () => {
    const { paths } = (await app.get('/docs/json')).body as { paths: Record<string, Record<string, unknown>> };
    const served = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    expect(Object.keys(ROUTES).toSorted()).toEqual(served.toSorted());
  });

  it('takes a change without `If-Match` too: 428 is told to nobody', async () => {
    const { paths } = (await app.get('/docs/json')).body as { paths: Record<string, Record<string, Described>> };
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const conditions = operations.flatMap(({ parameters = [] }) =>
      parameters.filter(({ name }) => name === 'If-Match'),
    );
    expect(conditions.length).toBeGreaterThan(5);
    expect(conditions.filter(({ required }) => required)).toEqual([]);
    expect(operations.filter(({ responses }) => '428' in responses)).toEqual([]);
  });

  describe('that is not public', () => {
    let owner: Owner;
    beforeAll(async () => {
      owner = await anOwner();
    });

    it.each(those('callers', 'owner', 'admin'))(
      '%s: 401 without a good token, and nothing changes',
      async (...route) => {
        await changesNothing(app, async () => {
          for (const token of [undefined, ...GARBAGE]) {
            const reply = await ask(route, owner, token);
            expectProblem(reply, 401);
            expect(reply.headers['www-authenticate']).toBe('Bearer');
          }
        });
      },
    );

    it.each(those('callers', 'owner', 'admin'))('%s: a token counts in one place alone', async (...route) => {
      const cookie = { cookie: `accessToken=${owner.token}; authorization=${owner.token}` };
      expectProblem(await ask(route, owner, undefined, cookie), 401);
      expectProblem(await ask(route, owner, undefined, { authorization: `Basic ${owner.token}` }), 401);
    });

    it.each(those('owner', 'admin'))(
      '%s: 403 for somebody else, whatever is asked for, and nothing changes',
      async (...route) => {
        const asked = [{}, { 'if-none-match': '*' }, { 'if-match': '"x"' }, { 'cache-control': 'no-cache' }];
        await changesNothing(app, async () => {
          for (const headers of asked) expectProblem(await ask(route, owner, bob.token, headers), 403);
        });
      },
    );

    it.each(those('admin'))('%s: 403 also about oneself', async (...route) => {
      await changesNothing(app, async () => void expectProblem(await ask(route, owner, owner.token), 403));
    });

    it.each(those('owner'))('%s: serves its owner', async (...route) => {
      const own = await anOwner();
      expect((await ask(route, own, own.token)).status).toBe(route[1].gives);
    });

    it.each(those('owner', 'admin'))('%s: serves an admin', async (...route) => {
      const own = await anOwner();
      expect((await ask(route, own, admin.token)).status).toBe(route[1].gives);
    });

    it.each(those('owner').filter(([name, { query }]) => name.includes('{userId}') || query))(
      '%s: 404 to an admin where there is no such user',
      async (...route) => {
        await changesNothing(app, async () => {
          expectProblem(await ask(route, { ...owner, id: 2_147_483_647 }, admin.token), 404);
        });
      },
    );
  });

  it.each(those('all'))('%s: public, and a token changes nothing in the answer', async (...route) => {
    const nobody = { id: 1, itemId: 1, jobId: 1, transactionId: 1, token: '' };
    const plain = await ask(route, nobody);
    expect(plain.status).toBe(route[1].gives);
    const volatile = /health|metrics/.test(route[0]);
    for (const token of [ann.token, admin.token, ...GARBAGE.slice(0, 3)]) {
      const reply = await ask(route, nobody, token);
      expect([reply.status, volatile || reply.bytes.equals(plain.bytes)]).toEqual([plain.status, true]);
      expect(lasting(reply)).toEqual(lasting(plain));
    }
  });
});

/** The headers that belong to the answer and not to the moment. */
function lasting({ headers }: Reply) {
  const { date: _, age: __, 'cache-status': ___, 'content-length': ____, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('ratelimit')));
}

describe('answers that are kept', () => {
  it("give A's data to A and admins alone, in 1,000 mixed requests", async () => {
    const { seed, pick } = aRandom();
    const people = { ann, bob, admin, nobody: undefined, garbage: { id: 0, token: 'garbage' } };
    const paths = [
      '/pantry/ID',
      '/pantry/ID/expiring?within=30',
      '/preferences/ID',
      '/recommendations/ID?context=quick',
      '/recipes/search?query=egg&userId=ID',
    ];
    const tags = new Map<string, string>();
    const seen = new Map<string, string>();

    for (let turn = 0; turn < 1000; turn += 1) {
      const [who, person] = pick(Object.entries(people));
      const [owner, { id }] = pick(Object.entries({ ann, bob }));
      const path = pick(paths).replace('ID', String(id));
      const etag = pick([undefined, tags.get(path)]);
      const headers = etag === undefined ? {} : { 'if-none-match': etag };
      const reply = await app.get(path, { token: person?.token, headers });

      const may = who === owner || who === 'admin';
      const due = may ? (etag === undefined ? 200 : 304) : who === 'bob' || who === 'ann' ? 403 : 401;
      expect({ seed, turn, who, path, status: reply.status }).toEqual({ seed, turn, who, path, status: due });
      if (reply.status !== 200) {
        expect(reply.bytes.toString()).not.toMatch(/eggs/);
        continue;
      }
      expect(reply.headers['cache-control']).toMatch(/^private/);
      expect(reply.body.userId ?? id).toBe(id);
      if (path === `/pantry/${id}`)
        expect(reply.body.items[0].name).toBe(owner === 'ann' ? "Ann's eggs" : "Bob's eggs");
      expect(reply.bytes.toString()).toBe(seen.get(path) ?? reply.bytes.toString());
      seen.set(path, reply.bytes.toString());
      tags.set(path, String(reply.headers.etag));
    }
  });

  it('are refused with the first request after the account is gone', async () => {
    const eve = await app.user();
    for (let read = 0; read < 2; read += 1)
      expect((await app.get(`/pantry/${eve.id}`, { token: eve.token })).status).toBe(200);
    expect((await app.request('DELETE', `/users/${eve.id}`, { token: eve.token })).status).toBe(204);

    for (const path of [
      `/pantry/${eve.id}`,
      `/preferences/${eve.id}`,
      `/recommendations/${eve.id}`,
      '/auth/me',
      `/users/${eve.id}/export`,
    ])
      expectProblem(await app.get(path, { token: eve.token }), 401);
    expectProblem(await app.post(`/pantry/${eve.id}/items`, { token: eve.token, body: aPantryItem() }), 401);
    expectProblem(await app.get(`/pantry/${eve.id}`, { token: admin.token }), 404);
    expectProblem(await app.get(`/admin/pantry/${eve.id}`, { token: admin.token }), 404);
  });
});

describe('fields that are not for clients to set', () => {
  const fields = {
    role: 'admin',
    userId: 1,
    version: 99,
    createdAt: '2020-01-01T00:00:00Z',
    passwordHash: 'x',
    lastUpdated: 'x',
  };
  const bodies: [string, string, (id: number) => string, unknown][] = [
    ['an item', 'POST', (id) => `/pantry/${id}/items`, aPantryItem()],
    ['items', 'PUT', (id) => `/pantry/${id}/items`, aPantryItem()],
    ['preferences', 'PUT', (id) => `/preferences/${id}`, {}],
    ['a preference', 'PATCH', (id) => `/preferences/${id}`, {}],
    ['an act', 'POST', (id) => `/preferences/${id}/interactions`, { recipeId: 1, kind: 'saved' }],
    [
      'an account',
      'POST',
      () => '/auth/register',
      { email: 'x@example.org', password: 'long enough, surely', name: 'X' },
    ],
    ['a login', 'POST', () => '/auth/login', { email: 'x@example.org', password: 'long enough, surely' }],
    ['emptying', 'POST', (id) => `/cache/invalidate/user/${id}`, {}],
  ];

  it.each(bodies)('are refused in the body of %s', async (_, method, path, body) => {
    await changesNothing(app, async () => {
      for (const [field, value] of Object.entries(fields)) {
        const spoiled = { ...(body as object), [field]: value };
        const sent = method === 'PUT' && path(1).includes('items') ? [spoiled] : spoiled;
        const problem = expectProblem(await app.request(method, path(ann.id), { token: ann.token, body: sent }), 400);
        expect(problem.errors[0].pointer).toMatch(new RegExp(`/${field}$`));
      }
    });
    expect((await app.get('/auth/me', { token: ann.token })).body.role).toBe('user');
  });
});

describe('logging in', () => {
  it('says the same for an address that nobody has and for a wrong password', async () => {
    await app.post('/auth/register', {
      body: { email: 'zoe@example.org', password: 'the right pass phrase', name: 'Zoe' },
    });
    const wrong = await app.post('/auth/login', {
      body: { email: 'zoe@example.org', password: 'a wrong pass phrase' },
    });
    const unknown = await app.post('/auth/login', {
      body: { email: 'yoe@example.org', password: 'a wrong pass phrase' },
    });
    expectProblem(wrong, 401);
    expect([unknown.status, unknown.body, lasting(unknown)]).toEqual([wrong.status, wrong.body, lasting(wrong)]);
  });
});

describe('what anybody may read of how the program is', () => {
  it('names no address, no password, no person and nothing of what failed', async () => {
    const ill = await startApp({ redis: 'redis://somebody:hunter2@127.0.0.1:9' });
    try {
      const { id, token } = await ill.user();
      await ill.get(`/pantry/${id}`, { token });
      const failure = new Error('connect ECONNREFUSED 10.0.0.7:5432, password hunter3');
      jest.spyOn(ill.nest.get(Database), 'ping').mockRejectedValue(failure);
      const { status, body } = await ill.get('/health');
      expect([status, body.status, Object.keys(body.checks).toSorted()]).toEqual([
        200,
        'degraded',
        ['cache', 'clock', 'database', 'memory', 'redis', 'warmup'],
      ]);
      for (const reply of [body, (await ill.get('/health/ready')).body, (await ill.get('/health/live')).body])
        expect(JSON.stringify(reply)).not.toMatch(/hunter|somebody|127\.0|10\.0|ECONN|5432|@|\bat /);
      expect(Object.keys(body.checks.cache.regions).filter((name) => /[:\d]/.test(name))).toEqual([]);
    } finally {
      await ill.stop();
    }
  });
});

describe('too many requests', () => {
  it('of one caller, over all routes, are told to wait; others are served', async () => {
    const limited = await startApp({ settings: { RATE_LIMIT_PER_MINUTE: '6' } });
    try {
      const [one, two] = [await limited.user(), await limited.user()];
      const paths = [`/pantry/${one.id}`, `/preferences/${one.id}`, '/auth/me'];
      for (let asked = 0; asked < 6; asked += 1) {
        const { status, headers } = await limited.get(paths[asked % 3] ?? '', { token: one.token });
        expect([status, headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual([
          200,
          '6',
          String(5 - asked),
        ]);
        expect(headers['ratelimit-reset']).toMatch(/^\d+$/);
      }
      for (const path of paths) {
        const reply = await limited.get(path, { token: one.token });
        expect(expectProblem(reply, 429).type).toBe('urn:prepsense:too-many-requests');
        expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      }
      expect((await limited.get(`/pantry/${two.id}`, { token: two.token })).status).toBe(200);
      expect((await limited.get('/health/ready')).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  it('that guess passwords are told to wait', async () => {
    const limited = await startApp({ settings: { RATE_LIMIT_PER_MINUTE: '5' } });
    try {
      const guess = (n: number) =>
        limited.post('/auth/login', { body: { email: 'ann@example.org', password: `guess ${n}` } });
      const statuses = [];
      for (let n = 0; n < 7; n += 1) statuses.push((await guess(n)).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    } finally {
      await limited.stop();
    }
  });

  it.each([
    ['by the connection alone, unless it is a proxy that is trusted', undefined, [200, 200, 429, 429]],
    ['by what a trusted proxy says last', '127.0.0.1', [200, 200, 200, 429]],
  ])('are told apart %s', async (_, TRUSTED_PROXIES = '', due) => {
    const limited = await startApp({ settings: { RATE_LIMIT_PER_MINUTE: '2', TRUSTED_PROXIES } });
    try {
      const statuses = [];
      for (const forwarded of ['192.0.2.1', '192.0.2.1', '192.0.2.1, 192.0.2.2', '192.0.2.2, 192.0.2.1']) {
        const headers = { 'x-forwarded-for': forwarded };
        statuses.push((await limited.get('/recipes/1', { headers })).status);
      }
      expect(statuses).toEqual(due);
    } finally {
      await limited.stop();
    }
  });

  it('past the cache have a limit of their own, which admins have not', async () => {
    const eve = await app.user();
    const fresh = (person: Person, path = `/pantry/${eve.id}`) =>
      app.get(path, { token: person.token, headers: { 'cache-control': 'no-cache' } });
    for (let asked = 0; asked < 15; asked += 1) {
      expect((await fresh(eve)).status).toBe(200);
      expect((await app.get(`/preferences/${eve.id}?fresh=true`, { token: eve.token })).status).toBe(200);
    }
    const refused = await fresh(eve);
    expectProblem(refused, 429);
    expect([refused.headers['ratelimit-limit'], refused.headers['ratelimit-remaining']]).toEqual(['30', '0']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expectProblem(await fresh(eve, `/preferences/${eve.id}`), 429);
    expect((await app.get(`/pantry/${eve.id}`, { token: eve.token })).status).toBe(200);
    for (let asked = 0; asked < 35; asked += 1) expect((await fresh(admin)).status).toBe(200);
  });
});
