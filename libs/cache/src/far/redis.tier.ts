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
import { RedisConnection, type RedisClient } from './redis.connection.js';
import { verdictOfReply } from './redis.replies.js';

export interface RedisTierOptions {
  readonly url: string;
  /** Stands before every key, fence and channel. */
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

/** Another owner's lease, given after ours ran out, stays. */
const DELETE_IF_OWN = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/**
 * Removed and told, both or neither: a script ends with the first refusal. Told and not removed (a replica tells its own listeners, and
 * refuses to remove), the others would let go of what they hold and take the old value from here again; removed and not told, they would
 * see the change only after the trust window, and who made it would not know that they still are to hear of it. A transaction would not
 * do: where memory is full it refuses whatever is put into it, removals too.
 */
const DROP_ALL = `for _, name in ipairs(KEYS) do redis.call('unlink', name) end
redis.call('publish', ARGV[1], ARGV[2])`;

/** As `markedAs` does, for those that are there; told as with `DROP_ALL`. */
const MARK_EACH = `for _, name in ipairs(KEYS) do
  local token = redis.call('get', name)
  if token then redis.call('set', name, string.match(token, '^[^~]*') .. '~' .. ARGV[1], 'KEEPTTL') end
end
redis.call('publish', ARGV[2], ARGV[3])`;

/** The echo that this instance waits for on the line. */
interface Echo {
  readonly text: string;
  readonly onHeard: () => void;
}

/** What PTTL says of a key that does not exist. */
const NOT_THERE = -2;

/** What is no entry at all is told as one that is damaged: it is counted, removed, and made anew. */
const DAMAGED = { bytes: Buffer.alloc(0), leftMs: 1 };

/** Hexadecimal digits of a server's random ids that are told apart by. */
const ID = 12;

/**
 * The far tier on one Redis or Valkey, version 7 or later. A server that was restarted from an old snapshot, or took over from
 * another one, may hold tokens that were removed long ago: so tokens count only together with the identity of the server that holds
 * them, and with another server everything begins anew.
 */
export class RedisTier extends FarTier {
  readonly name = 'redis';
  readonly #connections: readonly RedisConnection[];
  readonly #client: RedisClient;
  readonly #subscriber: RedisClient;
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
  /** Of its own accord, between one connection and the next. */
  #isMoving = false;

  constructor(private readonly options: RedisTierOptions) {
    super();
    this.#channel = `${options.prefix}cache:dropped`;
    this.#ownChannel = `${this.#channel}:${this.#self}`;
    const [asking, hearing] = [new RedisConnection(options), new RedisConnection(options)];
    this.#connections = [asking, hearing];
    this.#client = asking.client;
    this.#subscriber = hearing.client;
    this.#client.on('ready', () => void this.#meet());
    this.#client.on('error', () => (this.#isMoving = false));
    for (const lost of ['error', 'end']) this.#client.on(lost, () => (this.#server = undefined));
    // Once it has subscribed, the client does so again by itself before it is ready.
    this.#subscriber.on('ready', () => void (this.#line === 0 ? this.#subscribe() : this.#lineBegins()));
    for (const lost of ['error', 'end']) this.#subscriber.on(lost, () => (this.#lineIsUp = false));
  }

  async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    const { client, server } = this.#ready();
    const names = fences.map((fence) => this.#fence(fence));
    if (key === undefined) {
      const tokens = await this.#values(names);
      return { bytes: undefined, leftMs: 0, tokens: this.#tokensOf(server, tokens) };
    }
    const name = this.#key(key);
    const [[entry, ...tokens], leftMs] = await Promise.all([this.#values([name, ...names]), client.pTTL(name)]);
    const found = { bytes: bytesOf(entry), leftMs, tokens: this.#tokensOf(server, tokens) };
    const isForeign = found.bytes === undefined && leftMs !== NOT_THERE && (await this.#isForeign(name));
    return isForeign ? { ...found, ...DAMAGED } : found;
  }

  async plant(fences: readonly string[], token: string, lifeMs: number) {
    const { client, server } = this.#ready();
    const names = fences.map((fence) => this.#fence(fence));
    const planted = names.map((name) =>
      client.set(name, token, { condition: 'NX', expiration: { type: 'PX', value: lifeMs } }),
    );
    const [tokens] = await Promise.all([this.#values(names), ...planted]);
    // What is still missing stands under something that is no token. Gone, it does no harm, and makes room.
    const foreign = names.filter((_, index) => !(tokens[index] instanceof Buffer));
    if (foreign.length > 0) await client.unlink(foreign);
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
    await client.eval(DROP_ALL, { keys: gone, arguments: this.#message(announcement) });
  }

  async expire(fences: readonly string[], mark: string): Promise<void> {
    const { client } = this.#ready();
    if (fences.length === 0) return;
    const announcement: Announcement = { fences, keys: [], soft: true };
    const names = fences.map((name) => this.#fence(name));
    await client.eval(MARK_EACH, { keys: names, arguments: [mark, ...this.#message(announcement)] });
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
    return this.#isMoving ? 'moving' : verdictOfReply(error);
  }

  override reconnect(): void {
    if (!this.#client.isReady) return;
    this.#isMoving = true;
    for (const connection of this.#connections) connection.renew();
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
    for (const connection of this.#connections) connection.close();
  }

  /** Asks a server who it is before anything it holds is believed. */
  async #meet(): Promise<void> {
    try {
      const [about, replication] = await Promise.all([this.#client.info('server'), this.#client.info('replication')]);
      this.#server = `${textIn(about, 'run_id').slice(0, ID)}.${textIn(replication, 'master_replid').slice(0, ID)}`;
      this.#isMoving = false;
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

  /** Throws when it gives another number of values than it was asked for: what came over the line was garbled. */
  async #values(names: readonly string[]): Promise<readonly unknown[]> {
    const values: unknown = await this.#client.mGet([...names]);
    if (Array.isArray(values) && values.length === names.length) return values;
    // From here on answers may belong to other questions.
    this.#connections[0]?.renew();
    throw new CacheError('FAR_UNAVAILABLE', 'Redis gave another number of values than it was asked for');
  }

  /** True when what lies there is no string, and so nothing that was ever written here. */
  async #isForeign(name: string): Promise<boolean> {
    const kind = String(await this.#client.type(name));
    return kind !== 'string' && kind !== 'none';
  }

  #ready(): { client: RedisClient; server: string } {
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

  /** The channel, and what is said there. */
  #message(announcement: Announcement): [channel: string, message: string] {
    return [this.#channel, JSON.stringify({ from: this.#self, ...announcement })];
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
