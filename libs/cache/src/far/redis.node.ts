import { randomBytes } from 'node:crypto';
import { CacheError } from '../cache.error.js';
import { days } from '../duration.js';
import { Lane } from './lane/lane.js';
import { aboutOf, idIn } from './redis.identity.js';
import { RedisConnection, type RedisClient, type RedisConnectionOptions } from './redis.connection.js';
import { RedisLine } from './redis.line.js';
import { RedisReads, type EntryAndLife, type EntryNames, type Stand } from './redis.reads.js';
import { scriptOf, tellingScriptOf, type Change } from './redis.scripts.js';

export interface RedisNodeOptions extends RedisConnectionOptions {
  /** It counts only while it says of itself that it is a master. */
  readonly mustBeMaster: boolean;
  /** It holds all there is: an entry is asked for together with its fences, on a line for that alone. */
  readonly isSole: boolean;
  /** Said each time that it is known anew who answers there. */
  onMet(): void;
  /** What a question failed by, before whoever asked hears of it. */
  onRefused?(error: unknown): void;
}

/** Nothing stays in a store for good; that an era ends costs asking for tokens again. */
const ERA_MS = days(7).ms;

/** About a third of a millisecond of a server's time. */
const LOOKED_AT_ONCE = 1000;

/**
 * One Redis server and who it is. A server that was restarted from an old snapshot, or took over from another one, may hold what was
 * removed long ago: its identity is another then, and nothing is asked of it before that is known.
 */
export class RedisNode {
  /** Asked directly only where it does not matter who answers. */
  readonly client: RedisClient;
  /** Of its own accord, between one connection and the next. */
  isMoving = false;
  readonly #connection: RedisConnection;
  readonly #reads = new RedisReads((names, entries) => this.#standOf(names, entries));
  readonly #lane: Lane | undefined;
  #line: RedisLine | undefined;
  /** Undefined until it has said so. */
  #id: string | undefined;
  /** It is being asked who it is. */
  #meeting = false;

  constructor(private readonly options: RedisNodeOptions) {
    this.#connection = new RedisConnection({ ...options, beat: (client) => this.#look(client) });
    this.client = this.#connection.client;
    this.#lane = options.isSole ? new Lane({ ...options, idIn: (about) => idIn(about, options) }) : undefined;
    this.client.on('ready', () => void this.meet());
    this.client.on('error', () => (this.isMoving = false));
    for (const lost of ['error', 'end']) this.client.on(lost, () => this.#lost());
  }

  get url(): string {
    return this.options.url;
  }

  get known(): boolean {
    return this.#id !== undefined;
  }

  /** Who answers here now. Throws `FAR_UNAVAILABLE` when that is not known. */
  get id(): string {
    if (this.client.isReady && this.#id !== undefined) return this.#id;
    // It may not have been willing to say so when it was asked first: loading, or wanting a password.
    if (!this.#meeting) void this.meet();
    throw new CacheError('FAR_UNAVAILABLE', 'Redis is not connected');
  }

  /** Throws as well when another server answers there than when it was asked. */
  async ask<T>(question: (client: RedisClient) => Promise<T>): Promise<T> {
    const { id } = this;
    let reply: T;
    try {
      reply = await question(this.client);
    } catch (error) {
      this.options.onRefused?.(error);
      throw error;
    }
    this.mustStillBe(id);
    return reply;
  }

  /** Throws `FAR_UNAVAILABLE` when it is not this one any more who answers here. */
  mustStillBe(id: string): void {
    if (this.#id !== id) throw new CacheError('FAR_UNAVAILABLE', 'Redis was replaced meanwhile');
  }

  /** What stands under these keys. Throws when it gives another number of values: what came over the line was garbled. */
  async valuesOf(keys: readonly string[]): Promise<readonly unknown[]> {
    return this.#asMany(keys, await this.ask((client) => client.mGet(keys as string[])));
  }

  /** As `valuesOf`, with how long the first of them has left to live; together with whatever else is read in this moment. */
  entryAndLife(keys: EntryNames): Promise<EntryAndLife> {
    return this.#reads.of(keys);
  }

  /** Every name that matches, a page for each thousand that are looked at; between two of them Redis does what others ask. */
  async *namesLike(pattern: string): AsyncGenerator<string[]> {
    let cursor = '0';
    do {
      const at = cursor;
      const page = await this.ask((client) => client.scan(at, { MATCH: pattern, COUNT: LOOKED_AT_ONCE }));
      cursor = String(page.cursor);
      yield page.keys.map(String);
    } while (cursor !== '0');
  }

  async make({ keys, mark }: Change): Promise<void> {
    await this.#run(scriptOf(mark), keys, [mark ?? '']);
  }

  /**
   * Both or neither: who dies between the two would leave the others with what they hold, and nobody would ever tell them. And where
   * nothing can be written nothing is told.
   */
  async makeKnown({ keys, mark }: Change, channel: string, message: string): Promise<void> {
    await this.#run(tellingScriptOf(mark), keys, [mark ?? '', channel, message]);
  }

  /** Goes on hearing the channel after each reconnection. */
  listen(channel: string, hear: (message: string | Buffer) => boolean): void {
    const subscribe = (client: RedisClient) =>
      this.subscribe(client, channel, (message) => {
        if (!hear(message)) this.#line?.breaks();
      });
    this.#line ??= new RedisLine({ ...this.options, channel, subscribe });
  }

  /** As `FarTier.heard`. */
  async heard(): Promise<number | undefined> {
    const [, replication = ''] = this.id.split('.');
    return this.#line?.heard(replication, async (key) => {
      const era = randomBytes(9).toString('base64url');
      await this.ask((client) => client.set(key, era, { condition: 'NX', expiration: { type: 'PX', value: ERA_MS } }));
    });
  }

  deafen(): void {
    this.#line?.close();
    this.#line = undefined;
  }

  /** Connects anew: the same address may lead to another server by now. */
  renew(): void {
    if (!this.client.isReady) return;
    this.isMoving = true;
    this.#connection.renew();
    this.#line?.renew();
  }

  close(): void {
    this.deafen();
    this.#connection.close();
    this.#lane?.close();
  }

  /** The lane as well: what silenced the one may have swallowed what was asked on the other. */
  #lost(): void {
    this.#id = undefined;
    this.#lane?.close();
  }

  /** Asks the server who it is now; not while it is away, as it is asked once it is back. Until then nothing else is asked of it. */
  async meet(): Promise<void> {
    this.#id = undefined;
    if (!this.client.isReady) return;
    this.#meeting = true;
    try {
      this.#id = idIn(await aboutOf(this.client), this.options);
      this.isMoving = false;
      if (this.#id === undefined) return;
      this.#lane?.open();
      this.options.onMet();
    } catch (error) {
      this.options.onError(error);
    } finally {
      this.#meeting = false;
    }
  }

  /**
   * Whether it is still the one that was met: a replica that takes over keeps its connections, and is another one from then on. And what it
   * said then may have been garbled on its way: others, who heard it right, would not find what is kept under that.
   */
  async #look(client: RedisClient): Promise<void> {
    const about = await aboutOf(client);
    if (this.known && this.#id !== idIn(about, this.options)) await this.meet();
    if (this.#id !== undefined) this.#lane?.beat(this.#id);
  }

  protected subscribe(client: RedisClient, channel: string, hear: (message: string | Buffer) => void) {
    return client.subscribe(channel, hear);
  }

  /** By the lane while it leads to whom the client leads to: at the beginning, and after each outage, it is not there yet. */
  #standOf(names: readonly string[], entries: number): Promise<Stand> {
    const isThere = this.#lane !== undefined && this.#lane.id === this.id;
    return isThere ? this.#lane.standOf(names, entries) : this.#standByClient(names, entries);
  }

  async #standByClient(names: readonly string[], entries: number): Promise<Stand> {
    const [values, ...lives] = await this.ask((client) =>
      Promise.all([client.mGet(names as string[]), ...names.slice(0, entries).map((entry) => client.pTTL(entry))]),
    );
    return { values: this.#asMany(names, values), lives };
  }

  #asMany(keys: readonly string[], values: unknown): readonly unknown[] {
    if (Array.isArray(values) && values.length === keys.length) return values;
    // From here on answers may belong to other questions.
    this.#connection.renew();
    throw new CacheError('FAR_UNAVAILABLE', 'Redis gave another number of values than it was asked for');
  }

  async #run(script: string, keys: readonly string[], given: readonly string[]): Promise<void> {
    await this.ask((client) => client.eval(script, { keys: [...keys], arguments: [...given] }));
  }
}

/** The same way to speak as with `like` (user, password, database, scheme), at another address. */
export function addressed(like: string, host = '', port = ''): string {
  const { protocol, username, password, pathname } = new URL(like);
  const person = username === '' && password === '' ? '' : `${username}:${password}@`;
  return `${protocol}//${person}${host.includes(':') ? `[${host}]` : host}:${port}${pathname}`;
}
