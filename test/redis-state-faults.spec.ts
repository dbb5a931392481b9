import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RedisServer } from './harness/redis-server.js';
import { aRandom } from './random.js';
import { DEADLINE_MS, Siege, UNHARMED, type Calamity, type FarFailure } from './siege.js';

const SECRET = 'open-sesame';
const random = aRandom();

let redis: RedisServer;
/** An operator's connection: it stays when nobody else may come. */
let operator: ReturnType<typeof createClient>;
let siege: Siege;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prepsense-redis-'));
  redis = await RedisServer.absent();
});
beforeEach(async () => {
  await redis.restart('--dir', folder);
  operator = createClient({ url: redis.url });
  // It is cut off whenever the server is.
  operator.on('error', () => undefined);
  await operator.connect();
  siege = new Siege(redis.url, random);
});
afterEach(async () => {
  operator.destroy();
  await redis.thaw();
  await siege.end();
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true });
});

const tell = (...command: string[]) => operator.sendCommand(command);
const configure = (name: string, value: string) => tell('config', 'set', name, value);
const follow = (...whom: string[]) => tell('replicaof', ...whom);

async function cutOffAll(): Promise<void> {
  for (const type of ['pubsub', 'normal']) await tell('client', 'kill', 'type', type, 'skipme', 'yes');
}

/** It comes back with what it had saved, and takes seconds to read that. */
function loading(): Calamity {
  let restarted: Promise<void> | undefined;
  return {
    begin: async () => {
      await tell('eval', `for i = 1, 10000 do redis.call('set', 'filler:' .. i, i) end`, '0');
      await tell('save');
      const slowly = ['--key-load-delay', '150', '--loading-process-events-interval-bytes', '1024'];
      restarted = redis.restart('--dir', folder, ...slowly);
    },
    end: () => restarted,
  };
}

const permit = (what: string) => tell('acl', 'setuser', 'default', what);

/** A script that never ends keeps it from everything else. */
function busy(): Calamity {
  let ended: Promise<unknown> | undefined;
  return {
    begin: async () => {
      // Silent until then, which is longer than anybody waits; then it refuses.
      await configure('busy-reply-threshold', String(4 * DEADLINE_MS));
      const other = await operator.duplicate().connect();
      ended = other
        .sendCommand(['eval', 'while true do end', '0'])
        .catch((error: unknown) => error)
        .finally(() => other.destroy());
    },
    end: async () => {
      await tell('script', 'kill');
      expect(await ended).toBeInstanceOf(Error);
    },
  };
}

/** Others fill it all the time: thousands of keys go, entries and tokens among them. */
function evicting(): Calamity {
  const fill = `for i = 1, 300 do redis.call('set', 'other:' .. math.random(1e9), string.rep('x', 1000)) end`;
  let filling: NodeJS.Timeout;
  return {
    begin: async () => {
      await configure('maxmemory-policy', 'allkeys-random');
      await configure('maxmemory', '2mb');
      filling = setInterval(() => void tell('eval', fill, '0'), 40);
    },
    end: async () => {
      clearInterval(filling);
      expect(await operator.info('stats')).toMatch(/evicted_keys:[1-9]\d{3}/);
      await configure('maxmemory', '0');
    },
  };
}

/** Each with what it is noticed by. */
const calamities: [string, () => Calamity, ...FarFailure[]][] = [
  ['hangs', () => ({ begin: () => redis.freeze(), end: () => redis.thaw() }), 'deadline'],
  ['is killed', () => ({ begin: () => redis.kill(), end: () => redis.restart() }), 'connection'],
  ['is replaced by an empty one', () => ({ begin: () => redis.restart(), end: () => undefined })],
  ['is emptied', () => ({ begin: () => tell('flushall'), end: () => undefined })],
  ['forgets its scripts', () => ({ begin: () => tell('script', 'flush'), end: () => undefined })],
  ['is full', () => ({ begin: () => configure('maxmemory', '1mb'), end: () => configure('maxmemory', '0') }), 'full'],
  ['became a replica', () => ({ begin: () => follow('127.0.0.1', '1'), end: () => follow('no', 'one') }), 'readonly'],
  [
    'became a replica that has lost its master and says so',
    () => ({
      begin: async () => [await configure('replica-serve-stale-data', 'no'), await follow('127.0.0.1', '1')],
      end: () => follow('no', 'one'),
    }),
    'waits',
  ],
  ['is loading what it had saved', loading, 'waits'],
  [
    'pauses its clients',
    () => ({ begin: () => tell('client', 'pause', '1500', 'all'), end: () => undefined }),
    'deadline',
  ],
  [
    'wants a password all at once',
    () => ({
      begin: async () => [await configure('requirepass', SECRET), await cutOffAll()],
      end: () => configure('requirepass', ''),
    }),
    'connection',
  ],
  ['forbids to read', () => ({ begin: () => permit('-mget'), end: () => permit('+mget') }), 'denied'],
  ['is busy with a script', busy, 'deadline'],
  ['is short of memory and evicts what it likes', evicting],
  [
    'takes no more connections',
    () => ({
      begin: async () => [await configure('maxclients', '1'), await cutOffAll()],
      end: () => configure('maxclients', '1000'),
    }),
    'connection',
  ],
];

// A rejection that nobody handles fails a test by itself.
describe(`a Redis that (SEED=${random.seed})`, () => {
  it.each(calamities)(
    '%s shows nobody anything old, keeps nobody waiting, and is used again',
    async (_, calamity, ...noticedBy) => {
      expect(await siege.through(calamity())).toEqual(UNHARMED);
      expect(siege.met(...noticedBy)).toEqual(noticedBy);
    },
  );
});
