import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { Leave } from './leave.js';
import { settled } from './model/stage.js';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** All pauses together. */
const PATIENCE_MS = 1013;
const LIFE_MS = 5000;
const DEADLINE_MS = 50;

/** How one operation fares on its way to the store and back; lost ones never get there. */
interface Trip {
  readonly thereMs: number;
  readonly backMs: number;
  readonly isLost: boolean;
}
const SMOOTH: Trip = { thereMs: 0, backMs: 0, isLost: false };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Lets time go on until nothing is left to happen; then these have come to an end, or never will. */
async function lived<T>(...works: readonly Promise<T>[]): Promise<T[]> {
  await settled();
  while (jest.getTimerCount() > 0) {
    jest.advanceTimersToNextTimer();
    await settled();
  }
  const tooLate = settled().then(() => Promise.reject(new Error('somebody waits for ever')));
  return Promise.race([Promise.all(works), tooLate]);
}

/** Leases as the store keeps them, and what the load that they are for has brought. */
class Office {
  readonly #leases = new Map<string, { owner: string; until: number }>();
  readonly processes: Process[] = [];
  brought: string | undefined;

  holderOf(name: string): string | undefined {
    const lease = this.#leases.get(name);
    return lease && lease.until > jest.now() ? lease.owner : undefined;
  }

  grant(name: string, owner: string, lifeMs: number): boolean {
    if (this.holderOf(name) !== undefined) return false;
    this.#leases.set(name, { owner, until: jest.now() + lifeMs });
    return true;
  }

  takeBack(name: string, owner: string): void {
    if (this.holderOf(name) === owner) this.#leases.delete(name);
  }

  get names(): string[] {
    return [...this.#leases.keys()];
  }

  get withLeave(): number {
    return this.processes.filter(({ hasLeave }) => hasLeave).length;
  }
}

/** One process with its guarded far tier: each operation fares as its next trip says, and ends by the deadline. */
class Process {
  leases: (boolean | undefined)[] = [];
  releases = 0;
  looks = 0;
  refusals = 0;
  /** The store did what was asked last, and said so in time. */
  isHeard = false;
  /** What its trips and its looks took, beside its pauses. */
  busyMs = 0;
  waitedMs = 0;
  #name = '';
  #owner = '';
  #endsAt = -Infinity;
  readonly #leave: Leave;

  constructor(
    private readonly office: Office,
    private readonly trips: Iterator<Trip>,
    tokens: readonly string[] = ['token'],
  ) {
    office.processes.push(this);
    this.#leave = new Leave({ lease: this.#lease, release: this.#release }, 'pantry:7', tokens);
  }

  /** It knows that it has leave, and its lease lives. */
  get hasLeave(): boolean {
    return this.leases.at(-1) === true && this.#endsAt > jest.now();
  }

  get isHeldInTheStore(): boolean {
    return this.office.holderOf(this.#name) === this.#owner;
  }

  /** Undefined when it may load. */
  async ask(lookMs = 0): Promise<string | undefined> {
    const began = jest.now();
    const look = () => this.#timed(pause(lookMs).then(() => ((this.looks += 1), this.office.brought)));
    const found = await this.#leave.orElse(look, () => (this.refusals += 1));
    this.waitedMs = jest.now() - began;
    return found;
  }

  giveBack(): Promise<void> {
    return this.#leave.giveBack();
  }

  readonly #lease = async (name: string, owner: string, lifeMs: number) => {
    const sentAt = jest.now();
    this.#name = name;
    this.#owner = owner;
    const granted = await this.#timed(this.#trip(() => this.office.grant(name, owner, lifeMs)));
    this.leases.push(granted);
    if (granted) this.#endsAt = sentAt + lifeMs;
    return granted;
  };

  readonly #release = async (name: string, owner: string) => {
    this.releases += 1;
    this.#endsAt = -Infinity;
    this.isHeard = (await this.#trip(() => (this.office.takeBack(name, owner), true))) ?? false;
  };

  #trip<T>(act: () => T): Promise<T | undefined> {
    const { thereMs, backMs, isLost } = this.trips.next().value as Trip;
    const done = async () => {
      await pause(thereMs);
      const answer = act();
      await pause(backMs);
      return answer;
    };
    const deadline = pause(DEADLINE_MS).then(() => undefined);
    return isLost ? deadline : Promise.race([done(), deadline]);
  }

  async #timed<T>(work: Promise<T>): Promise<T> {
    const began = jest.now();
    const result = await work;
    this.busyMs += jest.now() - began;
    return result;
  }
}

function forEver<T>(...values: readonly T[]): Iterator<T> {
  let at = 0;
  return { next: () => ({ done: false, value: values[at++ % values.length] as T }) };
}
const aProcess = (office: Office, tokens?: readonly string[]) => new Process(office, forEver(SMOOTH), tokens);

describe('leave to load', () => {
  it('is given to one of two, and the other takes what that one brings', async () => {
    const office = new Office();
    const [one, two] = [aProcess(office), aProcess(office)];
    const answers = [one.ask(), two.ask()];
    setTimeout(() => {
      office.brought = 'egg';
      void one.giveBack();
    }, 20);
    expect(await lived(...answers)).toEqual([undefined, 'egg']);
    expect([one.leases, two.leases]).toEqual([[true], Array(5).fill(false)]);
    expect([one.waitedMs, two.waitedMs]).toEqual([0, 31]);
    expect([one.refusals, two.refusals]).toEqual([0, 5]);
    expect(one.isHeldInTheStore).toBe(false);
  });

  it('passes on to who waits for it when the one who had it brought nothing', async () => {
    const office = new Office();
    const [one, two] = [aProcess(office), aProcess(office)];
    const answers = [one.ask(), two.ask()];
    setTimeout(() => void one.giveBack(), 20);
    expect(await lived(...answers)).toEqual([undefined, undefined]);
    expect(two.leases.at(-1)).toBe(true);
  });

  it('is not waited for by who loads under other tokens: after a change the old load is no help', async () => {
    const office = new Office();
    const all = [['a', 'b'], ['a', 'c'], ['a'], ['ab']].map((tokens) => aProcess(office, tokens));
    const answers = all.map((process) => process.ask());
    await lived(...answers);
    expect(all.map(({ leases }) => leases)).toEqual(all.map(() => [true]));
    expect(office.names).toEqual(all.map(() => expect.stringMatching(/^pantry:7:[\w-]{16}$/)));
  });

  it('is done without after a second or so, when another one has it and does not come to an end', async () => {
    const office = new Office();
    const [one, two] = [aProcess(office), aProcess(office)];
    const answers = [one.ask(), two.ask()];
    expect(await lived(...answers)).toEqual([undefined, undefined]);
    expect(two.waitedMs).toBe(PATIENCE_MS);
    expect(two.looks).toBe(two.refusals);
    expect(one.isHeldInTheStore).toBe(true);
  });

  it('is not needed when the store cannot be asked', async () => {
    const lost = new Process(new Office(), forEver({ ...SMOOTH, isLost: true }));
    const answer = lost.ask();
    expect(await lived(answer)).toEqual([undefined]);
    expect([lost.leases, lost.looks, lost.refusals]).toEqual([[undefined], 0, 0]);
  });

  it('that was given and never heard of holds others up for a second or so, and less where what they want is brought', async () => {
    for (const [broughtAfterMs, waitedMs, found] of [
      [300, 313, 'egg'],
      [2000, PATIENCE_MS, undefined],
    ] as const) {
      const office = new Office();
      const unaware = new Process(office, forEver({ thereMs: 0, backMs: 2 * DEADLINE_MS, isLost: false }));
      const other = aProcess(office);
      const answers = [unaware.ask(), other.ask()];
      setTimeout(() => (office.brought = 'egg'), broughtAfterMs);
      expect(await lived(...answers)).toEqual([undefined, found]);
      expect([unaware.waitedMs, other.waitedMs]).toEqual([DEADLINE_MS, waitedMs]);
      expect([unaware.leases, unaware.isHeldInTheStore]).toEqual([[undefined], true]);
    }
  });

  it('is given back by nobody who did not get it', async () => {
    const office = new Office();
    const lost = new Process(office, forEver({ ...SMOOTH, isLost: true }));
    const [one, two] = [aProcess(office), aProcess(office)];
    const answers = [one.ask(), two.ask(), lost.ask()];
    await lived(...answers);
    const late = aProcess(office);
    await lived(two.giveBack(), lost.giveBack(), late.giveBack());
    expect([two.releases, lost.releases, late.releases]).toEqual([0, 0, 0]);
    expect(one.isHeldInTheStore).toBe(true);
  });
});

describe('leave to load, in whatever order things happen', () => {
  const trip = fc.record({
    thereMs: fc.integer({ min: 0, max: 60 }),
    backMs: fc.integer({ min: 0, max: 60 }),
    isLost: fc.boolean(),
  });
  const story = fc.record({
    startsAt: fc.nat({ max: 1500 }),
    lookMs: fc.nat({ max: 30 }),
    loadMs: fc.nat({ max: LIFE_MS + 1000 }),
    end: fc.constantFrom('brings' as const, 'fails' as const, 'dies' as const),
    trips: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(SMOOTH) }, { weight: 1, arbitrary: trip }), {
      minLength: 1,
      maxLength: 20,
    }),
  });
  type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

  async function live(office: Office, { startsAt, lookMs, loadMs, end, trips }: Story): Promise<void> {
    const process = new Process(office, forEver(...trips));
    await pause(startsAt);
    const found = await process.ask(lookMs);
    expect(office.withLeave).toBeLessThanOrEqual(1);
    expect(process.waitedMs - process.busyMs).toBeLessThanOrEqual(PATIENCE_MS);
    if (found === undefined && process.leases.at(-1) === false) {
      expect(process.waitedMs - process.busyMs).toBe(PATIENCE_MS);
    }
    if (found !== undefined) expect(process.hasLeave).toBe(false);
    if (found !== undefined || end === 'dies') return;

    await pause(loadMs);
    if (end === 'brings') office.brought = 'egg';
    await process.giveBack();
    expect(process.releases).toBe(process.leases.at(-1) === true ? 1 : 0);
    if (process.releases === 1 && process.isHeard) expect(process.isHeldInTheStore).toBe(false);
  }

  it('has one owner at a time, keeps nobody longer than its patience, and is nobody’s in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(story, { minLength: 2, maxLength: 5 }), async (stories) => {
        const office = new Office();
        await lived(...stories.map((one) => live(office, one)));
        // What was granted and never heard of, or was lost on its way back, ends by itself.
        jest.advanceTimersByTime(LIFE_MS);
        expect(office.processes.map(({ isHeldInTheStore }) => isHeldInTheStore)).not.toContain(true);
      }),
      { numRuns: 300 },
    );
  });
});
