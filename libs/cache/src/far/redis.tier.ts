import { randomUUID } from 'node:crypto';
import { CacheError } from '../cache.error.js';
import { ClusterNodes, type ClusterOptions } from './cluster.nodes.js';
import {
  FarTier,
  type Announcement,
  type FarLives,
  type FarPage,
  type FarRead,
  type FarReport,
  type FarVerdict,
} from './far.tier.js';
import { fenceName } from '../fences.js';
import { announcementIn, messageOf } from './heard-announcement.js';
import { OuterFence } from './outer-fence.js';
import type { RedisClient, RedisTls } from './redis.connection.js';
import type { Change, RedisNode } from './redis.node.js';
import type { EntryNames } from './redis.reads.js';
import { verdictOfReply } from './redis.replies.js';
import { reportOf } from './redis.reports.js';
import { LoneNode, type Ears, type Part, type RedisNodes } from './redis.nodes.js';
import { pageOf, patternOf } from './walk.js';
import { SentinelNodes, type SentinelOptions } from './sentinel.nodes.js';

/** Where Redis is: one server, the master that Sentinels name, or a cluster. */
export type RedisPlace =
  { readonly url: string } | { readonly sentinel: SentinelOptions } | { readonly cluster: ClusterOptions };

export type RedisTierOptions = RedisPlace & {
  /** Stands before every key, fence and channel. */
  readonly prefix: string;
  /** For `rediss://`; the same for all servers, Sentinels too. */
  readonly tls?: RedisTls;
  readonly onError: (error: unknown) => void;
};

/** Another owner's lease, given after ours ran out, stays. */
const DELETE_IF_OWN = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** What PTTL says of a key that does not exist. */
const NOT_THERE = -2;

/** What is no entry at all is told as one that is damaged: it is counted, removed, and made anew. */
const DAMAGED = { bytes: Buffer.alloc(0), leftMs: 1 };

/**
 * The far tier on Redis or Valkey, version 7 or later. A server that was restarted from an old snapshot, or took over from
 * another one, may hold tokens that were removed long ago: so tokens count only together with the identity of the server that holds
 * them, and with another server everything begins anew; and together with that of the fence around all there is.
 *
 * With Sentinels or a cluster, a replica that takes over is another server: what its master had not yet told it brings nothing old back.
 * A master that was replaced and lives on may be believed for another second, no longer: a change made at its successor is then seen within
 * the trust window and that second.
 *
 * In a cluster, the keys of one entry lie on several servers and are asked for at once, in one round trip to each. That they are not read at
 * one moment does no harm: each token is read after it was asked for, and the entry holds those that it was made under. Others are told
 * of a change when it is made on every server.
 */
export class RedisTier extends FarTier {
  readonly name = 'redis';
  override readonly allLagMs = OuterFence.LAG_MS;
  readonly #nodes: RedisNodes;
  readonly #outer: OuterFence;
  readonly #channel: string;
  /** Tells own announcements from those of others. */
  readonly #self = randomUUID();
  readonly #listeners: ((announcement: Announcement) => void)[] = [];
  readonly #connected: (() => void)[] = [];
  #line: number | undefined;

  constructor(private readonly options: RedisTierOptions) {
    super();
    this.#channel = `${options.prefix}cache:dropped`;
    this.#nodes = nodesOf(options, {
      channel: this.#channel,
      hear: (message) => this.#hear(message),
      connected: () => void this.#outer.soon().then(() => this.#connected.forEach((listener) => listener())),
    });
    const key = this.#fence(fenceName.all);
    const holder = async () => {
      await this.#nodes.confirmed();
      return this.#nodes.nodeOf(key);
    };
    const drop = () => this.#change({ keys: [key] }, { fences: [fenceName.all], keys: [] });
    this.#outer = new OuterFence({ key, holder, drop, onError: options.onError });
  }

  async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    const confirming = this.#confirmed();
    if (confirming) await confirming;
    const names = fences.map((fence) => this.#fence(fence));
    if (key === undefined) return { bytes: undefined, leftMs: 0, tokens: (await this.#said(names)).map(tokenOf) };

    const name = this.#key(key);
    const found = await this.#entry([name, ...names]);
    const isForeign = found.bytes === undefined && found.leftMs !== NOT_THERE && (await this.#isForeign(name));
    return isForeign ? { ...found, ...DAMAGED } : found;
  }

  async plant(fences: readonly string[], token: string, lifeMs: number) {
    await this.#confirmed();
    const names = fences.map((fence) => this.#fence(fence));
    const planted = names.map((name) =>
      this.#on(name, (client) =>
        client.set(name, token, { condition: 'NX', expiration: { type: 'PX', value: lifeMs } }),
      ),
    );
    const [said] = await Promise.all([this.#said(names), ...planted]);
    // What is still missing stands under something that is no token. Gone, it does no harm, and makes room.
    const foreign = names.filter((_, index) => !(said[index]?.value instanceof Buffer));
    await Promise.all(foreign.map((name) => this.#nodes.nodeOf(name).make({ keys: [name] })));
    return said.map(tokenOf);
  }

  async write(key: string, bytes: Buffer, { entryMs, fencesMs }: FarLives, fences: readonly string[]): Promise<void> {
    await this.#nodes.confirmed();
    const name = this.#key(key);
    const names = fences.map((fence) => this.#fence(fence));
    await Promise.all([
      this.#on(name, (client) => client.set(name, bytes, { expiration: { type: 'PX', value: entryMs } })),
      ...names.map((fence) => this.#on(fence, (client) => client.pExpire(fence, fencesMs, 'GT'))),
    ]);
  }

  async drop(announcement: Announcement): Promise<void> {
    await this.#nodes.confirmed();
    const gone = [
      ...announcement.fences.map((name) => this.#fence(name)),
      ...announcement.keys.map((key) => this.#key(key)),
    ];
    const { heads = [] } = announcement;
    if (gone.length > 0 || heads.length > 0) await this.#change({ keys: gone }, announcement);
    if (announcement.fences.includes(fenceName.all)) this.#outer.doubt();
  }

  async expire(fences: readonly string[], mark: string): Promise<void> {
    await this.#nodes.confirmed();
    const names = fences.map((fence) => this.#fence(fence));
    const announcement = { fences, keys: [], soft: true };
    if (names.length > 0) await this.#change({ keys: names, mark }, announcement);
  }

  onDropped(listener: (announcement: Announcement) => void): void {
    this.#listeners.push(listener);
  }

  async heard(): Promise<number | undefined> {
    await this.#nodes.confirmed();
    const line = await this.#nodes.nodeOf(this.#channel).heard();
    // What was said before there was this line may have been a drop of all.
    if (line !== this.#line) this.#outer.doubt();
    this.#line = line;
    return line;
  }

  onConnected(listener: () => void): void {
    this.#connected.push(listener);
  }

  async lease(name: string, owner: string, lifeMs: number): Promise<boolean> {
    await this.#nodes.confirmed();
    const key = this.#lease(name);
    const reply = await this.#on(key, (client) =>
      client.set(key, owner, { condition: 'NX', expiration: { type: 'PX', value: lifeMs } }),
    );
    return reply !== null;
  }

  async release(name: string, owner: string): Promise<void> {
    await this.#nodes.confirmed();
    const key = this.#lease(name);
    await this.#on(key, (client) => client.eval(DELETE_IF_OWN, { keys: [key], arguments: [owner] }));
  }

  verdictOn(error: unknown): FarVerdict {
    return this.#nodes.isMoving ? 'moving' : verdictOfReply(error);
  }

  override reconnect(): void {
    this.#nodes.renew();
  }

  async remove(key: string): Promise<void> {
    await this.#nodes.confirmed();
    await this.#nodes.nodeOf(this.#key(key)).make({ keys: [this.#key(key)] });
  }

  /** By SCAN, on every server: what moves to another one of a cluster meanwhile may be missed. */
  override async *walk(texts: readonly string[]): AsyncGenerator<FarPage> {
    await this.#nodes.confirmed();
    const pattern = patternOf(this.options.prefix, texts);
    for (const node of this.#nodes.all()) {
      for await (const names of node.namesLike(pattern)) {
        yield pageOf(names.map((name) => name.slice(this.options.prefix.length)));
        // Much may have happened since the last page.
        await this.#nodes.confirmed();
      }
    }
  }

  /** Throws unless every server answers. */
  async ping(): Promise<void> {
    await this.#nodes.confirmed();
    await Promise.all(this.#nodes.all().map((node) => node.ask((client) => client.ping())));
  }

  /** Of all servers together. */
  async report(): Promise<FarReport> {
    await this.#nodes.confirmed();
    const reports = await Promise.all(this.#nodes.all().map((node) => node.ask(reportOf)));
    const sumOf = (name: keyof FarReport) => reports.reduce((sum, report) => sum + report[name], 0);
    return {
      usedMemory: sumOf('usedMemory'),
      keyspaceHits: sumOf('keyspaceHits'),
      keyspaceMisses: sumOf('keyspaceMisses'),
    };
  }

  async close(): Promise<void> {
    this.#outer.close();
    this.#nodes.close();
  }

  /** Both or neither, where one server can do both; else the keys first: who hears of it may ask at once, and by then it is true everywhere. */
  async #change({ keys, ...change }: Change, announcement: Announcement): Promise<void> {
    const crier = this.#nodes.nodeOf(this.#channel);
    const parts = this.#nodes.partsOf(keys).map(({ node, places }) => {
      return { node, change: { ...change, keys: places.map((place) => keys[place] as string) } };
    });
    const others = parts.filter(({ node }) => node !== crier);
    await Promise.all(others.map((other) => other.node.make(other.change)));
    const own = parts.find(({ node }) => node === crier)?.change ?? { keys: [] };
    await crier.makeKnown(own, this.#channel, messageOf(this.#self, announcement));
    this.#outer.changedAt(this.#nodes.nodeOf(this.#fence(fenceName.all)).id);
  }

  /** The entry and the tokens of these names: asked as one, and together with other reads, where one server holds all. */
  async #entry(names: EntryNames): Promise<FarRead> {
    const { sole } = this.#nodes;
    if (!sole) {
      const life = this.#on(names[0], (client) => client.pTTL(names[0]));
      const [[entry, ...tokens], leftMs] = await Promise.all([this.#said(names), life]);
      return { bytes: bytesOf(entry?.value), leftMs, tokens: tokens.map(tokenOf) };
    }
    const { id: server } = sole;
    const id = this.#idOf(sole);
    const { values, leftMs } = await sole.entryAndLife(names);
    sole.mustStillBe(server);
    const tokens = values.slice(1).map((value) => tokenOf({ value, id }));
    return { bytes: bytesOf(values[0]), leftMs, tokens };
  }

  /** What stands under these names, and on which server. */
  async #said(names: readonly string[]): Promise<Said[]> {
    const said: Said[] = [];
    const ask = async ({ node, places }: Part) => {
      const id = this.#idOf(node);
      const values = await node.valuesOf(places.map((place) => names[place] as string));
      places.forEach((place, index) => (said[place] = { value: values[index], id }));
    };
    await Promise.all(this.#nodes.partsOf(names).map(ask));
    return said;
  }

  /** By which the tokens of this server count. */
  #idOf(node: RedisNode): string {
    return `${node.id}.${this.#outer.token}`;
  }

  /** Undefined while all is believed by which tokens count; throws where that can't be found out. */
  #confirmed(): Promise<void> | undefined {
    const confirming = this.#nodes.confirmed();
    return confirming ? confirming.then(() => this.#outer.confirmed()) : this.#outer.confirmed();
  }

  /** True when what lies there is no string, and so nothing that was ever written here. */
  async #isForeign(name: string): Promise<boolean> {
    const kind = await this.#on(name, (client) => client.type(name));
    return kind !== 'string' && kind !== 'none';
  }

  /** Asks whoever holds this name. */
  async #on<T>(name: string, question: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.#nodes.nodeOf(name).ask(question);
  }

  #key(key: string): string {
    return this.options.prefix + key;
  }

  #lease(name: string): string {
    return `${this.options.prefix}lease:${name}`;
  }

  #fence(name: string): string {
    return `${this.options.prefix}fence:${name}`;
  }

  /** False when it can't be read: whatever it told is not known here. */
  #hear(message: string | Buffer): boolean {
    const announcement = announcementIn(String(message));
    if (!announcement) {
      this.options.onError(
        new CacheError('FAR_UNAVAILABLE', 'A message of another kind came on the channel of the cache'),
      );
      return false;
    }
    if (announcement.from === this.#self) return true;
    if (announcement.fences.includes(fenceName.all)) this.#outer.doubt();
    for (const listener of this.#listeners) listener(announcement);
    return true;
  }
}

/** A value as it stands on a server; who that is, and within which outer fence. */
interface Said {
  readonly value: unknown;
  readonly id: string;
}

function nodesOf(options: RedisTierOptions, ears: Ears): RedisNodes {
  const { tls, onError } = options;
  const link = { tls, onError };
  if ('url' in options) return new LoneNode({ ...link, url: options.url }, ears);
  if ('sentinel' in options) return new SentinelNodes(options.sentinel, ears, link);
  return new ClusterNodes(options.cluster, ears, link);
}

/** Tokens as they count: with the identity of the server that holds them, within the outer fence. */
function tokenOf({ value, id }: Said): string | undefined {
  return value instanceof Buffer ? `${id}.${value.toString('latin1')}` : undefined;
}

function bytesOf(reply: unknown): Buffer | undefined {
  return reply instanceof Buffer ? reply : undefined;
}
