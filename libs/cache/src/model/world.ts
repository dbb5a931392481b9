import { milliseconds } from '../duration.js';
import { Unstored } from '../landing.js';
import type { ReadMode } from '../reading.js';
import { TestClock } from '../testing/test.clock.js';
import { Change, TRUST_MS, type Target } from './changes.js';
import { AgingStore, HeldUpTier } from './held-up.tier.js';
import { isKept, plate, SUBJECTS, type Item, type Seen, type Subject, type Versions } from './kitchen.js';
import { Node } from './node.js';
import { settled, Stage } from './stage.js';
import { Witness } from './witness.js';

export interface WorldOptions {
  /** Lets the timers of so many milliseconds fire. */
  readonly passTimers: (ms: number) => void;
  readonly Tier?: new (...of: ConstructorParameters<typeof HeldUpTier>) => HeldUpTier;
  /** Each node for itself, without the store. */
  readonly alone?: boolean;
}

/** Three nodes, one store, one source. Whatever takes time waits on the stage; every answer is shown to the witness. */
export class World {
  readonly stage = new Stage();
  readonly store: AgingStore;
  readonly nodes: readonly Node[];
  readonly #clock = new TestClock();
  readonly #witness = new Witness(this.#clock, this.stage.story);
  readonly #source: Record<Item, number> = { egg: 0, ham: 0, dish: 0, card: 0, rice: 0 };
  /** Reads, changes and puts that have not ended. */
  readonly #open = new Set<Promise<unknown>>();
  /** Items that somebody puts into a cache right now: who does that is alone with the source. */
  readonly #locked = new Set<Item>();

  constructor(private readonly options: WorldOptions) {
    const { Tier = HeldUpTier, alone = false } = options;
    this.store = new AgingStore(this.#clock, this.#witness);
    this.nodes = ['one', 'two', 'three'].map((name, seed) => {
      const clock = new TestClock(`2026-06-15T12:0${seed}:00Z`);
      return new Node(name, clock, new Tier(this.store, name, this.stage), { alone, seed });
    });
  }

  get violations(): readonly string[] {
    return this.#witness.violations;
  }

  commit(item: Item): void {
    if (!this.#locked.has(item)) this.#source[item] += 1;
  }

  announce(node: Node, target: Target): void {
    const change = new Change(node.name, target, { ...this.#source });
    this.#witness.note(change);
    void this.#start(
      node.announce(target).then(() => {
        change.acknowledgedAt = this.#clock.elapsed();
        this.stage.story.push(`${node.name}: acknowledged`);
      }),
    );
  }

  /** What somebody at this node sees; undefined when that fails. */
  read(node: Node, subject: Subject, mode: ReadMode = 'use'): Promise<Seen | undefined> {
    const look = () => this.#look(node, subject);
    const reading = mode === 'use' ? look() : node.cache.reading(mode, look);
    return this.#start(reading.catch(() => undefined));
  }

  peek(node: Node, subject: Subject): void {
    const due = this.#witness.asks(node, subject);
    void this.#start(
      node.cache.peek(subject.region, null).then((served) => {
        if (served) this.#witness.sees(node, subject, due, { ...served, seen: served.value });
      }),
    );
  }

  /** Keeps what stands in the source; nobody may change that meanwhile, or the caller would put something old. */
  put(node: Node, subject: Subject): void {
    const { item, region } = subject;
    if (subject.madeOf.length > 0 || this.#locked.has(item)) return;
    this.#locked.add(item);
    const put = node.cache.put(region, null, {
      versions: { [item]: this.#source[item] },
      makeshift: false,
      stale: false,
    });
    void this.#start(put.finally(() => this.#locked.delete(item)));
  }

  /** Reads the source by other means than a load, and keeps what it found. */
  putByTicket(node: Node, subject: Subject): void {
    const { item, region } = subject;
    if (subject.madeOf.length > 0) return;
    const work = async () => {
      const ticket = await node.cache.ticket(region, null);
      await ticket.put(await this.#ask(node, item));
    };
    void this.#start(work().catch(() => undefined));
  }

  pass(ms: number): void {
    for (const clock of [this.#clock, ...this.nodes.map((node) => node.clock)]) clock.advance(milliseconds(ms));
    this.options.passTimers(ms);
  }

  /** All is well again and everything under way arrives; then what was announced must show everywhere. */
  async end(): Promise<void> {
    for (const { tier } of this.nodes) if (tier.connection !== 'well') tier.heal();
    await this.rest();
    this.pass(TRUST_MS);
    for (const node of this.nodes) {
      for (const subject of SUBJECTS) if (this.#witness.wasChanged(subject)) void this.read(node, subject);
      await this.rest();
    }
    if (this.#isBusy) this.#witness.violations.push('somebody still waits, or owes, at the end');
    await Promise.all(this.nodes.map(({ cache }) => cache.close()));
  }

  /** Lets happen whatever can, until everybody has what he waits for. */
  async rest(): Promise<void> {
    for (let round = 0; round < 60 && this.#isBusy; round += 1) {
      await settled();
      while (!this.stage.isEmpty) await this.stage.all();
      this.pass(round < 20 ? 50 : 600);
    }
  }

  async #look(node: Node, subject: Subject): Promise<Seen> {
    const due = this.#witness.asks(node, subject);
    const served = await node.cache.fetch(subject.region, null, () => this.#load(node, subject));
    return this.#witness.sees(node, subject, due, { ...served, seen: served.value });
  }

  async #load(node: Node, subject: Subject): Promise<Seen | Unstored<Seen>> {
    const parts = await Promise.all([
      this.#ask(node, subject.item),
      ...subject.madeOf.map((inner) => this.#look(node, inner)),
    ]);
    const versions: Versions = Object.assign({}, ...parts.map((part) => part.versions));
    const seen = {
      versions,
      makeshift: parts.some((part) => part.makeshift),
      stale: parts.some((part) => part.stale),
    };
    return subject === plate && !isKept(versions) ? new Unstored(seen) : seen;
  }

  async #ask(node: Node, item: Item): Promise<Seen> {
    await this.stage.until(`${node.name}: ${item} is read`);
    const version = this.#source[item];
    await this.stage.until(`${node.name}: ${item} ${version} arrives`);
    return { versions: { [item]: version }, makeshift: false, stale: false };
  }

  get #isBusy(): boolean {
    return this.#open.size > 0 || !this.stage.isEmpty || this.nodes.some((node) => node.owes);
  }

  #start<T>(work: Promise<T>): Promise<T> {
    const one = work.finally(() => this.#open.delete(one));
    this.#open.add(one);
    return one;
  }
}
