import { Cache } from '../cache.js';
import { milliseconds } from '../duration.js';
import { Unstored } from '../journey.js';
import type { ReadMode } from '../reading.js';
import { TestClock } from '../testing/test.clock.js';
import { Change, TRUST_MS, type Target } from './changes.js';
import { AgingStore, HeldUpTier } from './held-up.tier.js';
import { isKept, plate, SUBJECTS, tagOf, type Item, type Seen, type Subject, type Versions } from './kitchen.js';
import { settled, Stage } from './stage.js';

interface Node {
  readonly name: string;
  readonly clock: TestClock;
  readonly tier: HeldUpTier;
  readonly cache: Cache;
}

/** A read at its start: when that was, which changes bind it, and whether the store could be asked. */
interface Due {
  readonly now: number;
  readonly at: number;
  readonly binding: readonly Change[];
  readonly cutOff: boolean;
}

export type Tiers = new (...of: ConstructorParameters<typeof HeldUpTier>) => HeldUpTier;

const A_DAY_MS = 86_400_000;

/** Three nodes, one store, one source. Whatever takes time waits on the stage; every read is checked against what was announced. */
export class World {
  readonly stage = new Stage();
  readonly violations: string[] = [];
  readonly nodes: readonly Node[];
  readonly store: AgingStore;
  readonly #clock = new TestClock();
  readonly #source: Record<Item, number> = { egg: 0, ham: 0, dish: 0, card: 0 };
  readonly #changes: Change[] = [];
  /** Reads, changes and puts that have not ended. */
  readonly #open = new Set<Promise<unknown>>();
  /** Items that somebody puts into a cache right now: who does that is alone with the source. */
  readonly #locked = new Set<Item>();

  constructor(
    private readonly passTimers: (ms: number) => void,
    Tier: Tiers = HeldUpTier,
  ) {
    this.store = new AgingStore(this.#clock, (fences) => {
      const gone = [...fences];
      for (const change of this.#changes) change.gone(gone, this.#clock.elapsed());
    });
    this.nodes = ['one', 'two', 'three'].map((name, index) => this.#node(name, index, Tier));
  }

  commit(item: Item): void {
    if (!this.#locked.has(item)) this.#source[item] += 1;
  }

  announce(node: Node, target: Target): void {
    const change = new Change(node.name, target, { ...this.#source });
    this.#changes.push(change);
    this.#start(
      announced(node.cache, target).then(() => {
        change.acknowledgedAt = this.#clock.elapsed();
        this.stage.story.push(`${node.name}: acknowledged`);
      }),
    );
  }

  /** A read by somebody at this node; what fails there fails him, and that is all. */
  read(node: Node, subject: Subject, mode: ReadMode): void {
    const reading =
      mode === 'use' ? this.look(node, subject) : node.cache.reading(mode, () => this.look(node, subject));
    this.#start(reading.catch(() => undefined));
  }

  peek(node: Node, subject: Subject): void {
    const due = this.#due(node, subject);
    this.#start(
      node.cache.peek(subject.region, null).then((served) => {
        if (served) this.#check(node, subject, due, served.value, { stale: served.from === 'stale', stored: true });
      }),
    );
  }

  /** Keeps what stands in the source; nobody may change that meanwhile, or the caller would put something old. */
  put(node: Node, subject: Subject): void {
    const { item, region } = subject;
    if (subject.madeOf.length > 0 || this.#locked.has(item)) return;
    this.#locked.add(item);
    const put = node.cache.put(region, null, { versions: { [item]: this.#source[item] }, makeshift: false });
    this.#start(put.finally(() => this.#locked.delete(item)));
  }

  pass(ms: number): void {
    for (const clock of [this.#clock, ...this.nodes.map((node) => node.clock)]) clock.advance(milliseconds(ms));
    this.passTimers(ms);
  }

  setWall({ clock }: Node, byMs: number): void {
    clock.setWall(clock.now() + byMs);
  }

  /** All is well again and everything under way arrives; then what was announced must show everywhere. */
  async end(): Promise<void> {
    for (const { tier } of this.nodes) if (tier.connection !== 'well') tier.heal();
    await this.#quiet();
    this.pass(TRUST_MS);
    const changed = SUBJECTS.filter((subject) => subject.items.some((item) => this.#isOwed(subject, item)));
    for (const node of this.nodes) {
      for (const subject of changed) this.read(node, subject, 'use');
      await this.#quiet();
    }
    const owing = this.nodes.filter(({ cache }) => cache.far?.owed !== 0);
    if (this.#open.size > 0) this.violations.push(`${this.#open.size} still wait at the end`);
    if (owing.length > 0) this.violations.push(`${owing.map(({ name }) => name).join()} still owes at the end`);
    await Promise.all(this.nodes.map(({ cache }) => cache.close()));
  }

  async look(node: Node, subject: Subject): Promise<Seen> {
    const due = this.#due(node, subject);
    const served = await node.cache.fetch(subject.region, null, () => this.#load(node, subject));
    const { from, stored } = served;
    return this.#check(node, subject, due, served.value, {
      stale: from === 'stale',
      stored: stored && from !== 'stale',
    });
  }

  async #load(node: Node, subject: Subject): Promise<Seen | Unstored<Seen>> {
    const parts = await Promise.all([
      this.#ask(node, subject.item),
      ...subject.madeOf.map((inner) => this.look(node, inner)),
    ]);
    const versions = Object.assign({}, ...parts.map((part) => part.versions)) as Versions;
    const seen = { versions, makeshift: parts.some((part) => part.makeshift) };
    return subject === plate && !isKept(versions) ? new Unstored(seen) : seen;
  }

  async #ask(node: Node, item: Item): Promise<Seen> {
    await this.stage.until(`${node.name}: ${item} is read`);
    const version = this.#source[item];
    await this.stage.until(`${node.name}: ${item} ${version} arrives`);
    return { versions: { [item]: version }, makeshift: false };
  }

  /** What binds who starts to read now. */
  #due(node: Node, subject: Subject): Due {
    const now = this.#clock.elapsed();
    const binding = this.#changes.filter((change) => change.binds(node.name, now));
    return {
      now,
      binding,
      cutOff: isCutOff(node, now),
      at: this.stage.story.push(`${node.name}: asks for ${subject.region.name}`),
    };
  }

  #check(
    node: Node,
    subject: Subject,
    { now, binding, cutOff, at }: Due,
    seen: Seen,
    { stale, stored }: { stale: boolean; stored: boolean },
  ): Seen {
    // Without store and source, a region that says so serves what is held; only what this very node announced is known then.
    const excused = stale && subject.region.staleIfErrorMs > 0 && (cutOff || isCutOff(node, now));
    const makeshift = seen.makeshift || excused;
    const story = `${node.name}: asked at ${at} for ${subject.region.name}, sees ${JSON.stringify(seen.versions)}`;
    if (seen.makeshift && stored) this.violations.push(`${story}: makeshift, but kept`);
    for (const item of subject.items) {
      const bound = binding.filter((change) => !makeshift || change.isOwnOf(node.name));
      const owed = Math.max(0, ...bound.map((change) => change.owes(subject, item)));
      if ((seen.versions[item] ?? -1) < owed) this.violations.push(`${story}: ${item} is older than ${owed}`);
    }
    this.stage.story.push(story);
    return { ...seen, makeshift };
  }

  #isOwed(subject: Subject, item: Item): boolean {
    return this.#changes.some((change) => change.owes(subject, item) > 0);
  }

  async #quiet(): Promise<void> {
    for (let round = 0; round < 60 && this.#isBusy; round += 1) {
      for (await settled(); !this.stage.isEmpty;) await this.stage.all();
      this.pass(round < 20 ? 50 : 600);
    }
  }

  get #isBusy(): boolean {
    return this.#open.size > 0 || !this.stage.isEmpty || this.nodes.some(({ cache }) => cache.far?.owed !== 0);
  }

  #start(work: Promise<unknown>): void {
    const one = work.finally(() => this.#open.delete(one));
    this.#open.add(one);
  }

  #node(name: string, index: number, Tier: Tiers): Node {
    const clock = new TestClock(`2026-06-15T12:0${index}:00Z`);
    const tier = new Tier(this.store, name, this.stage);
    const cache = new Cache({ clock, far: tier, deadlineMs: A_DAY_MS, random: chance(index) });
    for (const { region } of SUBJECTS) cache.register(region);
    return { name, clock, tier, cache };
  }
}

/** It lately failed to reach the store, or does not try at all. */
function isCutOff({ tier, cache }: Node, now: number): boolean {
  return tier.failedAt >= now - TRUST_MS || cache.far?.breaker !== 'closed';
}

function announced(cache: Cache, target: Target): Promise<void> {
  if (target.by === 'tag') return cache.invalidate(tagOf(target.item));
  return target.by === 'key' ? cache.forget(target.subject.region, null) : cache.clear(target.subject.region);
}

/** The same in every run, so that a schedule can be replayed. */
function chance(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
