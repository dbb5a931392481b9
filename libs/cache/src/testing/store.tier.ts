import type { Clock } from '../clock.js';
import {
  FarTier,
  type Announcement,
  type FarLives,
  type FarPage,
  type FarRead,
  type FarReport,
  type FarVerdict,
} from '../far/far.tier.js';
import { hasTexts, pageOf } from '../far/walk.js';
import { fenceName } from '../fences.js';
import { markedAs } from '../tokens.js';
import { TestClock } from './test.clock.js';

type Kind = 'entries' | 'tokens' | 'leases';

interface Stored {
  readonly bytes: Buffer;
  readonly lifeMs: number;
}

/**
 * What several `StoreTier`s share in one process: a far store for tests, with its faults under the test's hand. Nothing in it ends by
 * itself unless it is given a clock that goes.
 */
export class SharedStore {
  readonly entries = new Map<string, Stored>();
  readonly tokens = new Map<string, string>();
  readonly leases = new Map<string, string>();
  readonly tiers = new Set<StoreTier>();
  readonly #ends = new Map<string, number>();

  constructor(private readonly time: Clock = new TestClock()) {}

  /** It ends after so long from now on. */
  keepFor(lifeMs: number, kind: Kind, name: string): void {
    this.#ends.set(`${kind} ${name}`, this.time.elapsed() + lifeMs);
  }

  /** How long it has left; what has ended is gone by this. */
  leftMs(kind: Kind, name: string): number {
    const leftMs = (this.#ends.get(`${kind} ${name}`) ?? Infinity) - this.time.elapsed();
    if (leftMs <= 0) this[kind].delete(name);
    return leftMs;
  }

  /** Its current token. */
  tokenOf(fence: string): string | undefined {
    this.leftMs('tokens', fence);
    return this.tokens.get(fence);
  }

  /** Everything is gone, as after FLUSHALL or a restart. */
  empty(): void {
    this.entries.clear();
    this.tokens.clear();
    this.leases.clear();
  }
}

/** A far tier on a `SharedStore`. It can refuse, hang, or lose the messages to others. */
export class StoreTier extends FarTier {
  readonly name = 'redis';
  fault: 'none' | 'refuses' | 'hangs' = 'none';
  losesMessages = false;
  /** Another one whenever a message for this tier was lost. */
  #line = 1;
  /** Operations that reached the store. */
  asked = 0;
  readonly #listeners: ((announcement: Announcement) => void)[] = [];
  readonly #connected: (() => void)[] = [];

  constructor(private readonly store: SharedStore) {
    super();
    store.tiers.add(this);
  }

  async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    await this.#reach();
    const leftMs = key === undefined ? 0 : this.store.leftMs('entries', key);
    const stored = key === undefined ? undefined : this.store.entries.get(key);
    return {
      bytes: stored?.bytes,
      leftMs: stored ? Math.min(stored.lifeMs, leftMs) : 0,
      tokens: fences.map((name) => this.store.tokenOf(name)),
    };
  }

  async plant(fences: readonly string[], token: string, lifeMs = Infinity): Promise<readonly (string | undefined)[]> {
    await this.#reach();
    for (const name of fences.filter((fence) => this.store.tokenOf(fence) === undefined)) {
      this.store.tokens.set(name, token);
      this.store.keepFor(lifeMs, 'tokens', name);
    }
    return fences.map((name) => this.store.tokenOf(name));
  }

  async write(key: string, bytes: Buffer, { entryMs, fencesMs }: FarLives, fences: readonly string[]): Promise<void> {
    await this.#reach();
    this.store.entries.set(key, { bytes, lifeMs: entryMs });
    this.store.keepFor(entryMs, 'entries', key);
    for (const name of fences) {
      if (this.store.leftMs('tokens', name) < fencesMs) this.store.keepFor(fencesMs, 'tokens', name);
    }
  }

  async drop(announcement: Announcement): Promise<void> {
    await this.#reach();
    if (announcement.fences.includes(fenceName.all)) this.store.tokens.clear();
    for (const name of announcement.fences) this.store.tokens.delete(name);
    for (const key of announcement.keys) this.store.entries.delete(key);
    this.#tellOthers(announcement);
  }

  async expire(fences: readonly string[], mark: string): Promise<void> {
    await this.#reach();
    for (const name of fences) {
      const token = this.store.tokens.get(name);
      if (token !== undefined) this.store.tokens.set(name, markedAs(token, mark));
    }
    this.#tellOthers({ fences, keys: [], soft: true });
  }

  onDropped(listener: (announcement: Announcement) => void): void {
    this.#listeners.push(listener);
  }

  async heard(): Promise<number> {
    await this.#reach();
    return this.#line;
  }

  onConnected(listener: () => void): void {
    this.#connected.push(listener);
  }

  /** The fault is over, and the connection says so. */
  heal(): void {
    this.fault = 'none';
    for (const listener of this.#connected) listener();
  }

  async lease(name: string, owner: string, lifeMs = Infinity): Promise<boolean> {
    await this.#reach();
    this.store.leftMs('leases', name);
    if (this.store.leases.has(name)) return false;
    this.store.leases.set(name, owner);
    this.store.keepFor(lifeMs, 'leases', name);
    return true;
  }

  async release(name: string, owner: string): Promise<void> {
    await this.#reach();
    this.store.leftMs('leases', name);
    if (this.store.leases.get(name) === owner) this.store.leases.delete(name);
  }

  verdictOn(_error: unknown): FarVerdict {
    return 'silent';
  }

  async remove(key: string): Promise<void> {
    await this.#reach();
    this.store.entries.delete(key);
  }

  override async *walk(texts: readonly string[]): AsyncGenerator<FarPage> {
    await this.#reach();
    const names = [...this.store.entries.keys(), ...[...this.store.tokens.keys()].map((fence) => `fence:${fence}`)];
    for (const name of names.filter((one) => hasTexts(one, texts))) yield pageOf([name]);
  }

  async ping(): Promise<void> {
    await this.#reach();
  }

  async report(): Promise<FarReport> {
    await this.#reach();
    return { usedMemory: 0, keyspaceHits: 0, keyspaceMisses: 0 };
  }

  async close(): Promise<void> {
    this.store.tiers.delete(this);
  }

  #tellOthers(announcement: Announcement): void {
    for (const other of this.store.tiers) {
      if (other === this) continue;
      if (this.losesMessages) other.#line += 1;
      else other.#tell(announcement);
    }
  }

  #tell(announcement: Announcement): void {
    for (const listener of this.#listeners) listener(announcement);
  }

  async #reach(): Promise<void> {
    this.asked += 1;
    if (this.fault === 'refuses') throw new Error('connection refused');
    if (this.fault === 'hangs') await new Promise(() => undefined);
  }
}
