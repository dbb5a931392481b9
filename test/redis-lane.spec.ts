import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ErrorReply } from '@redis/client';
import { CacheError, RedisTier } from '#cache';
import { Lane, type LaneOptions } from '../libs/cache/src/far/lane/lane.js';
import { textIn } from '../libs/cache/src/far/redis.reports.js';
import { Certificate } from './harness/certificate.js';
import { FaultProxy } from './harness/fault-proxy.js';
import type { Link } from './harness/link.js';
import { blackHoled, corrupted, reset } from './harness/link-faults.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';

let redis: RedisServer;
let errors: unknown[];
const lanes: Lane[] = [];
beforeAll(async () => {
  redis = await RedisServer.start();
});
beforeEach(() => {
  errors = [];
});
afterEach(() => lanes.splice(0).forEach((lane) => lane.close()));
afterAll(() => redis.stop());

function aLane(url: string, options: Partial<LaneOptions> = {}): Lane {
  const lane = new Lane({
    url,
    idIn: (about) => textIn(about, 'run_id'),
    onError: (error) => errors.push(error),
    ...options,
  });
  lanes.push(lane);
  return lane;
}

async function anOpenLane(url: string, options?: Partial<LaneOptions>): Promise<Lane> {
  const lane = aLane(url, options);
  lane.open();
  await opened(lane);
  return lane;
}
const opened = (lane: Lane) => until('the lane is open', () => lane.id);
const outOfReach = expect.objectContaining({ code: 'FAR_UNAVAILABLE' });

describe('a lane', () => {
  it('tells entries as bytes, fences as text, and how long the entries have left', async () => {
    const large = randomBytes(1_000_000);
    await redis.cli('set', 'large', large, 'PX', '60000');
    await redis.cli('set', 'small', Buffer.from([0xff, 0x0d, 0x0a]));
    await redis.cli('set', 'fence', 'token');
    const lane = await anOpenLane(redis.url);
    expect(lane.id).toHaveLength(40);

    const asked = Array.from({ length: 5 }, () => lane.standOf(['large', 'small', 'none', 'fence', 'no fence'], 3));
    for (const { values, lives } of await Promise.all(asked)) {
      const [first, ...others] = values;
      // By itself: it is too long to be compared piece by piece.
      expect(large.equals(first as Buffer)).toBe(true);
      expect(others).toEqual([Buffer.from([0xff, 0x0d, 0x0a]), null, 'token', null]);
      expect(lives).toEqual([expect.closeTo(60_000, -5), -1, -2]);
    }
  });

  it('is one of a user, by their password, in a database', async () => {
    await redis.cli('acl', 'setuser', 'cook', 'on', '>p@ss/word', '~*', '+@all', '-pttl');
    const url = `redis://cook:${encodeURIComponent('p@ss/word')}@127.0.0.1:${redis.port}/3`;
    const refused: unknown[] = [];
    const lane = await anOpenLane(url, { onRefused: (error) => refused.push(error) });
    await redis.cli('set', 'only in the first', 'here');
    expect((await lane.standOf(['only in the first'], 0)).values).toEqual([null]);

    await expect(lane.standOf(['jar'], 1)).rejects.toBeInstanceOf(ErrorReply);
    expect(refused).toEqual([expect.objectContaining({ message: expect.stringContaining('NOPERM') })]);
    expect((await lane.standOf(['jar'], 0)).values).toEqual([null]);
  });

  it('is not open to who is refused; then it is tried anew at the next beat', async () => {
    await redis.cli('acl', 'setuser', 'baker', 'on', '>old', '~*', '+@all');
    const lane = aLane(`redis://baker:new@127.0.0.1:${redis.port}`);
    lane.open();
    await until('it was refused', () => errors.length > 0);
    expect([lane.id, String(errors[0])]).toEqual([undefined, expect.stringContaining('WRONGPASS')]);
    await redis.cli('acl', 'setuser', 'baker', '>new');
    await until('it is open', () => {
      if (lane.id === undefined) lane.beat('whoever');
      return lane.id;
    });
  });

  it('goes by TLS where the address says so', async () => {
    const certificate = await Certificate.make();
    const secure = await RedisServer.absent(certificate);
    try {
      await secure.restart();
      const lane = await anOpenLane(secure.url, { tls: certificate.client });
      expect((await lane.standOf(['jar', 'lid'], 1)).values).toEqual([null, null]);
      const stranger = aLane(secure.url);
      stranger.open();
      await until('the certificate is not trusted', () => errors.length > 0);
      expect(stranger.id).toBeUndefined();
    } finally {
      await secure.stop();
      await certificate.discard();
    }
  });
});

describe('a lane that breaks', () => {
  let proxy: FaultProxy;
  beforeEach(async () => {
    proxy = await FaultProxy.before(redis.port);
  });
  afterEach(() => proxy.close());

  it('leaves nobody waiting, and is opened again at the next beat', async () => {
    const lane = await anOpenLane(proxy.url);
    const id = lane.id as string;
    proxy.inflict(blackHoled);
    const waiting = [lane.standOf(['jar'], 1), lane.standOf(['jar'], 1)];
    proxy.inflict(reset);
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes).toEqual(waiting.map(() => ({ status: 'rejected', reason: outOfReach })));
    expect(lane.id).toBeUndefined();
    await expect(lane.standOf(['jar'], 1)).rejects.toEqual(outOfReach);

    proxy.heal();
    lane.beat(id);
    await opened(lane);
    expect((await lane.standOf(['jar'], 1)).lives).toEqual([-2]);
  });

  it('by its silence is given up when the same question waits over three beats', async () => {
    const lane = await anOpenLane(proxy.url);
    const id = lane.id as string;
    proxy.inflict(blackHoled);
    const unanswered = lane.standOf(['jar'], 1);
    for (const isStillOpen of [true, true, true, false]) {
      lane.beat(id);
      expect(lane.id === id).toBe(isStillOpen);
    }
    await expect(unanswered).rejects.toEqual(outOfReach);
  });

  it('by its silence is given up where nobody asks anything, either', async () => {
    const lane = await anOpenLane(proxy.url);
    const id = lane.id as string;
    proxy.inflict(blackHoled);
    for (let beat = 0; beat < 4; beat += 1) lane.beat(id);
    expect(lane.id).toBe(id);
    lane.beat(id);
    expect(lane.id).toBeUndefined();
  });

  it('by rubbish on the line answers nobody with it', async () => {
    const lane = await anOpenLane(proxy.url);
    proxy.inflict(corrupted((bytes) => Buffer.concat([Buffer.from('+OK\rrubbish'), bytes])));
    await expect(lane.standOf(['jar'], 1)).rejects.toEqual(outOfReach);
    expect(lane.id).toBeUndefined();
  });

  it('by another number of values than were asked for answers nobody with them', async () => {
    const lane = await anOpenLane(proxy.url);
    proxy.inflict(corrupted(() => Buffer.from('*1\r\n$-1\r\n:-2\r\n')));
    await expect(lane.standOf(['jar', 'lid'], 1)).rejects.toEqual(outOfReach);
    expect(lane.id).toBeUndefined();
  });
});

describe('a lane to somebody else', () => {
  it('is given up at the next beat', async () => {
    const lane = await anOpenLane(redis.url);
    lane.beat('another');
    expect(lane.id).toBeUndefined();
  });

  it.each([
    ['where the lane stayed while its client was led to another one', 'new', (link: Link) => !isLane(link)],
    ['where the lane was led to another one while its client stayed', 'old', isLane],
  ])('is asked for nothing: the tier reads from whom its client leads to, %s', async (_, expected, isEnded) => {
    const [old, proxy] = [await RedisServer.start(), await FaultProxy.before(redis.port)];
    proxy.leadTo(old.port);
    const tier = new RedisTier({ url: proxy.url, prefix: 'led:', onError: () => undefined });
    const readOf = async () => {
      try {
        return (await tier.read('jar', ['k:jar'])).bytes?.toString();
      } catch (error) {
        if (error instanceof CacheError) return undefined;
        throw error;
      }
    };
    try {
      await old.cli('set', 'led:jar', 'old');
      await redis.cli('set', 'led:jar', 'new');
      await until('there are a client, a line and a lane', async () => (await connectionsTo(old)) === 3);
      await until('the old one is asked', async () => (await readOf()) === 'old');

      proxy.leadTo(redis.port);
      proxy.inflict({ begin: (link) => link.end() }, isEnded);
      proxy.heal();
      const seen = new Set<string | undefined>();
      await until('all are connected', async () => {
        seen.add(await readOf());
        return (await connectionsTo(old)) + (await connectionsTo(redis)) === 3;
      });
      for (let read = 0; read < 500; read += 1) seen.add(await readOf());
      seen.delete(undefined);
      expect([...seen]).toEqual([expected]);
    } finally {
      await tier.close();
      await Promise.all([proxy.close(), old.stop()]);
    }
  });
});

/** The client of the library begins with its protocol. */
function isLane({ greeting }: Link): boolean {
  return greeting?.includes('HELLO') === false;
}

/** Beside the one that asks. */
async function connectionsTo(server: RedisServer): Promise<number> {
  const list = String(await server.cli('client', 'list'));
  return list.trim().split('\n').length - 1;
}
