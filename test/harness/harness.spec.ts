import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { hours } from '#cache';
import { startApp, type TestApp } from './app.js';
import { PostgresServer } from './postgres-server.js';
import { RedisServer } from './redis-server.js';

describe('a Redis of its own', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());

  it('is empty after a kill and a restart, on the same address', async () => {
    await redis.cli('set', 'pantry:7', 'x');
    expect(await redis.cli('get', 'pantry:7')).toBe('x');
    await redis.kill();
    await expect(redis.cli('ping')).rejects.toThrow('ECONNREFUSED');
    await redis.restart();
    expect(await redis.cli('get', 'pantry:7')).toBeNull();
  });

  it('answers nothing while frozen', async () => {
    await redis.freeze();
    let answered = false;
    const answer = redis.cli('ping').finally(() => (answered = true));
    for (let turn = 0; turn < 500; turn += 1) await new Promise(setImmediate);
    expect(answered).toBe(false);
    await redis.thaw();
    expect(await answer).toBe('PONG');
  });
});

describe('a PostgreSQL of its own', () => {
  it('keeps its rows over a kill', async () => {
    const server = await PostgresServer.start();
    const ask = async (sql: string) => {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows as unknown[];
    };
    await ask('create table shelves (id int)');
    await ask('insert into shelves values (7)');
    await server.kill();
    await server.restart();
    expect(await ask('select id from shelves')).toEqual([{ id: 7 }]);
    await server.discard();
  });
});

describe('the application in a test', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('takes requests over HTTP, for people and for the admin', async () => {
    const ann = await app.user();
    const admin = await app.admin();
    expect((await app.get('/auth/me', { token: ann.token })).body).toMatchObject({ id: ann.id, role: 'user' });
    expect((await app.get('/auth/me', { token: admin.token })).body.role).toBe('admin');
    expect((await app.get('/auth/me')).status).toBe(401);
  });

  it('lives by the clock of the test', async () => {
    const ann = await app.user();
    app.clock.advance(hours(25));
    expect((await app.get('/auth/me', { token: ann.token })).status).toBe(401);
    expect((await app.get('/auth/me', { token: app.tokenFor(ann) })).status).toBe(200);
  });
});

describe('two applications', () => {
  it('share accounts and tokens on one PostgreSQL and one Redis', async () => {
    const [redis, postgres] = await Promise.all([RedisServer.start(), PostgresServer.start()]);
    const parts = { redis: redis.url, database: postgres.url };
    const one = await startApp(parts);
    const two = await startApp({ ...parts, clock: one.clock });
    const ann = await one.user();
    expect((await two.get('/auth/me', { token: ann.token })).body.id).toBe(ann.id);
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([redis.stop(), postgres.discard()]);
  });
});
