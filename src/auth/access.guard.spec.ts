import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Cache, hours } from '#cache';
import { RoomApp, type Person } from '../../test/room-app.js';
import { AdminOnly, Caller, OwnerIn, Public, type CallerIdentity } from './access.js';
import { userTag } from './auth.cache.js';
import { users } from './users.tables.js';

const SECRET = 'a secret of the test, long enough';

@Controller()
class DoorsController {
  @Public()
  @Get('open')
  open(@Caller() caller?: CallerIdentity) {
    return { caller: caller ?? null };
  }

  @Get('inside')
  inside(@Caller() caller: CallerIdentity) {
    return { caller };
  }

  @Get('of/:userId')
  ofUser(@Param('userId') userId: string) {
    return { userId };
  }

  @AdminOnly()
  @Delete('admin/:userId')
  admin(@Param('userId') userId: string) {
    return { userId };
  }

  @OwnerIn({ query: 'userId' })
  @Get('query')
  query(@Query('userId') userId: string) {
    return { userId };
  }

  @OwnerIn({ query: 'userId', optional: true })
  @Get('maybe')
  maybe(@Query('userId') userId?: string) {
    return { userId: userId ?? null };
  }
}

let app: RoomApp;
let ann: Person;
let bob: Person;
let admin: Person;

beforeAll(async () => {
  app = await RoomApp.start({ controllers: [DoorsController], settings: { JWT_SECRET: SECRET } });
  [ann, bob, admin] = [await app.person(), await app.person(), await app.person('admin')];
});

afterAll(() => app.close());

const get = (url: string, headers: Record<string, string | string[]> = {}) =>
  app.inject({ method: 'GET', url, headers });
const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token as an attacker would put it together; signed with our own secret unless told otherwise. */
function forged(change: {
  header?: object;
  claims?: object;
  payload?: string;
  signature?: (signed: string) => string;
}): string {
  const now = Math.floor(app.clock.now() / 1000);
  const claims = {
    sub: String(ann.id),
    iss: 'prepsense',
    aud: 'prepsense',
    iat: now,
    exp: now + 900,
    ...change.claims,
  };
  const signed = `${base64({ alg: 'HS256', typ: 'JWT', ...change.header })}.${base64(change.payload ?? claims)}`;
  return `${signed}.${(change.signature ?? hmac('sha256', SECRET))(signed)}`;
}

const hmac = (hash: string, secret: string) => (signed: string) =>
  createHmac(hash, secret).update(signed).digest('base64url');
const withExp = (raw: string) => ({
  payload: `{"sub":"${ann.id}","iss":"prepsense","aud":"prepsense","exp":${raw}}`,
});
const publicKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const seconds = () => Math.floor(app.clock.now() / 1000);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const attack = (change: Parameters<typeof forged>[0]) => () => bearer(forged(change));
const late = (make: () => Parameters<typeof forged>[0]) => () => bearer(forged(make()));

const attacks: Record<string, () => Record<string, string | string[]>> = {
  'no header': () => ({}),
  'an empty header': () => ({ authorization: '' }),
  'the scheme alone': () => ({ authorization: 'Bearer ' }),
  'another scheme': () => ({ authorization: `Basic ${forged({})}` }),
  'the token without a scheme': () => ({ authorization: forged({}) }),
  'not a token': () => bearer('abc'),
  'four parts': () => bearer(`${forged({})}.x`),
  'alg none': attack({ header: { alg: 'none' }, signature: () => '' }),
  'alg none, signed': attack({ header: { alg: 'none' } }),
  'alg None': attack({ header: { alg: 'None' } }),
  'alg NONE': attack({ header: { alg: 'NONE' } }),
  'no alg': attack({ header: { alg: undefined } }),
  'alg as a list': attack({ header: { alg: ['HS256'] } }),
  'alg hs256': attack({ header: { alg: 'hs256' } }),
  'alg HS384': attack({ header: { alg: 'HS384' }, signature: hmac('sha384', SECRET) }),
  'alg HS512': attack({ header: { alg: 'HS512' }, signature: hmac('sha512', SECRET) }),
  'alg RS256 over an HMAC': attack({ header: { alg: 'RS256' } }),
  'signed with a public key': late(() => ({ signature: hmac('sha256', publicKey()) })),
  'an empty signature': attack({ signature: () => '' }),
  'another signature': attack({ signature: () => base64('nothing of the kind') }),
  'signed with an empty secret': attack({ signature: hmac('sha256', '') }),
  'kid with a path': attack({ header: { kid: '../../../dev/null' } }),
  'kid with SQL': attack({ header: { kid: "x' union select 'a" } }),
  'jku elsewhere': attack({ header: { jku: 'https://evil.example/keys' } }),
  'x5u elsewhere': attack({ header: { x5u: 'https://evil.example/cert' } }),
  'jwk inside': attack({ header: { jwk: { kty: 'oct', k: 'AA' } } }),
  'crit unknown': attack({ header: { crit: ['exp'] } }),
  'another type': attack({ header: { typ: 'at+jwt' } }),
  'another issuer': attack({ claims: { iss: 'somebody' } }),
  'no issuer': attack({ claims: { iss: undefined } }),
  'another audience': attack({ claims: { aud: 'elsewhere' } }),
  'several audiences': attack({ claims: { aud: ['prepsense', 'elsewhere'] } }),
  'no audience': attack({ claims: { aud: undefined } }),
  'expired this second': late(() => ({ claims: { exp: seconds() } })),
  'not valid yet': late(() => ({ claims: { nbf: seconds() + 60 } })),
  'nbf as text': attack({ claims: { nbf: '1' } }),
  'no exp': attack({ claims: { exp: undefined } }),
  'exp null': late(() => withExp('null')),
  'exp as text': late(() => withExp(`"${seconds() + 900}"`)),
  'exp as a fraction': late(() => withExp(`${seconds() + 900}.5`)),
  'exp 1e99': late(() => withExp('1e99')),
  'exp infinite': late(() => withExp('1e999')),
  'no sub': attack({ claims: { sub: undefined } }),
  'sub as a number': late(() => ({ claims: { sub: ann.id } })),
  'sub of words': attack({ claims: { sub: 'ann' } }),
  'sub 0': attack({ claims: { sub: '0' } }),
  'sub -1': attack({ claims: { sub: '-1' } }),
  'sub 1.5': attack({ claims: { sub: '1.5' } }),
  'sub with a zero before it': late(() => ({ claims: { sub: `0${ann.id}` } })),
  'sub too large': attack({ claims: { sub: '99999999999999999999' } }),
  'sub of nobody': attack({ claims: { sub: '2147483647' } }),
  'sub of another, signature kept': late(() => {
    const [, , signature = ''] = forged({}).split('.');
    return { claims: { sub: String(bob.id) }, signature: () => signature };
  }),
  'a payload that is no object': attack({ payload: '"ann"' }),
  'a payload that is no JSON': attack({ payload: '{"sub":' }),
  'ten kilobytes': attack({ claims: { padding: 'x'.repeat(7000) } }),
  'two headers': () => ({ authorization: [`Bearer ${forged({})}`, `Bearer ${forged({})}`] }),
  'two tokens in one header': () => ({ authorization: `Bearer ${forged({})}, Bearer ${forged({})}` }),
  'in a header of another name': () => ({ 'x-access-token': forged({}) }),
  'in a cookie': () => ({ cookie: `access_token=${forged({})}` }),
};

describe('a token', () => {
  it('opens the door when it is ours and valid now', async () => {
    const answer = await get('/inside', bearer(forged({})));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ caller: { userId: ann.id, role: 'user' } });
  });

  it.each(Object.keys(attacks))('is refused in the same words: %s', async (name) => {
    const answer = await get('/inside', attacks[name]?.());
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toEqual({
      type: 'urn:prepsense:unauthenticated',
      title: 'Authentication is needed',
      status: 401,
      detail: 'Send a valid bearer token',
      instance: '/inside',
    });
  });

  it('is not taken from the query', async () => {
    for (const name of ['access_token', 'token', 'authorization']) {
      expect((await get(`/inside?${name}=${forged({})}`)).statusCode).toBe(401);
    }
  });

  it('ends with its time', async () => {
    const person = await app.person();
    expect((await get('/inside', person.headers)).statusCode).toBe(200);
    app.clock.advance(hours(1));
    expect((await get('/inside', person.headers)).statusCode).toBe(401);
    app.clock.setWall(app.clock.now() - hours(1).ms);
  });

  it('changes nothing on a public route, good or bad', async () => {
    for (const headers of [{}, ann.headers, bearer('abc')]) {
      const answer = await get('/open', headers);
      expect([answer.statusCode, answer.json()]).toEqual([200, { caller: null }]);
    }
  });
});

describe('an account', () => {
  it('is out the moment it is gone', async () => {
    const person = await app.person();
    expect((await get('/inside', person.headers)).statusCode).toBe(200);
    const gone = await app.inject({ method: 'DELETE', url: `/users/${person.id}`, headers: person.headers });
    expect(gone.statusCode).toBe(204);
    expect((await get('/inside', person.headers)).statusCode).toBe(401);
  });

  it('has its new role at once', async () => {
    const person = await app.person();
    const url = `/admin/${person.id}`;
    expect((await app.inject({ method: 'DELETE', url, headers: person.headers })).statusCode).toBe(403);
    await app.db.update(users).set({ role: 'admin' }).where(eq(users.id, person.id));
    await app.nest.get(Cache).invalidate(userTag(person.id));
    expect((await app.inject({ method: 'DELETE', url, headers: person.headers })).statusCode).toBe(200);
  });
});

describe('what belongs to somebody', () => {
  it('is open to its owner and to admins alone', async () => {
    for (const url of [`/of/${ann.id}`, `/query?userId=${ann.id}`, `/maybe?userId=${ann.id}`]) {
      const statuses = [];
      for (const headers of [{}, ann.headers, bob.headers, admin.headers]) {
        statuses.push((await get(url, headers)).statusCode);
      }
      expect([url, statuses]).toEqual([url, [401, 200, 403, 200]]);
    }
  });

  it('is nobody to an admin where there is no such user', async () => {
    expect((await get('/of/2147483647', admin.headers)).statusCode).toBe(404);
    expect((await get('/of/2147483647', ann.headers)).statusCode).toBe(403);
  });

  it('asks for a token first, then for an id in its one form', async () => {
    const forms = ['0', '-1', '01', '1.0', '1e0', '%201', 'abc', '99999999999', '1,1', '%00', '2147483648'];
    for (const form of forms) {
      for (const url of [`/of/${form}`, `/query?userId=${form}`, `/maybe?userId=${form}`]) {
        expect([url, (await get(url)).statusCode]).toEqual([url, 401]);
        expect([url, (await get(url, ann.headers)).statusCode]).toEqual([url, 400]);
      }
    }
  });

  it('is named once', async () => {
    const twice = `userId=${ann.id}&userId=${bob.id}`;
    expect((await get(`/query?${twice}`, ann.headers)).statusCode).toBe(400);
    expect((await get(`/maybe?${twice}`, ann.headers)).statusCode).toBe(400);
    expect((await get('/query', ann.headers)).statusCode).toBe(400);
  });

  it('needs no token where nobody is named and none has to be', async () => {
    expect((await get('/maybe')).json()).toEqual({ userId: null });
    expect((await get('/maybe?userId=')).statusCode).toBe(401);
  });

  it('tells a user without the role 403 before it looks at the id', async () => {
    const request = { method: 'DELETE', url: '/admin/abc' } as const;
    expect((await app.inject(request)).statusCode).toBe(401);
    expect((await app.inject({ ...request, headers: ann.headers })).statusCode).toBe(403);
    expect((await app.inject({ ...request, headers: admin.headers })).statusCode).toBe(400);
  });
});
