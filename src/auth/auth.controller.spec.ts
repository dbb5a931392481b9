import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { Cache, minutes } from '#cache';
import { RoomApp } from '../../test/room-app.js';
import { Config } from '../config/config.js';
import { AccountsService } from './accounts.service.js';
import { accountsRegion } from './auth.cache.js';
import { FirstAdmin } from './first-admin.js';
import { signingKey } from './jwt-secret.js';
import { LastSeen } from './last-seen.js';
import { Passwords } from './passwords.js';
import { PersonalData, PersonalDataRegistry } from './personal-data.js';
import { users } from './users.tables.js';
import { UsersRepository } from './users.repository.js';

const ADMIN = { ADMIN_EMAIL: 'Chef@Example.org', ADMIN_PASSWORD: 'a pass phrase of the chef' };

let app: RoomApp;

beforeAll(async () => {
  app = await RoomApp.start({ settings: ADMIN });
  await app.nest.get(FirstAdmin).onApplicationBootstrap();
});

afterAll(() => app.close());

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
const ann = { email: 'ann@example.org', password: 'correct horse', name: 'Ann' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const exported = async (DATA_DIR: string, JWT_SECRET?: string) =>
  (await signingKey(Config.from({ DATA_DIR, JWT_SECRET }))).export().toString();
const login = () => post('/auth/login', { email: 'chef@example.org', password: ADMIN.ADMIN_PASSWORD });
const seen = async (id: number) => {
  await app.nest.get(LastSeen).beforeApplicationShutdown();
  return (await app.nest.get(UsersRepository).recordOf(id))?.lastSeenAt?.getTime();
};

describe('registering', () => {
  it('gives the account and a token that works', async () => {
    const answer = await post('/auth/register', { ...ann, email: '  Ann@Example.ORG ', name: ' Ann ' });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { user, accessToken, expiresIn } = answer.json();
    expect([user, expiresIn]).toEqual([{ id: user.id, email: ann.email, name: 'Ann', role: 'user' }, 900]);

    const me = await app.inject({ method: 'GET', url: '/auth/me', headers: bearer(accessToken) });
    expect(me.json()).toEqual(user);
  });

  it('takes an address once, however it is written and however many ask at once', async () => {
    expect((await post('/auth/register', { ...ann, email: 'ANN@example.org' })).json().type).toBe(
      'urn:prepsense:email-taken',
    );
    const rush = { ...ann, email: 'rush@example.org' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('/auth/register', rush)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409]);
  });

  it('refuses what is not well formed, and roles and ids of the sender', async () => {
    const wrong = [
      { email: 'ann' },
      { email: 'a\u0000@example.org' },
      { email: `${'a'.repeat(250)}@example.org` },
      { email: ['x@example.org'] },
      { password: 'too short' },
      { password: 'x'.repeat(201) },
      { password: 1234567890 },
      { name: '  ' },
      { name: 'x'.repeat(101) },
      { name: 'nul\u0000' },
      { name: 'half \ud800' },
      { role: 'admin' },
      { id: 1 },
    ];
    for (const fields of wrong) {
      const answer = await post('/auth/register', { ...ann, email: 'new@example.org', ...fields });
      expect([fields, answer.statusCode]).toEqual([fields, 400]);
    }
    expect(await app.nest.get(UsersRepository).credentialsOf('new@example.org')).toBeUndefined();
  });
});

describe('logging in', () => {
  it('gives a token for the right password', async () => {
    const answer = await post('/auth/login', { email: ' ANN@example.org', password: ann.password });
    expect([answer.statusCode, Object.keys(answer.json())]).toEqual([200, ['accessToken', 'expiresIn']]);
  });

  it('has the account at hand for what is asked next, as registering does', async () => {
    const accounts = jest.spyOn(app.nest.get(UsersRepository), 'accountOf');
    const credentials = { email: 'joined@example.org', password: ann.password };
    const joined = await post('/auth/register', { ...credentials, name: 'Joined' });
    await app.nest.get(AccountsService).beforeApplicationShutdown();
    expect(accounts).toHaveBeenCalledTimes(1);

    await app.nest.get(Cache).clear(accountsRegion);
    const { accessToken } = (await post('/auth/login', credentials)).json();
    await app.nest.get(AccountsService).beforeApplicationShutdown();
    expect(accounts).toHaveBeenCalledTimes(2);

    for (const token of [joined.json().accessToken, accessToken]) {
      const me = await app.inject({ method: 'GET', url: '/auth/me', headers: bearer(token) });
      expect(me.statusCode).toBe(200);
    }
    expect(accounts).toHaveBeenCalledTimes(2);
    accounts.mockRestore();
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const wrong = await post('/auth/login', { email: ann.email, password: 'wrong horse' });
    const unknown = await post('/auth/login', { email: 'nobody@example.org', password: 'wrong horse' });
    const malformed = await post('/auth/login', { email: 'nobody', password: 'x' });
    expect([wrong.statusCode, unknown.statusCode, malformed.statusCode]).toEqual([401, 401, 401]);
    expect(unknown.body).toBe(wrong.body);
    expect(malformed.body).toBe(wrong.body);
  });
});

describe('passwords', () => {
  it('are kept as argon2id at the cost that OWASP names', async () => {
    const passwords = new Passwords();
    expect(await passwords.hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('are tried against a real hash when there is nobody, which no password fits', async () => {
    const passwords = new Passwords();
    await passwords.onModuleInit();
    expect(await passwords.match(undefined, '')).toBe(false);
  });

  it('are the same however accents are composed', async () => {
    const passwords = new Passwords();
    expect(await passwords.match(await passwords.hash('cre\u0301me bru\u0302le\u0301e'), 'créme brûlée')).toBe(true);
  });
});

describe('the signing key', () => {
  it('is made once, for its owner alone, also when several start together', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jwt-'));
    const keys = await Promise.all(Array.from({ length: 5 }, () => exported(join(folder, 'data'))));
    expect(new Set(keys).size).toBe(1);
    expect(await exported(join(folder, 'data'))).toBe(keys[0]);
    expect((await stat(join(folder, 'data', 'jwt-secret'))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(folder, 'data', 'jwt-secret'), 'utf8')).length).toBeGreaterThanOrEqual(43);

    await writeFile(join(folder, 'data', 'jwt-secret'), 'short');
    await expect(exported(join(folder, 'data'))).rejects.toThrow('remove it to have a new one made');
    await rm(folder, { recursive: true });
  });

  it('is the setting where there is one, and new each time with data in memory', async () => {
    const set = 'x'.repeat(32);
    expect(await exported('memory:', set)).toBe(set);
    expect(await exported('memory:')).not.toBe(await exported('memory:'));
  });
});

describe('the first admin', () => {
  it('stands from the start and is left alone by later starts', async () => {
    const repository = app.nest.get(UsersRepository);
    const before = await repository.credentialsOf('chef@example.org');
    await Promise.all(Array.from({ length: 3 }, () => app.nest.get(FirstAdmin).onApplicationBootstrap()));
    expect(await repository.credentialsOf('chef@example.org')).toEqual(before);
    expect(await repository.accountOf(before?.id ?? 0)).toEqual({ id: before?.id, role: 'admin' });
  });

  it('is an account promoted, with the password of the settings, by three instances at once', async () => {
    const before = await app.nest.get(UsersRepository).credentialsOf('chef@example.org');
    const old = await app.nest.get(Passwords).hash('the password of somebody else');
    await app.db
      .update(users)
      .set({ role: 'user', passwordHash: old })
      .where(eq(users.id, before?.id ?? 0));
    await Promise.all(Array.from({ length: 3 }, () => app.nest.get(FirstAdmin).onApplicationBootstrap()));

    const me = await app.inject({
      method: 'GET',
      url: '/auth/me',
      headers: bearer((await login()).json().accessToken),
    });
    expect(me.json()).toMatchObject({ id: before?.id, role: 'admin' });
  });
});

describe('the end of an account', () => {
  it('reaches every room, and so does the export', async () => {
    const kept = new Map<number, string>();
    class Notes extends PersonalData {
      readonly section = 'notes';
      async exportOf(userId: number) {
        return kept.get(userId);
      }
      override async eraseOf(userId: number) {
        kept.delete(userId);
      }
    }
    app.nest.get(PersonalDataRegistry).register(new Notes());
    const person = await app.person();
    kept.set(person.id, 'likes soup');

    const { headers } = person;
    const exported = await app.inject({ method: 'GET', url: `/users/${person.id}/export`, headers });
    expect(exported.json()).toMatchObject({ user: { id: person.id, role: 'user' }, notes: 'likes soup' });
    expect(exported.body).not.toContain('password');

    expect((await app.inject({ method: 'DELETE', url: `/users/${person.id}`, headers })).statusCode).toBe(204);
    expect(kept.size).toBe(0);
    expect((await app.inject({ method: 'GET', url: `/users/${person.id}/export`, headers })).statusCode).toBe(401);
  });
});

describe('who was seen', () => {
  it('is noted after the answer, at most each quarter of an hour', async () => {
    const { id, headers } = await app.person();
    const first = app.clock.now();
    const visit = () => app.inject({ method: 'GET', url: '/auth/me', headers });

    await visit();
    expect(await seen(id)).toBe(first);
    app.clock.advance(minutes(5));
    await visit();
    expect(await seen(id)).toBe(first);
    const later = { authorization: `Bearer ${app.tokenFor(id)}` };
    app.clock.advance(minutes(10));
    await app.inject({ method: 'GET', url: '/auth/me', headers: later });
    await app.inject({ method: 'GET', url: '/auth/me', headers: later });
    expect(await seen(id)).toBe(first + minutes(15).ms);
  });

  it('is written down for all who come while one is, at once', async () => {
    const register = async (name: string) =>
      (await post('/auth/register', { ...ann, email: `${name}@example.org` })).json().user.id as number;
    const ids = [await register('first'), await register('second'), await register('third')];
    const writes = jest.spyOn(app.nest.get(UsersRepository), 'touch');
    const visit = (id: number) =>
      app.inject({ method: 'GET', url: '/auth/me', headers: { authorization: `Bearer ${app.tokenFor(id)}` } });
    const firstWrite = new Promise<void>((resolve) => {
      writes.mockImplementationOnce(async () => {
        await Promise.all(ids.slice(1).map(visit));
        resolve();
      });
    });
    await visit(ids[0] ?? 0);
    await firstWrite;
    const at = await Promise.all(ids.slice(1).map(seen));
    expect(at).toEqual([app.clock.now(), app.clock.now()]);
    expect(writes.mock.calls.map(([who]) => who.length)).toEqual([1, 2]);
    writes.mockRestore();
  });
});
