import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultProxy } from './harness/fault-proxy.js';
import { blackHoled, brokenAfter, delayed, fragmented, reset, throttled, type Fault } from './harness/link-faults.js';
import { RedisServer } from './harness/redis-server.js';
import { aRandom } from './random.js';
import { Siege, UNHARMED, type FarFailure } from './siege.js';

const random = aRandom();

let redis: RedisServer;
let proxy: FaultProxy;
let siege: Siege;

beforeAll(async () => {
  redis = await RedisServer.start();
  proxy = await FaultProxy.before(redis.port);
});
beforeEach(async () => {
  await redis.cli('flushall');
  siege = new Siege(proxy.url, random);
});
afterEach(async () => {
  proxy.heal();
  await siege.end();
});
afterAll(async () => {
  await proxy.close();
  await redis.stop();
});

/** Each with what it is noticed by. */
const faults: [string, () => Partial<Fault>, ...FarFailure[]][] = [
  ['brings every answer in time, but only just', () => delayed(() => 30)],
  ['brings answers a second late', () => delayed(() => 1000), 'deadline'],
  ['brings answers after anything from 0 to 200 ms', () => delayed(() => random.next() * 200), 'deadline'],
  ['breaks all connections', () => reset, 'connection'],
  ['breaks a connection in the middle of a reply', () => brokenAfter(40, 'reset'), 'connection'],
  ['ends a connection in the middle of a reply', () => brokenAfter(40, 'end'), 'connection'],
  ['swallows all bytes and keeps the connections', () => blackHoled, 'deadline'],
  ['lets 2 kB through in a second', () => throttled(2048), 'deadline'],
  ['brings every byte by itself', () => fragmented],
];

// A rejection that nobody handles fails a test by itself.
describe(`a line of messages that (SEED=${random.seed})`, () => {
  it('swallows them for seconds shows nobody what is older than the trust window', async () => {
    const begin = () => proxy.inflict(blackHoled, ({ subscribed }) => subscribed);
    expect(await siege.through({ begin, end: () => proxy.heal() }, 10_000)).toEqual(UNHARMED);
  });
});

describe(`a line that (SEED=${random.seed})`, () => {
  it.each(faults)(
    '%s shows nobody anything old, keeps nobody waiting, and is used again',
    async (_, fault, ...noticedBy) => {
      const outcome = await siege.through({ begin: () => proxy.inflict(fault()), end: () => proxy.heal() });
      expect(outcome).toEqual(UNHARMED);
      expect(siege.met(...noticedBy)).toEqual(noticedBy);
    },
  );

  it('leads to another server all at once, and back to the first, which was told of nothing meanwhile, shows nobody anything old', async () => {
    const other = await RedisServer.start();
    const leadTo = ({ port }: RedisServer) => {
      proxy.leadTo(port);
      proxy.inflict(reset);
      proxy.heal();
    };
    try {
      for (const next of [other, redis, other]) {
        expect(await siege.through({ begin: () => leadTo(next), end: () => undefined })).toEqual(UNHARMED);
        expect(siege.met('connection')).toEqual(['connection']);
      }
    } finally {
      proxy.leadTo(redis.port);
      await other.stop();
    }
  });

  it('leads to a Redis that went and was started anew on another port shows nobody anything old, keeps nobody waiting, and is used again', async () => {
    const other = await RedisServer.absent();
    const calamity = {
      begin: () => redis.kill(),
      end: async () => {
        await other.restart();
        proxy.leadTo(other.port);
      },
    };
    try {
      expect(await siege.through(calamity)).toEqual(UNHARMED);
      expect(siege.met('connection')).toEqual(['connection']);
    } finally {
      proxy.leadTo(redis.port);
      await redis.restart();
      await other.stop();
    }
  });
});
