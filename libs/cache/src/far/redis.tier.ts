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
import { OuterFence } from './outer-fence.js';
import type { RedisClient } from './redis.connection.js';
import { RedisCrier } from './redis.crier.js';
import { RedisNames } from './redis.names.js';
import type { Change } from './redis.scripts.js';
import type { RedisNodes } from './redis.nodes.js';
import { nodesOf, type RedisTierOptions } from './redis.place.js';
import { verdictOfReply } from './redis.replies.js';
import { reportOf } from './redis.reports.js';
import { RedisTokens } from './redis.tokens.js';
import { pageOf, patternOf } from './walk.js';

/** Another owner's lease, given after ours ran out, stays. */
const DELETE_IF_OWN = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

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
  readonly #names: RedisNames;
  readonly #crier: RedisCrier;
  readonly #nodes: RedisNodes;
  readonly #outer: OuterFence;
  readonly #tokens: RedisTokens;
  readonly #connected: (() => void)[] = [];
  #line: number | undefined;

  constructor(options: RedisTierOptions) {
    super();
    const { onError } = options;
    this.#names = new RedisNames(options.prefix);
    const { channel } = this.#names;
    this.#crier = new RedisCrier(channel, () => this.#nodes, onError);
    this.#nodes = nodesOf(options, {
      channel,
      hear: (message) => this.#crier.hear(message),
      connected: () => void this.#outer.soon().then(() => this.#connected.forEach((listener) => listener())),
    });
    const key = this.#names.fence(fenceName.all);
    const holder = async () => {
      await this.#nodes.confirmed();
      return this.#nodes.nodeOf(key);
    };
    const drop = () => this.#change({ keys: [key] }, { fences: [fenceName.all], keys: [] });
    this.#outer = new OuterFence({ key, holder, drop, onError });
    this.#tokens = new RedisTokens(this.#nodes, this.#outer);
    this.onDropped(({ fences }) => fences.includes(fenceName.all) && this.#outer.doubt());
  }

  read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    const confirming = this.#confirmed();
    return confirming ? confirming.then(() => this.#readConfirmed(key, fences)) : this.#readConfirmed(key, fences);
  }

  #readConfirmed(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    if (key !== undefined) return this.#tokens.withEntry(this.#names.entry(key, fences));
    return this.#tokens.of(this.#names.fences(fences)).then((tokens) => ({ bytes: undefined, leftMs: 0, tokens }));
  }

  async plant(fences: readonly string[], token: string, lifeMs: number) {
    await this.#confirmed();
    return this.#tokens.planted(this.#names.fences(fences), token, lifeMs);
  }

  async write(key: string, bytes: Buffer, { entryMs, fencesMs }: FarLives, fences: readonly string[]): Promise<void> {
    await this.#nodes.confirmed();
    const name = this.#names.key(key);
    const names = this.#names.fences(fences);
    await Promise.all([
      this.#on(name, (client) => client.set(name, bytes, { expiration: { type: 'PX', value: entryMs } })),
      ...names.map((fence) => this.#on(fence, (client) => client.pExpire(fence, fencesMs, 'GT'))),
    ]);
  }

  async drop(announcement: Announcement): Promise<void> {
    await this.#nodes.confirmed();
    const keys = announcement.keys.map((key) => this.#names.key(key));
    const gone = [...this.#names.fences(announcement.fences), ...keys];
    const { heads = [] } = announcement;
    if (gone.length > 0 || heads.length > 0) await this.#change({ keys: gone }, announcement);
    if (announcement.fences.includes(fenceName.all)) this.#outer.doubt();
  }

  async expire(fences: readonly string[], mark: string): Promise<void> {
    await this.#nodes.confirmed();
    const names = this.#names.fences(fences);
    const announcement = { fences, keys: [], soft: true };
    if (names.length > 0) await this.#change({ keys: names, mark }, announcement);
  }

  onDropped(listener: (announcement: Announcement) => void): void {
    this.#crier.onHeard(listener);
  }

  async heard(): Promise<number | undefined> {
    await this.#nodes.confirmed();
    const line = await this.#nodes.nodeOf(this.#names.channel).heard();
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
    const key = this.#names.lease(name);
    const reply = await this.#on(key, (client) =>
      client.set(key, owner, { condition: 'NX', expiration: { type: 'PX', value: lifeMs } }),
    );
    return reply !== null;
  }

  async release(name: string, owner: string): Promise<void> {
    await this.#nodes.confirmed();
    const key = this.#names.lease(name);
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
    await this.#nodes.nodeOf(this.#names.key(key)).make({ keys: [this.#names.key(key)] });
  }

  /** By SCAN, on every server: what moves to another one of a cluster meanwhile may be missed. */
  override async *walk(texts: readonly string[]): AsyncGenerator<FarPage> {
    await this.#nodes.confirmed();
    const pattern = patternOf(this.#names.prefix, texts);
    for (const node of this.#nodes.all()) {
      for await (const names of node.namesLike(pattern)) {
        yield pageOf(this.#names.bare(names));
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

  async #change(change: Change, announcement: Announcement): Promise<void> {
    await this.#crier.change(change, announcement);
    this.#outer.changedAt(this.#nodes.nodeOf(this.#names.fence(fenceName.all)).id);
  }

  /** Undefined while all is believed by which tokens count; throws where that can't be found out. */
  #confirmed(): Promise<void> | undefined {
    const confirming = this.#nodes.confirmed();
    return confirming ? confirming.then(() => this.#outer.confirmed()) : this.#outer.confirmed();
  }

  /** Asks whoever holds this name. */
  async #on<T>(name: string, question: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.#nodes.nodeOf(name).ask(question);
  }
}
