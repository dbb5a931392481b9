import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { expectTooMany } from './problems.js';
import { RunningClock } from './running-clock.js';

const LIMIT = 10;

let redis: RedisServer;
let app: TestApp;
beforeAll(async () => {
  redis = await RedisServer.start();
  const settings = { RATE_LIMIT_PER_MINUTE: String(LIMIT) };
  app = await startApp({ redis: redis.url, clock: new RunningClock(), settings });
});
afterAll(async () => {
  await app.stop();
  await redis.stop();
});

const stateOfRedis = async () => (await app.get('/health')).body.checks.redis.state;

type Burst = () => Promise<Reply>;

/** Each by somebody of its own; those without a token are told apart by where they come from. */
const bursts: [what: string, allowed: number, begin: () => Burst | Promise<Burst>][] = [
  ['guesses of a password', 401, () => () => app.post('/auth/login', { from: '127.0.1.1', body: A_GUESS })],
  ['searches', 200, () => () => app.get('/recipes/search?query=rice', { from: '127.0.1.2' })],
  [
    'warm-ups',
    202,
    async () => {
      const { id, token } = await app.user();
      return () => app.post(`/users/${id}/cache/warm`, { token });
    },
  ],
  [
    'changes told by an admin',
    200,
    async () => {
      const { token } = await app.admin();
      return () => app.post('/cache/invalidate/recipes', { token });
    },
  ],
];
const A_GUESS = { email: 'nobody@example.org', password: 'a guess of a password' };
const leftIn = ({ headers }: Reply) => Number(headers['ratelimit-remaining']);

describe('a limit', () => {
  it.each(bursts)('on %s counts on while Redis is away, and tells one too many to wait', async (_, allowed, begin) => {
    await redis.restart();
    await until('Redis is there', async () => (await stateOfRedis()) === 'up');
    const once = await begin();
    let left = leftIn(await once());
    expect(left).toBeGreaterThan(LIMIT / 2);

    await redis.kill();
    await until('Redis is missed', async () => (await stateOfRedis()) === 'down');
    for (; left > 0; left -= 1) {
      const reply = await once();
      expect([reply.status, leftIn(reply)]).toEqual([allowed, left - 1]);
    }
    expectTooMany(await once(), LIMIT);
  });
});
