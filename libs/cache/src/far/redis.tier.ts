import { randomUUID } from 'node:crypto';
import { CacheError } from '../cache.error.js';
import {
  FarTier,
  type Announcement,
  type FarLives,
  type FarRead,
  type FarReport,
  type FarVerdict,
} from './far.tier.js';
import { connectRedis, type RedisConnection } from './redis.connection.js';
import { verdictOfReply } from './redis.replies.js';

export interface RedisTierOptions {
  readonly url: string;
  /** Stands before every key, fence and channel. */
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

/** Another owner's lease, given after ours ran out, stays. */
const DELETE_IF_OWN = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** As `markedAs` does, for those that are there. */
const MARK_EACH = `for _, name in ipairs(KEYS) do
  local token = redis.call('get', name)
  if token then redis.call('set', name, string.match(token, '^[^~]*') .. '~' .. ARGV[1], 'KEEPTTL') end
end`;

/** The echo that this instance waits for on the line. */
interface Echo {
  readonly text: string;
  readonly onHeard: () => void;
}

/** Hexadecimal digits of a server's random ids that are told apart by. */
const ID = 12;

/**
 * The far tier on one Redis or Valkey, version 7 or later. A server that was restarted from an old snapshot, or took over from
 * another one, may hold tokens that were removed long ago: so tokens count only together with the identity of the server that holds
 * them, and with another server everything begins anew.
 */
export class RedisTier extends FarTier {
  readonly name = 'redis';
  readonly #client: RedisConnection;
  readonly #subscriber: RedisConnection;
  readonly #channel: string;
  readonly #ownChannel: string;
  /** Tells own announcements from those of others. */
  readonly #self = randomUUID();
  readonly #listeners: ((announcement: Announcement) => void)[] = [];
  readonly #connected: (() => void)[] = [];
  /** Counts the lines: each time that the subscriber had to connect there is another one. */
  #line = 0;
  #lineIsUp = false;
  #echo: Echo | undefined;
  #echoes = 0;
  /** The server that this connection reaches; undefined until it has said so. */
  #server: string | undefined;

  constructor(private readonly options: RedisTierOptions) {
    super();
    this.#channel = `${options.prefix}cache:dropped`;
    this.#ownChannel = `${this.#channel}:${this.#self}`;
    this.#client = connectRedis(options);
    this.#subscriber = connectRedis(options);
    this.#client.on('ready', () => void this.#meet());
    for (const lost of ['error', 'reconnecting', 'end']) this.#client.on(lost, () => (this.#server = undefined));
    // Once it has subscribed, the client does so again by itself before it is ready.
    this.#subscriber.on('ready', () => void (this.#line === 0 ? this.#subscribe() : this.#lineBegins()));
    for (const lost of ['error', 'reconnecting', 'end']) this.#subscriber.on(lost, () => (this.#lineIsUp = false));
  }

  async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    const { client, server } = this.#ready();
    const names = fences.map((fence) => this.#fence(fence));
    if (key === undefined) {
      const tokens = await client.mGet(names);
      return { bytes: undefined, leftMs: 0, tokens: this.#tokensOf(server, tokens) };
    }
    const [[entry, ...tokens], leftMs] = await Promise.all([
      client.mGet([this.#key(key), ...names]),
      client.pTTL(this.#key(key)),
    ]);
    return { bytes: bytesOf(entry), leftMs, tokens: this.#tokensOf(server, tokens) };
  }

  async plant(fences: readonly string[], token: string, lifeMs: number) {
    const { client, server } = this.#ready();
    const names = fences.map((fence) => this.#fence(fence));
    const planted = names.map((name) =>
      client.set(name, token, { condition: 'NX', expiration: { type: 'PX', value: lifeMs } }),
    );
    const [tokens] = await Promise.all([client.mGet(names), ...planted]);
    return this.#tokensOf(server, tokens);
  }

  async write(key: string, bytes: Buffer, { entryMs, fencesMs }: FarLives, fences: readonly string[]): Promise<void> {
    const { client } = this.#ready();
    await Promise.all([
      client.set(this.#key(key), bytes, { expiration: { type: 'PX', value: entryMs } }),
      ...fences.map((fence) => client.pExpire(this.#fence(fence), fencesMs, 'GT')),
    ]);
  }

  async drop(announcement: Announcement): Promise<void> {
    const { client } = this.#ready();
    const gone = [
      ...announcement.fences.map((name) => this.#fence(name)),
      ...announcement.keys.map((key) => this.#key(key)),
    ];
    if (gone.length === 0) return;
    await Promise.all([
      client.unlink(gone),
      client.publish(this.#channel, JSON.stringify({ from: this.#self, ...announcement })),
    ]);
  }

  async expire(fences: readonly string[], mark: string): Promise<void> {
    const { client } = this.#ready();
    if (fences.length === 0) return;
    const announcement: Announcement = { fences, keys: [], soft: true };
    await Promise.all([
      client.eval(MARK_EACH, { keys: fences.map((name) => this.#fence(name)), arguments: [mark] }),
      client.publish(this.#channel, JSON.stringify({ from: this.#self, ...announcement })),
    ]);
  }

  onDropped(listener: (announcement: Announcement) => void): void {
    this.#listeners.push(listener);
  }

  onConnected(listener: () => void): void {
    this.#connected.push(listener);
  }

  /**
   * Says something to itself on its line: a server tells each of its subscribers in the order in which things were published, and drops
   * those who can't keep up.
   */
  async heard(): Promise<number | undefined> {
    const { client } = this.#ready();
    if (!this.#lineIsUp) return undefined;
    const line = this.#line;
    const text = `${(this.#echoes += 1)}`;
    const echo = new Promise<void>((onHeard) => (this.#echo = { text, onHeard }));
    await client.publish(this.#ownChannel, text);
    await echo;
    return this.#lineIsUp && this.#line === line ? line : undefined;
  }

  async lease(name: string, owner: string, lifeMs: number): Promise<boolean> {
    const { client } = this.#ready();
    const reply = await client.set(this.#lease(name), owner, {
      condition: 'NX',
      expiration: { type: 'PX', value: lifeMs },
    });
    return reply !== null;
  }

  async release(name: string, owner: string): Promise<void> {
    const { client } = this.#ready();
    await client.eval(DELETE_IF_OWN, { keys: [this.#lease(name)], arguments: [owner] });
  }

  verdictOn(error: unknown): FarVerdict {
    return verdictOfReply(error);
  }

  async remove(key: string): Promise<void> {
    await this.#ready().client.unlink(this.#key(key));
  }

  async ping(): Promise<void> {
    await this.#ready().client.ping();
  }

  async report(): Promise<FarReport> {
    const { client } = this.#ready();
    const [memory, stats] = await Promise.all([client.info('memory'), client.info('stats')]);
    return {
      usedMemory: numberIn(memory, 'used_memory'),
      keyspaceHits: numberIn(stats, 'keyspace_hits'),
      keyspaceMisses: numberIn(stats, 'keyspace_misses'),
    };
  }

  async close(): Promise<void> {
    this.#client.destroy();
    this.#subscriber.destroy();
  }

  /** Asks a server who it is before anything it holds is believed. */
  async #meet(): Promise<void> {
    try {
      const [about, replication] = await Promise.all([this.#client.info('server'), this.#client.info('replication')]);
      this.#server = `${textIn(about, 'run_id').slice(0, ID)}.${textIn(replication, 'master_replid').slice(0, ID)}`;
      for (const listener of this.#connected) listener();
    } catch (error) {
      this.options.onError(error);
    }
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#subscriber.subscribe(this.#ownChannel, (text) => this.#hearEcho(text));
      await this.#subscriber.subscribe(this.#channel, (message) => this.#hear(message));
      this.#lineBegins();
    } catch (error) {
      this.options.onError(error);
    }
  }

  #lineBegins(): void {
    this.#line += 1;
    this.#lineIsUp = true;
  }

  #hearEcho(text: string): void {
    if (this.#echo?.text === text) this.#echo.onHeard();
  }

  #ready(): { client: RedisConnection; server: string } {
    if (!this.#client.isReady || this.#server === undefined) {
      throw new CacheError('FAR_UNAVAILABLE', 'Redis is not connected');
    }
    return { client: this.#client, server: this.#server };
  }

  /** Tokens as they count. Throws when the server changed since they were asked for. */
  #tokensOf(server: string, replies: readonly unknown[]): (string | undefined)[] {
    if (this.#server !== server) throw new CacheError('FAR_UNAVAILABLE', 'Redis was replaced meanwhile');
    return replies.map((reply) => (reply instanceof Buffer ? `${server}.${reply.toString('latin1')}` : undefined));
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

  #hear(message: string | Buffer): void {
    const announcement = announcementIn(String(message));
    if (!announcement) {
      this.options.onError(
        new CacheError('FAR_UNAVAILABLE', 'A message of another kind came on the channel of the cache'),
      );
      return;
    }
    if (announcement.from === this.#self) return;
    for (const listener of this.#listeners) listener(announcement);
  }
}

function bytesOf(reply: unknown): Buffer | undefined {
  return reply instanceof Buffer ? reply : undefined;
}

function textIn(info: string, name: string): string {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
}

function numberIn(info: string, name: string): number {
  return Number(textIn(info, name));
}

function announcementIn(message: string): (Announcement & { from: unknown }) | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { from, fences, keys, soft } = parsed as Record<string, unknown>;
    return isTexts(fences) && isTexts(keys) ? { from, fences, keys, soft: soft === true } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
