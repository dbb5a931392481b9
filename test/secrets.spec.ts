import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from './build.js';
import { BuiltProgram } from './built-program.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

const BUILD_LIMIT_MS = 180_000;
const HEAL_LIMIT_MS = 10_000;
const PASSWORD = 'correct horse battery staple';
const SECRET = 'a secret that signs the tokens of this spec';
const WRONG = 'the wrong horse battery';

let folder: string;
let redis: RedisServer;
let program: BuiltProgram;
let token: string;

beforeAll(async () => {
  await build();
  [folder, redis] = await Promise.all([mkdtemp(join(tmpdir(), 'prepsense-secrets-')), RedisServer.start()]);
  const settings = { REDIS_URL: redis.url, JWT_SECRET: SECRET, LOG_LEVEL: 'trace', RATE_LIMIT_PER_MINUTE: '100000' };
  program = await BuiltProgram.start({ folder, settings });
}, BUILD_LIMIT_MS);
afterAll(async () => {
  await program.end('SIGKILL');
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Registering, logging in, reading, changing, and whatever of that is refused or fails. */
async function mixedRun(): Promise<void> {
  const login = { email: 'ann@example.org', password: PASSWORD };
  const account = { ...login, name: 'Ann' };
  const { body } = await program.ask('POST', '/api/v1/auth/register', { body: account });
  const id = body.user.id as number;
  token = (await program.ask('POST', '/api/v1/auth/login', { body: login })).body.accessToken;
  await program.ask('POST', '/api/v1/auth/login', { body: { ...login, password: WRONG } });
  await program.ask('POST', '/api/v1/auth/register', { body: { ...account, role: 'admin' } });
  for (const path of [
    `pantry/${id}`,
    `preferences/${id}`,
    `recommendations/${id}`,
    `users/${id}/export`,
    'auth/me',
    'recipes/1',
  ])
    for (const sent of [token, `${token}x`, token, undefined])
      await program.ask('GET', `/api/v1/${path}`, { token: sent });
  await program.ask('GET', `/api/v1/pantry/${id + 1}`, { token });
  await program.ask('GET', `/api/v1/pantry/${id}?access_token=${token}`, { token });
  await program.ask('PATCH', `/api/v1/preferences/${id}`, { token, body: { householdSize: 3 } });
  await program.ask('PATCH', `/api/v1/preferences/${id}`, { token, body: { householdSize: token } });
  const item = { name: 'egg', quantity: 2, unit: 'piece' };
  await program.ask('POST', `/api/v1/pantry/${id}/items`, { token, body: item });
  await program.ask('POST', `/api/v1/pantry/${id}/items`, { token, body: '{' });
  await redis.freeze();
  await program.ask('GET', `/api/v1/pantry/${id}`, { token });
  await program.ask('POST', `/api/v1/pantry/${id}/items`, { token, body: item });
  await redis.thaw();
  await until(
    'Redis is used again',
    async () => (await program.ask('GET', '/health')).body.status === 'ok',
    HEAL_LIMIT_MS,
  );
  await program.ask('PATCH', `/api/v1/preferences/${id}`, { token, body: { householdSize: 5 } });
  for (const path of ['pantry', 'preferences', 'recommendations'])
    await program.ask('GET', `/api/v1/${path}/${id}`, { token });
}

describe('tokens and passwords', () => {
  it('stand in no line of the log, and in no key and no value in Redis', async () => {
    await mixedRun();
    const names = (await redis.cli('keys', '*')) as string[];
    const values = await Promise.all(names.map(async (name) => String(await redis.cli('get', name))));
    expect(names.length).toBeGreaterThan(5);
    const said = program.stdout + program.stderr;
    expect(said.match(/\/api\/v1\/pantry/g)?.length).toBeGreaterThan(5);
    const signature = String(token.split('.')[2]);
    for (const secret of [token, signature, PASSWORD, WRONG, SECRET]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(said.split(secret).length - 1).toBe(0);
      expect([...names, ...values].filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});
