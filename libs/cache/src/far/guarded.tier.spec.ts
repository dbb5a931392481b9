import { beforeEach, describe, expect, it } from '@jest/globals';
import { milliseconds, seconds } from '../duration.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';
import type { FarFailure, Part } from './attempts.js';
import type { Announcement, FarVerdict } from './far.tier.js';
import { GuardedTier } from './guarded.tier.js';

class Refusal extends Error {
  constructor(readonly verdict: FarVerdict) {
    super(verdict);
  }
}

/** Refuses what it is asked for part by part, and says why. */
class PartlyIllTier extends StoreTier {
  readonly ills: Partial<Record<Part, FarVerdict>> = {};
  readonly tried: Record<Part, number> = { reads: 0, writes: 0, drops: 0 };
  reconnects = 0;

  override async read(...what: Parameters<StoreTier['read']>) {
    this.#meet('reads');
    return super.read(...what);
  }

  override async write(...what: Parameters<StoreTier['write']>) {
    this.#meet('writes');
    return super.write(...what);
  }

  override async drop(announcement: Announcement) {
    this.#meet('drops');
    return super.drop(announcement);
  }

  override verdictOn(error: unknown): FarVerdict {
    return error instanceof Refusal ? error.verdict : 'silent';
  }

  override reconnect(): void {
    this.reconnects += 1;
  }

  #meet(part: Part): void {
    this.tried[part] += 1;
    const ill = this.ills[part];
    if (ill) throw new Refusal(ill);
  }
}

const LIVES = { entryMs: 1000, fencesMs: 1000 };
let clock: TestClock;
let tier: PartlyIllTier;
let guarded: GuardedTier;
let said: string[];

beforeEach(() => {
  clock = new TestClock();
  tier = new PartlyIllTier(new SharedStore());
  said = [];
  guarded = new GuardedTier(tier, clock, {
    deadlineMs: 50,
    everything: () => [],
    onStateChange: (part, state) => said.push(`${part} ${state}`),
  });
});

const read = (fence = 't:1') => guarded.read('a', [fence]);
const write = () => guarded.write('a', Buffer.from('soup'), LIVES, ['t:1']);
const drop = (fence = 't:1') => guarded.drop({ fences: [fence], keys: [] });
async function times(count: number, ask: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < count; time += 1) await ask();
}

describe('a far tier that can do one thing and not another', () => {
  it('that is full is read from, and told of changes; what it refused once is not tried again for a while', async () => {
    tier.ills.writes = 'full';
    await times(20, write);
    expect([tier.tried.writes, guarded.writes, guarded.state]).toEqual([1, 'open', 'closed']);
    expect(await read()).toBeDefined();
    await times(20, drop);
    expect([tier.tried.drops, guarded.owed]).toEqual([20, 0]);

    delete tier.ills.writes;
    clock.advance(milliseconds(500));
    expect(await write()).toBe(true);
    expect([guarded.writes, said]).toEqual(['closed', ['writes open', 'writes half-open', 'writes closed']]);
  });

  it('that can not be read in time is told of changes all the same', async () => {
    tier.ills.reads = 'silent';
    await times(20, read);
    expect([tier.tried.reads, guarded.state]).toEqual([3, 'open']);
    await times(20, drop);
    expect([tier.tried.drops, guarded.owed]).toEqual([20, 0]);
  });

  it('that serves nobody yet is asked for nothing more until it is tried again', async () => {
    Object.assign(tier.ills, { reads: 'waits', writes: 'waits', drops: 'waits' });
    await read();
    await times(5, read);
    await times(5, write);
    await times(5, drop);
    expect(tier.tried).toEqual({ reads: 1, writes: 0, drops: 0 });
    expect([tier.reconnects, guarded.owed]).toEqual([0, 1]);
  });

  it('that became a replica is connected to anew, once a second at most', async () => {
    Object.assign(tier.ills, { writes: 'readonly', drops: 'readonly' });
    await write();
    await drop();
    expect([tier.reconnects, guarded.state, guarded.writes]).toEqual([1, 'closed', 'open']);
    for (let round = 0; round < 10; round += 1) {
      clock.advance(milliseconds(500));
      await write();
    }
    expect(tier.reconnects).toBe(6);
  });

  it('that says no to one question is not given up for it', async () => {
    tier.ills.reads = 'refused';
    await times(20, read);
    expect([tier.tried.reads, guarded.state, guarded.failuresBy.refused]).toEqual([20, 'closed', 20]);
  });

  it('that is changing its connection is not given up for it', async () => {
    tier.ills.reads = 'moving';
    await times(20, read);
    expect([guarded.state, guarded.failuresBy.moving]).toEqual(['closed', 20]);
  });

  it('counts each failure as what it was, by a fixed set of names', async () => {
    const kinds: FarVerdict[] = ['refused', 'full', 'denied'];
    for (const kind of kinds) {
      tier.ills.reads = kind;
      await read();
    }
    const names: FarFailure[] = ['deadline', 'connection', 'denied', 'waits', 'full', 'readonly', 'refused'];
    names.push('process', 'owed', 'moving');
    expect(Object.keys(guarded.failuresBy)).toEqual(names);
    expect(guarded.failuresBy).toMatchObject({ refused: 1, full: 1, denied: 1, connection: 0 });
    expect(guarded.failures).toBe(3);
  });
});

describe('a change that the tier could not be told', () => {
  it('keeps back what it touches, and nothing else', async () => {
    tier.ills.drops = 'readonly';
    await drop('t:1');
    expect([await read('t:1'), guarded.failuresBy.owed]).toEqual([undefined, 1]);
    expect(await read('t:2')).toBeDefined();
    expect(guarded.state).toBe('closed');

    delete tier.ills.drops;
    clock.advance(seconds(1));
    expect([await read('t:1'), guarded.owed]).toEqual([expect.anything(), 0]);
  });

  it('is told once for all who wait for it', async () => {
    tier.ills.drops = 'silent';
    await drop('t:1');
    delete tier.ills.drops;
    const before = tier.tried.drops;
    const answers = await Promise.all(Array.from({ length: 50 }, () => read('t:1')));
    expect(answers).not.toContain(undefined);
    expect([tier.tried.drops - before, guarded.owed]).toEqual([1, 0]);
  });
});
