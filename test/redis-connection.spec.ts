import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RedisConnection } from '../libs/cache/src/far/redis.connection.js';
import { FaultProxy } from './harness/fault-proxy.js';
import { blackHoled, corrupted, reset } from './harness/link-faults.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

let redis: RedisServer;
let proxy: FaultProxy;
let connection: RedisConnection;
let errors: unknown[];
/** Times that it was connected. */
let connected: number;

beforeEach(async () => {
  redis = await RedisServer.start();
  proxy = await FaultProxy.before(redis.port);
  errors = [];
  connected = 0;
  connection = new RedisConnection({
    url: proxy.url,
    onError: (error) => errors.push(error),
  });
  connection.client.on('ready', () => (connected += 1));
  await ready();
});
afterEach(async () => {
  connection.close();
  await proxy.close();
  await redis.stop();
});

const ready = () => until('it is connected', () => connection.client.isReady, 10_000);
const busyFor = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

describe('a connection to Redis', () => {
  it('that falls silent while its socket stays open is given up, however often it is asked meanwhile, and made anew', async () => {
    proxy.inflict(blackHoled);
    const questions: Promise<unknown>[] = [];
    const isGivenUp = () => {
      questions.push(connection.client.ping().catch((error: unknown) => error));
      return !connection.client.isReady;
    };
    await until('it is given up', isGivenUp, 10_000);
    proxy.heal();
    await ready();
    expect(String(await connection.client.ping())).toBe('PONG');
    for (const answer of await Promise.all(questions)) expect(answer).toBeInstanceOf(Error);
  });

  it('that is taken by somebody who then says nothing is given up as well', async () => {
    proxy.inflict(blackHoled);
    const accepted = proxy.accepted;
    await until('one more was tried and given up', () => proxy.accepted >= accepted + 2, 10_000);
    proxy.heal();
    await ready();
    // What ended the try by its own hand is no news.
    for (const error of errors) expect(error).toMatchObject({ code: 'FAR_UNAVAILABLE' });
  });

  it('goes on hearing what it listens to, whatever line it is on', async () => {
    const heard: string[] = [];
    await connection.client.subscribe('news', (text) => heard.push(text));
    const breaks = () => {
      proxy.inflict(reset);
      proxy.heal();
    };
    const ends: (() => void)[] = [() => connection.renew(), breaks, () => connection.renew()];
    for (const [round, end] of ends.entries()) {
      end();
      await until('it is connected anew', () => connected === round + 2);
      await redis.cli('publish', 'news', `${round}`);
      await until('it has heard', () => heard.length === round + 1);
    }
    expect(heard).toEqual(['0', '1', '2']);
  });

  it('is not given up because this process was busy', async () => {
    for (let round = 0; round < 3; round += 1) {
      const pinged = connection.client.ping();
      busyFor(1700);
      await pinged;
    }
    expect([connected, errors]).toEqual([1, []]);
  });

  it('is made anew when what comes over it can not be read', async () => {
    proxy.inflict(corrupted((reply) => Buffer.from(reply.map((byte) => byte ^ 0x55))));
    const asked = connection.client.ping().catch((error: unknown) => error);
    await until('it is given up', () => errors.length > 0);
    proxy.heal();
    expect(await asked).toBeInstanceOf(Error);
    await ready();
    expect(String(await connection.client.ping())).toBe('PONG');
  });

  it('knocks at most five times a second while nobody is there', async () => {
    await redis.stop();
    const accepted = proxy.accepted;
    const began = performance.now();
    await until('it has tried eight times', () => proxy.accepted >= accepted + 8, 20_000);
    expect((proxy.accepted - accepted - 1) / ((performance.now() - began) / 1000)).toBeLessThan(5.5);
  });

  it('stays closed once it is closed, in whatever state that found it', async () => {
    const leftOpen = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;
    await redis.stop();
    await until('it is away', () => !connection.client.isReady);
    connection.close();
    await redis.restart();

    const before = leftOpen();
    proxy.inflict(blackHoled);
    const states: ((one: RedisConnection) => unknown)[] = [
      () => undefined,
      (one) => new Promise((resolve) => void one.client.once('connect', resolve)),
      (one) => (proxy.heal(), until('it is connected', () => one.client.isReady)),
    ];
    for (const comesThere of states) {
      const one = new RedisConnection({ url: proxy.url, onError: () => undefined });
      await comesThere(one);
      one.close();
      one.renew();
    }
    await until('all is let go', () => leftOpen() <= before);
    expect(connection.client.isReady).toBe(false);
  });
});
