import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { days } from '../duration.js';
import { fenceName } from '../fences.js';
import { withinDeadline } from './deadline.js';
import {
  FarTier,
  type Announcement,
  type FarLives,
  type FarPage,
  type FarRead,
  type FarReport,
  type FarVerdict,
} from './far.tier.js';
import { KeyvStore, type KeyvLike, type KeyvText } from './keyv.store.js';
import { TimedMap } from './timed-map.js';
import { hasTexts, pageOf } from './walk.js';

export interface KeyvTierOptions {
  /**
   * A store as Keyv takes it (`new KeyvRedis(…)`, a `Map`), or one of cache-manager's in its `KeyvAdapter`. It must not queue what it is
   * asked while its server is away, nor send anything twice, and have its own listener for errors where a client is below.
   */
  readonly store: KeyvLike | Map<string, unknown>;
  /** Stands before every key and fence. */
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
  /** Lets go of the store's connections. Default: its own `disconnect`, where it has one. */
  readonly close?: () => Promise<void>;
}

/** Keyv can't make a token live longer without setting it anew, which would bring one back that was dropped: so it lives long at once. */
const FENCE_MS = days(7).ms;
/** Keyv can't tell how long something still lives: grains that run out after each part of its life do. */
const PARTS = 4;
const LOOKED_AT_ONCE = 100;
const CLOSE_MS = 2000;

/**
 * The far tier on any store that Keyv or cache-manager knows. Planting and leases take three round trips each, and it has no messages: other
 * processes see a change when they ask for their fences again, within the trust window. What is served is right all the same:
 *
 * - Two that plant at once may both set a token, and the later one stays. What the other loaded carries a token that is not the current one:
 *   a miss. A token that is set after a drop was not there before it, so whoever loads under it loads after the change.
 * - Nothing but planting ever sets a token: a late entry can't bring a dropped one back.
 * - A lease is looked at, set and looked at again; two may get it, and then both load.
 * - How long an entry still lives is known by the part, and rounded down: its last quarter is a miss. No clock of another machine is asked.
 *
 * What it can't promise, for Keyv does not know its server: that a store which comes back with an old snapshot, or from a replica that lagged
 * behind, brings no old value along. Give it a store that keeps nothing on disk, or use `RedisTier`.
 */
export class KeyvTier extends FarTier {
  readonly name = 'keyv';
  readonly #store: KeyvStore;

  constructor(private readonly options: KeyvTierOptions) {
    super();
    const { store, onError } = options;
    this.#store = new KeyvStore(store instanceof Map ? new TimedMap(store) : store, onError);
  }

  async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    const names = this.#within(fences);
    if (key === undefined) return { bytes: undefined, leftMs: 0, tokens: tokensIn(await this.#store.textsOf(names)) };

    const grains = this.#grains(key);
    const [text, ...rest] = await this.#store.textsOf([this.#key(key), ...grains, ...names]);
    const { entry, leftMs } = entryIn(text, rest.slice(0, grains.length));
    return { bytes: entry, leftMs, tokens: tokensIn(rest.slice(grains.length)) };
  }

  async plant(fences: readonly string[], token: string, lifeMs: number) {
    const names = this.#within(fences);
    const texts = await this.#store.textsOf(names);
    const missing = names.filter((_, index) => texts[index] === undefined);
    if (missing.length === 0) return tokensIn(texts);
    const whole = Math.ceil(Math.max(lifeMs, FENCE_MS));
    await this.#store.keep(missing.map((name) => ({ key: name, text: token, lifeMs: whole })));
    return tokensIn(await this.#store.textsOf(names));
  }

  async write(key: string, bytes: Buffer, { entryMs }: FarLives): Promise<void> {
    const id = randomBytes(6).toString('base64url');
    const head = `${entryMs} ${id} `;
    const body = isUtf8(bytes) ? `text ${bytes.toString('utf8')}` : `base64 ${bytes.toString('base64')}`;
    const grains = this.#grains(key).map((name, index): KeyvText => {
      return { key: name, text: id, lifeMs: wholeMs((entryMs * (index + 1)) / PARTS) };
    });
    await this.#store.keep([{ key: this.#key(key), text: head + body, lifeMs: wholeMs(entryMs) }, ...grains]);
  }

  async drop({ fences, keys }: Announcement): Promise<void> {
    const entries = keys.flatMap((key) => [this.#key(key), ...this.#grains(key)]);
    const gone = [...fences.map((name) => this.#fence(name)), ...entries];
    if (gone.length > 0) await this.#store.forget(gone);
  }

  /** A mark would have to be set, and could bring a dropped token back: it is dropped. */
  async expire(fences: readonly string[]): Promise<void> {
    await this.drop({ fences, keys: [] });
  }

  /** Keyv has no messages: nobody is ever told, */
  onDropped(): void {}

  /** and no line vouches for anything. */
  async heard(): Promise<undefined> {}

  /** Stores have no common word for it: that one is back is found out by asking it. */
  onConnected(): void {}

  async lease(name: string, owner: string, lifeMs: number): Promise<boolean> {
    const key = this.#lease(name);
    const [taken] = await this.#store.textsOf([key]);
    if (taken !== undefined) return false;
    await this.#store.keep([{ key, text: owner, lifeMs: wholeMs(lifeMs) }]);
    const [now] = await this.#store.textsOf([key]);
    return now === owner;
  }

  async release(name: string, owner: string): Promise<void> {
    const key = this.#lease(name);
    const [now] = await this.#store.textsOf([key]);
    if (now === owner) await this.#store.forget([key]);
  }

  /** Stores have no common way to tell: all their errors count as silence. */
  verdictOn(): FarVerdict {
    return 'silent';
  }

  async remove(key: string): Promise<void> {
    await this.#store.forget([this.#key(key), ...this.#grains(key)]);
  }

  /** Where the store has an `iterator`, as those of Keyv do; a store of cache-manager has none. */
  override walk(texts: readonly string[]): AsyncIterable<FarPage> | undefined {
    const names = this.#store.names();
    return names && this.#pagesOf(names, texts);
  }

  /** A page for every so many names, if there is anything in it or not: nobody waits for one longer than for any answer. */
  async *#pagesOf(names: AsyncIterable<string>, texts: readonly string[]): AsyncGenerator<FarPage> {
    const { prefix } = this.options;
    let page: string[] = [];
    let looked = 0;
    for await (const name of names) {
      looked += 1;
      const own = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
      if (own !== undefined && hasTexts(own, texts)) page.push(own);
      if (looked % LOOKED_AT_ONCE !== 0) continue;
      yield pageOf(page);
      page = [];
    }
    yield pageOf(page);
  }

  async ping(): Promise<void> {
    await this.#store.textsOf([`${this.options.prefix}ping`]);
  }

  /** Keyv stores say nothing of themselves: zeros, when it answers. */
  async report(): Promise<FarReport> {
    await this.ping();
    return { usedMemory: 0, keyspaceHits: 0, keyspaceMisses: 0 };
  }

  /** Throws `FAR_DEADLINE` when the store does not let go within two seconds. */
  async close(): Promise<void> {
    const closed = this.options.close ? this.options.close() : this.#store.disconnect();
    await withinDeadline(CLOSE_MS, 'close', closed);
  }

  #key(key: string): string {
    return this.options.prefix + key;
  }

  #fence(name: string): string {
    return `${this.options.prefix}fence:${name}`;
  }

  /** The fence around all there is, and these. It is read each time: there is no line on which its drop could be heard. */
  #within(fences: readonly string[]): string[] {
    return [fenceName.all, ...fences].map((fence) => this.#fence(fence));
  }

  #lease(name: string): string {
    return `${this.options.prefix}lease:${name}`;
  }

  /** One for each part of the entry's life but the last. */
  #grains(key: string): string[] {
    return Array.from({ length: PARTS - 1 }, (_, index) => `${this.options.prefix}~left:${index + 1}:${key}`);
  }
}

/** Tokens as they count: together with the one around them all. */
function tokensIn([all, ...texts]: readonly (string | undefined)[]): (string | undefined)[] {
  return texts.map((text) => (all === undefined || text === undefined ? undefined : `${all}.${text}`));
}

const STORED = /^(\d+(?:\.\d+)?) (\S+) (text|base64) /;

/** The entry in a stored text while its grains run. Text of another kind is given as it is: the envelope will be found damaged. */
function entryIn(text: string | undefined, grains: readonly unknown[]): { entry: Buffer | undefined; leftMs: number } {
  if (text === undefined) return { entry: undefined, leftMs: 0 };
  const [head = '', entryMs, id, encoding] = STORED.exec(text) ?? [];
  if (encoding === undefined) return { entry: Buffer.from(text), leftMs: 1 };

  const parts = grains.lastIndexOf(id) + 1;
  if (parts === 0) return { entry: undefined, leftMs: 0 };
  const entry = Buffer.from(text.slice(head.length), encoding === 'text' ? 'utf8' : 'base64');
  return { entry, leftMs: (Number(entryMs) * parts) / PARTS };
}

/** 0 would mean for ever. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.floor(ms));
}
