import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { milliseconds } from '../duration.js';
import { settled } from '../model/stage.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';
import type { Part } from './attempts.js';
import type { Announcement, FarPage, FarVerdict } from './far.tier.js';
import { GuardedTier } from './guarded.tier.js';

class Refusal extends Error {
  constructor(readonly verdict: FarVerdict) {
    super(verdict);
  }
}

const REPORT = { usedMemory: 1, keyspaceHits: 2, keyspaceMisses: 3 };

/** Refuses what it is asked for part by part, and says why; or keeps it until the test lets it go on. */
class PartlyIllTier extends StoreTier {
  override readonly allLagMs = 1000;
  readonly ills: Partial<Record<Part, FarVerdict>> = {};
  readonly tried: Record<Part, number> = { reads: 0, writes: 0, drops: 0 };
  readonly dropped: Announcement[] = [];
  reconnects = 0;
  #held: Promise<void> | undefined;

  /** What is asked for from now on is kept; returns the way to let it go on. */
  hold(): () => Promise<void> {
    let letGo: () => void = () => undefined;
    this.#held = new Promise((resolve) => (letGo = resolve));
    return async () => {
      this.#held = undefined;
      letGo();
      await settled();
    };
  }

  override read = (...what: Parameters<StoreTier['read']>) => this.#meet('reads', () => super.read(...what));
  override ping = () => this.#meet('reads', () => super.ping());
  override report = () => this.#meet('reads', async () => REPORT);
  override plant = (...what: Parameters<StoreTier['plant']>) => this.#meet('writes', () => super.plant(...what));
  override write = (...what: Parameters<StoreTier['write']>) => this.#meet('writes', () => super.write(...what));
  override lease = (...what: Parameters<StoreTier['lease']>) => this.#meet('writes', () => super.lease(...what));
  override expire = (...what: Parameters<StoreTier['expire']>) => this.#meet('writes', () => super.expire(...what));
  override release = (...what: Parameters<StoreTier['release']>) => this.#meet('drops', () => super.release(...what));
  override remove = (key: string) => this.#meet('drops', () => super.remove(key));
  override drop = (announcement: Announcement) =>
    this.#meet('drops', () => (this.dropped.push(announcement), super.drop(announcement)));

  /** Undefined: it has no way to do it. */
  pages: (() => AsyncIterable<FarPage>) | undefined;
  override walk = (() => this.pages?.()) as unknown as StoreTier['walk'];

  override verdictOn(error: unknown): FarVerdict {
    return error instanceof Refusal ? error.verdict : 'silent';
  }

  override reconnect(): void {
    this.reconnects += 1;
  }

  async #meet<T>(part: Part, work: () => Promise<T>): Promise<T> {
    this.tried[part] += 1;
    const ill = this.ills[part];
    if (ill) throw new Refusal(ill);
    await this.#held;
    return work();
  }
}

const DEADLINE_MS = 50;
const PAY_AGAIN_MS = 500;
const LIVES = { entryMs: 1000, fencesMs: 1000 };
let clock: TestClock;
let store: SharedStore;
let tier: PartlyIllTier;
let guarded: GuardedTier;
let said: string[];
let causes: unknown[];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  clock = new TestClock();
  store = new SharedStore();
  tier = new PartlyIllTier(store);
  said = [];
  causes = [];
  guarded = new GuardedTier(tier, clock, {
    deadlineMs: DEADLINE_MS,
    onStateChange: (part, state, _failures, cause) => {
      said.push(`${part} ${state}`);
      causes.push(cause);
    },
  });
});
afterEach(async () => {
  await guarded.close();
  jest.useRealTimers();
});

const read = (fence = 't:1') => guarded.read('a', [fence]);
const write = () => guarded.write('a', Buffer.from('soup'), LIVES, ['t:1']);
const drop = (fence = 't:1') => guarded.drop({ fences: [fence], keys: [] });
async function times(count: number, ask: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < count; time += 1) await ask();
}

/** So much time passes for breakers and timers, and whatever follows from it happens. */
async function pass(ms: number): Promise<void> {
  clock.advance(milliseconds(ms));
  jest.advanceTimersByTime(ms);
  await settled();
  await settled();
}

/** What is asked for is given up. */
async function givenUp<T>(ask: () => Promise<T>): Promise<{ answer: T; letGo: () => Promise<void> }> {
  const letGo = tier.hold();
  const answer = ask();
  await settled();
  await pass(DEADLINE_MS);
  return { answer: await answer, letGo };
}

const EVERYTHING: Record<string, { part: Part; ask: () => Promise<unknown>; answer: unknown }> = {
  read: { part: 'reads', ask: read, answer: { bytes: undefined, leftMs: 0, tokens: [undefined] } },
  report: { part: 'reads', ask: () => guarded.report(), answer: REPORT },
  ping: { part: 'reads', ask: () => guarded.answers(), answer: true },
  plant: { part: 'writes', ask: () => guarded.plant(['t:1'], 'token', 1000), answer: ['token'] },
  write: { part: 'writes', ask: write, answer: true },
  lease: { part: 'writes', ask: () => guarded.lease('a', 'me', 1000), answer: true },
  expire: { part: 'writes', ask: () => guarded.expire(['t:1'], 'mark'), answer: undefined },
  release: { part: 'drops', ask: () => guarded.release('a', 'me'), answer: undefined },
  remove: { part: 'drops', ask: () => guarded.remove('a'), answer: undefined },
  drop: { part: 'drops', ask: drop, answer: undefined },
};
const OPERATIONS = Object.entries(EVERYTHING).map(([name, what]) => ({ name, ...what }));
/** A lease is given back whatever is thought of the tier. */
const BEHIND_A_BREAKER = OPERATIONS.filter(({ name }) => name !== 'release');

describe('a far tier that is well', () => {
  it.each(OPERATIONS)('answers for itself: $name', async ({ part, ask, answer }) => {
    expect(await ask()).toEqual(answer);
    expect([tier.tried[part], guarded.failures, guarded.owed]).toEqual([1, 0, 0]);
  });

  it('is known by its name, and by what it may keep somebody waiting', () => {
    expect([guarded.name, guarded.deadlineMs, guarded.state, guarded.writes]).toEqual([
      'redis',
      DEADLINE_MS,
      'closed',
      'closed',
    ]);
  });

  it('keeps what it is given, and takes it away', async () => {
    await write();
    await guarded.plant(['t:1'], 'token', 1000);
    expect(await read()).toMatchObject({ bytes: Buffer.from('soup'), tokens: ['token'] });
    await guarded.expire(['t:1'], 'mark');
    expect(await read()).toMatchObject({ tokens: ['token~mark'] });
    await drop();
    await guarded.remove('a');
    expect(await read()).toEqual({ bytes: undefined, leftMs: 0, tokens: [undefined] });
    expect([await guarded.lease('a', 'me', 1000), await guarded.lease('a', 'you', 1000)]).toEqual([true, false]);
    await guarded.release('a', 'me');
    expect(store.leases.size).toBe(0);
  });

  it('tells of what others drop, and lets go when it is closed', async () => {
    const heard: Announcement[] = [];
    guarded.onDropped((announcement) => heard.push(announcement));
    const other = new StoreTier(store);
    await other.drop({ fences: ['t:1'], keys: ['a'] });
    expect(heard).toEqual([{ fences: ['t:1'], keys: ['a'] }]);
    await guarded.close();
    expect(store.tiers).toEqual(new Set([other]));
  });
});

describe('a far tier that can do one thing and not another', () => {
  it.each(BEHIND_A_BREAKER)('is not asked for more of what it does not answer: $name', async ({ name, part, ask }) => {
    for (let time = 0; time < 3; time += 1) {
      const { letGo } = await givenUp(ask);
      await letGo();
    }
    expect(said[0]).toBe(`${part} open`);
    expect(causes[0]).toMatchObject({ message: `${name}: no answer within ${DEADLINE_MS} ms` });
    const before = { ...tier.tried };
    await times(20, ask);
    expect(tier.tried[part]).toBe(before[part]);
    const others = OPERATIONS.filter((other) => other.part !== part && other.name !== 'expire');
    for (const other of others) await other.ask();
    for (const other of others) expect(tier.tried[other.part]).toBeGreaterThan(before[other.part]);
  });

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

  it('that serves nobody yet is asked for nothing more until it is tried again', async () => {
    Object.assign(tier.ills, { reads: 'waits', writes: 'waits', drops: 'waits' });
    await read();
    await times(5, read);
    await times(5, write);
    await times(5, drop);
    expect(tier.tried).toEqual({ reads: 1, writes: 0, drops: 0 });
    expect([tier.reconnects, guarded.owed]).toEqual([0, 1]);
  });

  it('counts each failure as what it was', async () => {
    const kinds: FarVerdict[] = ['refused', 'full', 'denied'];
    for (const kind of kinds) {
      tier.ills.reads = kind;
      await read();
    }
    expect(guarded.failuresBy).toMatchObject({ refused: 1, full: 1, denied: 1, connection: 0 });
    expect(guarded.failures).toBe(3);
  });
});

describe('leave to load', () => {
  it('that is granted too late is given back as soon as that is known', async () => {
    const { answer, letGo } = await givenUp(() => guarded.lease('a', 'me', 5000));
    expect(answer).toBeUndefined();
    await letGo();
    expect([store.leases.size, tier.tried.drops]).toEqual([0, 1]);
  });

  it('that is granted in time is kept', async () => {
    await guarded.lease('a', 'me', 5000);
    await pass(1000);
    expect([store.leases.get('a'), tier.tried.drops]).toEqual(['me', 0]);
  });

  it('that is refused, in time or too late, or not asked for, is not given back: another one has it', async () => {
    await guarded.lease('a', 'you', 5000);
    expect(await guarded.lease('a', 'me', 5000)).toBe(false);
    const { letGo } = await givenUp(() => guarded.lease('a', 'me', 5000));
    await letGo();
    tier.ills.writes = 'full';
    expect(await guarded.lease('b', 'me', 5000)).toBeUndefined();
    expect(await guarded.lease('b', 'me', 5000)).toBeUndefined();
    await settled();
    expect([store.leases.get('a'), tier.tried.drops]).toEqual(['you', 0]);
  });

  it('is given back also while nothing is dropped: others wait for it', async () => {
    tier.ills.drops = 'denied';
    await times(3, () => drop());
    expect(said).toEqual(['drops open']);
    tier.ills.drops = undefined;
    await guarded.lease('a', 'me', 5000);
    await guarded.release('a', 'me');
    expect(store.leases.size).toBe(0);
    expect(said).toEqual(['drops open']);
  });

  it('that could not be given back is as soon as the tier is there again, once', async () => {
    await guarded.lease('a', 'me', 5000);
    tier.ills.drops = 'silent';
    await times(5, () => guarded.release('a', 'me'));
    expect([store.leases.size, guarded.failures]).toEqual([1, 5]);
    // That a lease stays for a while says nothing about what may be read and dropped.
    expect(said).toEqual([]);
    tier.ills.drops = undefined;
    tier.heal();
    await settled();
    expect(store.leases.size).toBe(0);
    tier.heal();
    await settled();
    expect(tier.tried.drops).toBe(6);
  });

  it('is not kept in mind without end where it can not be given back', async () => {
    tier.ills.drops = 'silent';
    for (let name = 0; name < 1001; name += 1) await guarded.release(String(name), 'me');
    tier.ills.drops = undefined;
    tier.heal();
    await settled();
    expect(tier.tried.drops).toBe(2001);
  });
});

describe('what is past its time', () => {
  it('is dropped where it can not be marked', async () => {
    tier.ills.writes = 'full';
    await guarded.plant(['t:1'], 'token', 1000);
    store.tokens.set('t:1', 'token');
    await guarded.expire(['t:1'], 'mark');
    expect([store.tokens.size, guarded.owed]).toEqual([0, 0]);
    expect(tier.dropped).toEqual([{ fences: ['t:1'], keys: [] }]);
  });

  it('is owed, and not waited for a second time, where the tier is silent', async () => {
    store.tokens.set('t:1', 'token');
    const { letGo } = await givenUp(() => guarded.expire(['t:1'], 'mark'));
    expect([tier.tried.drops, guarded.owed]).toEqual([0, 1]);
    await letGo();
    await read();
    expect([store.tokens.size, guarded.owed]).toEqual([0, 0]);
    expect(tier.dropped).toEqual([{ fences: ['t:1'], keys: [], heads: [] }]);
  });
});

describe('the line', () => {
  it('is what the tier says', async () => {
    expect(await guarded.heard()).toBe(1);
  });

  it('that does not answer is waited for no longer than anything else, and says nothing of the store', async () => {
    tier.heard = () => new Promise(() => undefined);
    for (let time = 0; time < 5; time += 1) {
      const heard = guarded.heard();
      await pass(DEADLINE_MS);
      expect(await heard).toBeUndefined();
    }
    expect([guarded.state, guarded.failuresBy.deadline]).toEqual(['closed', 5]);
  });

  it('vouches for nothing while the store is not asked', async () => {
    tier.ills.reads = 'waits';
    await read();
    expect(await guarded.heard()).toBeUndefined();
    expect(guarded.failures).toBe(1);
  });
});

describe('a walk', () => {
  const WALK_PAGE_MS = 2000;
  const pageOf = (key: string): FarPage => ({ keys: [key], fences: [] });
  let seen: string[];
  let ended: number;
  beforeEach(() => {
    seen = [];
    ended = 0;
  });

  /** Pages with these keys, and then whatever `last` does. */
  async function* pages(last: () => Promise<unknown>) {
    try {
      for (const key of ['a', 'b', 'c']) yield pageOf(key);
      await last();
    } finally {
      ended += 1;
    }
  }
  const nothing = async () => undefined;
  const visit = async ({ keys }: FarPage) => void seen.push(...keys);

  it('comes by every page, one after the other', async () => {
    tier.pages = () => pages(nothing);
    const visits: string[] = [];
    const slowly = async ({ keys }: FarPage) => {
      visits.push(`to ${keys.join()}`);
      await settled();
      visits.push(`from ${keys.join()}`);
    };
    expect(await guarded.walk(['a'], slowly)).toBe('whole');
    expect(visits).toEqual(['to a', 'from a', 'to b', 'from b', 'to c', 'from c']);
    expect([ended, guarded.failures]).toEqual([1, 0]);
  });

  it('ends as soon as that is enough', async () => {
    tier.pages = () => pages(nothing);
    const untilB = async (page: FarPage) => (await visit(page), page.keys[0] === 'b' ? 'enough' : undefined);
    expect(await guarded.walk(['a'], untilB)).toBe('enough');
    await settled();
    expect([seen, ended]).toEqual([['a', 'b'], 1]);
  });

  it('that fails on its way is broken: that is counted, and the tier asked for all else as before', async () => {
    tier.pages = () => pages(() => Promise.reject(new Refusal('refused')));
    expect(await guarded.walk(['a'], visit)).toBe('broken');
    expect([seen, guarded.failuresBy.refused, said]).toEqual([['a', 'b', 'c'], 1, []]);
  });

  it('may come from a store that has no way to end it early, or fails at that: the one is nothing, the other is counted', async () => {
    const untilA = async (page: FarPage) => (await visit(page), 'enough' as const);
    for (const [end, failures] of [
      [undefined, 0],
      [() => Promise.reject(new Refusal('refused')), 1],
    ] as const) {
      const next = async () => ({ done: false, value: pageOf('a') });
      tier.pages = () => ({ [Symbol.asyncIterator]: () => ({ next, return: end }) });
      expect(await guarded.walk(['a'], untilA)).toBe('enough');
      await settled();
      expect(guarded.failures).toBe(failures);
    }
  });

  it('waits for a page longer than a read waits for anything, but not for ever', async () => {
    let letGo: () => void = () => undefined;
    tier.pages = () => pages(() => new Promise<void>((resolve) => (letGo = resolve)));
    const walked = guarded.walk(['a'], visit);
    await settled();
    await pass(WALK_PAGE_MS - 1);
    expect(guarded.failures).toBe(0);
    await pass(1);
    expect([await walked, guarded.failuresBy.deadline]).toEqual(['broken', 1]);
    letGo();
    await settled();
    expect(ended).toBe(1);
  });

  it('is not begun while nothing is read, or where there is no way to walk', async () => {
    expect(await guarded.walk(['a'], visit)).toBe('impossible');
    tier.pages = () => pages(nothing);
    tier.ills.reads = 'waits';
    await read();
    expect([await guarded.walk(['a'], visit), seen]).toEqual(['broken', []]);
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
    clock.advance(milliseconds(1000));
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

  it('is told by itself, tried each half second until that is done, though nobody asks for anything', async () => {
    tier.ills.drops = 'silent';
    await drop('t:1');
    await drop('t:2');
    await pass(PAY_AGAIN_MS - 1);
    expect(tier.tried.drops).toBe(2);
    await pass(1);
    expect(tier.tried.drops).toBe(3);
    await pass(PAY_AGAIN_MS);
    expect([tier.tried.drops, guarded.owed]).toEqual([4, 2]);
    delete tier.ills.drops;
    await pass(PAY_AGAIN_MS);
    await pass(DEADLINE_MS);
    expect([tier.tried.drops, guarded.owed, jest.getTimerCount()]).toEqual([5, 0, 0]);
    expect(tier.dropped).toEqual([{ fences: ['t:1', 't:2'], keys: [], heads: [] }]);

    tier.ills.drops = 'silent';
    await drop('t:3');
    delete tier.ills.drops;
    await pass(PAY_AGAIN_MS);
    expect(guarded.owed).toBe(0);
  });

  it('is told as soon as the tier can be reached, and then it answers', async () => {
    tier.ills.drops = 'silent';
    await drop('t:1');
    expect(await guarded.answers()).toBe(false);
    delete tier.ills.drops;
    tier.heal();
    await settled();
    expect([guarded.owed, await guarded.answers()]).toEqual([0, true]);
    tier.ills.reads = 'refused';
    expect(await guarded.answers()).toBe(false);
  });

  it('is not tried any more once it is closed', async () => {
    tier.ills.drops = 'silent';
    await drop('t:1');
    await guarded.close();
    await pass(DEADLINE_MS);
    expect(jest.getTimerCount()).toBe(0);
    await drop('t:2');
    await pass(DEADLINE_MS);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not tried any more either, when it is closed in the midst of a try', async () => {
    tier.ills.drops = 'silent';
    await drop('t:1');
    delete tier.ills.drops;
    const letGo = tier.hold();
    await pass(PAY_AGAIN_MS);
    await guarded.close();
    await pass(DEADLINE_MS);
    await letGo();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('where there are too many for each to be kept: counts as untold until others must know of it', async () => {
    tier.ills.drops = 'waits';
    for (let id = 0; id <= 10_000; id += 1) await drop(`t:${id}`);
    expect([guarded.owed, await read('t:unheard of')]).toEqual([1, undefined]);
    delete tier.ills.drops;
    await pass(PAY_AGAIN_MS);
    expect(tier.dropped).toEqual([{ fences: ['all'], keys: [], heads: [] }]);
    expect([guarded.owed, await guarded.answers(), await read()]).toEqual([1, false, expect.anything()]);
    await pass(tier.allLagMs - 1);
    expect(guarded.owed).toBe(1);
    await pass(1);
    expect([guarded.owed, await guarded.answers(), tier.dropped.length]).toEqual([0, true, 1]);
  });
});
