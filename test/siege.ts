import { setTimeout as pause } from 'node:timers/promises';
import { Cache, defineRegion, defineTag, hours, milliseconds, RedisTier, type FarState } from '#cache';
import { until } from './harness/until.js';
import type { aRandom } from './random.js';
import { RunningClock } from './running-clock.js';
import { Witness } from './siege-witness.js';

export const DEADLINE_MS = 50;
/** Short, so that what is held is asked for again many times while a fault lasts. */
const TRUST_MS = 200;
/** What a reader may wait for Redis beyond its deadline. */
const SLACK_MS = 25;
const PEOPLE = 20;
const BEAT_MS = 5;
const FAULT_MS = 1500;

const shelfTag = defineTag<[person: number]>('shelf');
export const shelves = defineRegion<number, Shelf>({
  name: 'shelf',
  version: 1,
  freshFor: hours(1),
  key: (person) => [person],
  tags: (person) => [shelfTag(person)],
});

export interface Shelf {
  readonly person: number;
  readonly version: number;
  readonly label: string;
}

export type FarFailure = keyof FarState['failuresBy'];

export interface Calamity {
  readonly begin: () => unknown;
  readonly end: () => unknown;
}

/** What a siege came to. */
export interface Outcome {
  /** What was shown and should not have been. */
  readonly violations: readonly string[];
  /** Answers that Redis held up for longer than it may. */
  readonly late: number;
  /** In the end both show what stands in the source. */
  readonly agree: boolean;
}

export const UNHARMED: Outcome = { violations: [], late: 0, agree: true };

/** One process' cache on a Redis, and what it was told of by its connections. */
export class Instance {
  readonly cache: Cache;
  readonly errors: unknown[] = [];
  loads = 0;

  constructor(
    readonly name: string,
    url: string,
    private readonly siege: Siege,
  ) {
    const far = new RedisTier({ url, prefix: '', onError: (error) => this.errors.push(error) });
    const { clock } = siege;
    this.cache = new Cache({ clock, far, deadlineMs: DEADLINE_MS, trustMs: milliseconds(TRUST_MS).ms });
  }

  /** How often Redis failed in this way. */
  failuresBy(kind: FarFailure): number {
    return this.cache.far?.failuresBy[kind] ?? 0;
  }

  /** Nothing is owed, and Redis is asked again. */
  get isWell(): boolean {
    const { far } = this.cache;
    return far?.breaker === 'closed' && far.owed === 0;
  }

  fetch(person: number) {
    return this.cache.fetch(shelves, person, async () => {
      this.loads += 1;
      return this.siege.shelfOf(person);
    });
  }

  change(person: number): Promise<void> {
    return this.cache.invalidate(shelfTag(person));
  }
}

/** Two instances that read and change what twenty people have, in an open loop, while something is wrong with their Redis. */
export class Siege {
  readonly clock = new RunningClock();
  readonly witness = new Witness(this.clock, TRUST_MS);
  readonly instances: readonly [Instance, Instance];
  readonly #versions = Array.from({ length: PEOPLE }, () => 0);
  /** Asked and not answered yet. */
  readonly #open = new Set<Promise<void>>();

  constructor(
    url: string,
    private readonly random: ReturnType<typeof aRandom>,
  ) {
    this.instances = [new Instance('one', url, this), new Instance('two', url, this)];
  }

  /** Goes through a fault: from before it begins until Redis is used again. */
  async through({ begin, end }: Calamity, ms = FAULT_MS): Promise<Outcome> {
    await this.recovers();
    await this.hold(100);
    await begin();
    await this.hold(ms);
    await end();
    await this.recovers();

    const agree = await this.#agree();
    const { violations, late } = this.witness;
    return { violations, late, agree };
  }

  /** What stands in the source. */
  shelfOf(person: number): Shelf {
    return { person, version: this.#versions[person] ?? 0, label: 'x'.repeat(200) };
  }

  /** What was met since the beginning, of these ways to fail: a calamity that nobody notices is none. */
  met(...kinds: readonly FarFailure[]): FarFailure[] {
    return kinds.filter((kind) => this.instances.some((instance) => instance.failuresBy(kind) > 0));
  }

  /** Reads and changes go on for so long; then all of them are answered. */
  async hold(ms: number): Promise<void> {
    const end = this.clock.elapsed() + ms;
    while (this.clock.elapsed() < end) {
      for (const instance of this.instances) {
        this.#start(this.#read(instance, this.#somebody()));
        if (this.random.next() < 0.1) this.#start(this.#change(instance, this.#somebody()));
      }
      this.witness.look();
      await pause(BEAT_MS);
    }
    await Promise.all(this.#open);
  }

  /** Waits until Redis is used again by both, and hears that it is: what one brings the other finds there. */
  async recovers(): Promise<void> {
    const [one, two] = this.instances;
    let person = PEOPLE;
    await until(
      'Redis is used again',
      async () => {
        person += 1;
        const [brought, found] = [await one.fetch(person), await two.fetch(person)];
        return brought.stored && found.from === 'redis' && this.instances.every((instance) => instance.isWell);
      },
      20_000,
    );
    this.witness.look();
  }

  async end(): Promise<void> {
    await Promise.all(this.instances.map(({ cache }) => cache.close()));
  }

  /** Once the trust window is over both see what stands in the source. */
  async #agree(): Promise<boolean> {
    await pause(TRUST_MS);
    const seen = this.instances.map(async (instance) => {
      const shelves = await Promise.all(this.#versions.map((_, person) => instance.fetch(person)));
      return shelves.every(({ value }, person) => value.version === this.#versions[person]);
    });
    return (await Promise.all(seen)).every(Boolean);
  }

  async #read(instance: Instance, person: number): Promise<void> {
    const due = this.witness.asks(instance, person);
    const before = idleMs();
    const answer = instance.fetch(person);
    const outlasts = await this.#outlasts(DEADLINE_MS + SLACK_MS, answer);
    const { value } = await answer;
    // Time in which this process itself was at work was not spent waiting for Redis.
    this.witness.sees(due, value, outlasts && idleMs() - before > DEADLINE_MS + SLACK_MS);
  }

  async #change(instance: Instance, person: number): Promise<void> {
    const version = (this.#versions[person] = (this.#versions[person] ?? 0) + 1);
    const acknowledge = this.witness.changes(instance, person, version);
    await instance.change(person);
    acknowledge();
  }

  /** True when a timer of this process that was set with it comes first: however late the process is, both are. */
  async #outlasts(ms: number, answer: Promise<unknown>): Promise<boolean> {
    const late = pause(ms, undefined, { ref: false }).then(async () => {
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
      return true;
    });
    return Promise.race([answer.then(() => false), late]);
  }

  #somebody(): number {
    return Math.floor(this.random.next() * PEOPLE);
  }

  #start(work: Promise<void>): void {
    const one = work
      .catch((error: unknown) => void this.witness.violations.push(`somebody was not answered: ${String(error)}`))
      .finally(() => this.#open.delete(one));
    this.#open.add(one);
  }
}

function idleMs(): number {
  return performance.eventLoopUtilization().idle;
}
