import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultProxy } from './harness/fault-proxy.js';
import { corrupted, reset } from './harness/link-faults.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { aRandom } from './random.js';
import { Siege, UNHARMED } from './siege.js';

const random = aRandom();
const NAMED = 'run_id:';
const ZERO = '0'.charCodeAt(0);

let redis: RedisServer;
let proxy: FaultProxy;
let siege: Siege;
/** Replies that arrived otherwise than they were sent. */
let spoilt: number;

beforeAll(async () => {
  redis = await RedisServer.start();
  proxy = await FaultProxy.before(redis.port);
});
beforeEach(async () => {
  spoilt = 0;
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

/** The person whom a message speaks of is another one. */
function misnamed(reply: Buffer): Buffer {
  if (!reply.includes('"t:shelf:')) return reply;
  spoilt += 1;
  return Buffer.from(reply.toString('latin1').replaceAll('t:shelf:', 't:shelg:'), 'latin1');
}

/** The server calls itself by another name; only once. */
function renamed(reply: Buffer): Buffer {
  const at = reply.indexOf(NAMED);
  if (at < 0 || spoilt > 0) return reply;
  spoilt += 1;
  const copy = Buffer.from(reply);
  const first = at + NAMED.length;
  copy[first] = copy[first] === ZERO ? ZERO + 1 : ZERO;
  return copy;
}

/** Now and then one bit is another, wherever it stands. */
function flipped(reply: Buffer): Buffer {
  if (random.next() < 0.8) return reply;
  spoilt += 1;
  const copy = Buffer.from(reply);
  const at = Math.floor(random.next() * copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random.next() * 8));
  return copy;
}

describe(`a line that garbles (SEED=${random.seed})`, () => {
  it('what is announced keeps nobody from seeing it', async () => {
    const damage = corrupted(misnamed);
    const outcome = await siege.through({ begin: () => proxy.inflict(damage), end: () => proxy.heal() });
    expect(outcome).toEqual(UNHARMED);
    expect(spoilt).toBeGreaterThan(10);
  });

  it('who answers there, once, is found out before long: both find what the other one keeps', async () => {
    await siege.recovers();
    proxy.inflict(reset);
    proxy.inflict(corrupted(renamed));
    await until('one was told another name', () => spoilt > 0);
    await siege.recovers();
  });

  it('anything, so that nobody can tell where a reply ends, shows nobody anything old', async () => {
    const damage = corrupted(flipped);
    const outcome = await siege.through({ begin: () => proxy.inflict(damage), end: () => proxy.heal() }, 5000);
    expect(outcome).toMatchObject({ violations: [], agree: true });
    expect(spoilt).toBeGreaterThan(10);
  });
});
