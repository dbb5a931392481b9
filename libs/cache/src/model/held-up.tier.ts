import type { Clock } from '../clock.js';
import type { Announcement, FarLives, FarRead } from '../far/far.tier.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import type { Stage } from './stage.js';

/** Who is told what the store loses and what a node hears. */
export interface Hears {
  gone(fences: readonly string[], soft?: boolean): void;
  heard(node: string, fences: readonly string[], soft?: boolean): void;
}

/** The store that the nodes share: its entries grow old, and it tells of every token that is gone. */
export class AgingStore extends SharedStore {
  readonly writtenAt = new Map<string, number>();

  constructor(
    readonly clock: Clock,
    /** Told of every token that is gone, and of every message that arrives. */
    readonly witness: Hears,
  ) {
    super();
  }

  override empty(): void {
    const gone = [...this.tokens.keys()];
    super.empty();
    this.witness.gone(gone);
  }

  /** Memory is short: one thing has to go. */
  evict(pick: number): void {
    const everything = [this.tokens, this.entries, this.leases].flatMap((map) =>
      [...map.keys()].map((key) => ({ map, key })),
    );
    const one = everything[pick % everything.length];
    one?.map.delete(one.key);
    if (one?.map === this.tokens) this.witness.gone([one.key]);
  }
}

/** A node's way to the store. Each operation leaves, and each answer comes, when the schedule says so; or fails there. */
export class HeldUpTier extends StoreTier {
  connection: 'well' | 'refuses' | 'hangs' = 'well';
  /** Messages to this node, counted where they are sent, and up to which of them none is missing. */
  #sent = 0;
  #whole = 0;
  #line = 1;
  /** By the clock of the store; -Infinity when nothing ever failed. */
  failedAt = -Infinity;

  constructor(
    protected readonly aging: AgingStore,
    private readonly node: string,
    private readonly stage: Stage,
  ) {
    super(aging);
  }

  override read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    return this.#held('read', async () => {
      const found = await super.read(key, fences);
      const ageMs = this.aging.clock.elapsed() - (this.aging.writtenAt.get(key ?? '') ?? 0);
      return { ...found, leftMs: found.leftMs - ageMs };
    });
  }

  override plant(fences: readonly string[], token: string) {
    return this.#held('plant', () => super.plant(fences, token));
  }

  override write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]): Promise<void> {
    return this.#held(`write ${key}`, async () => {
      this.aging.writtenAt.set(key, this.aging.clock.elapsed());
      await super.write(key, bytes, lives, fences);
    });
  }

  override drop(announcement: Announcement): Promise<void> {
    return this.#held(`drop ${announcement.fences.join()}`, async () => {
      await super.drop(announcement);
      this.aging.witness.gone(announcement.fences);
    });
  }

  override expire(fences: readonly string[], mark: string): Promise<void> {
    return this.#held(`expire ${fences.join()}`, async () => {
      await super.expire(fences, mark);
      this.aging.witness.gone(fences, true);
    });
  }

  override onDropped(listener: (announcement: Announcement) => void): void {
    super.onDropped((announcement) =>
      this.#send(`hears of ${announcement.fences.join()}`, () => {
        listener(announcement);
        this.aging.witness.heard(this.node, announcement.fences, announcement.soft);
      }),
    );
  }

  /** The echo comes as messages do: it can be lost, and what is missing before it shows. */
  override async heard(): Promise<number> {
    await this.#held('is asked what it heard', () => Promise.resolve());
    await new Promise<void>((resolve, reject) => {
      this.#send('gets its echo', resolve, () => reject(new Error('the echo is lost')));
    });
    return this.#line;
  }

  override lease(name: string, owner: string) {
    return this.#held('lease', () => super.lease(name, owner));
  }

  override release(name: string, owner: string) {
    return this.#held('release', () => super.release(name, owner));
  }

  override ping() {
    return this.#held('ping', () => super.ping());
  }

  override heal(): void {
    this.connection = 'well';
    super.heal();
  }

  #send(what: string, deliver: () => void, onLost?: () => void): void {
    const number = (this.#sent += 1);
    const arrive = () => {
      if (number > this.#whole + 1) this.#line += 1;
      this.#whole = Math.max(this.#whole, number);
      deliver();
    };
    this.stage.tell(`${this.node} ${what}`, arrive, onLost);
  }

  async #held<T>(what: string, work: () => Promise<T>): Promise<T> {
    const isHeldUp = () => this.connection !== 'well';
    try {
      if (this.connection === 'refuses') throw new Error('connection refused');
      await this.stage.until(`${this.node}: ${what} reaches the store`, isHeldUp);
      const result = await work();
      await this.stage.until(`${this.node}: ${what} is answered`, isHeldUp);
      return result;
    } catch (error) {
      this.failedAt = this.aging.clock.elapsed();
      throw error;
    }
  }
}
