import { CacheError } from '../cache.error.js';
import { connectRedis, type RedisConnection, type RedisConnectionOptions } from './redis.connection.js';

export interface RedisNodeOptions extends RedisConnectionOptions {
  /** It counts only while it says of itself that it is a master. */
  readonly mustBeMaster: boolean;
  /** Said each time that it is known anew who answers there. */
  onMet(): void;
  /** What a question failed by, before whoever asked hears of it. */
  onRefused?(error: unknown): void;
}

/** Hexadecimal digits of a server's random ids that are told apart by. */
const ID = 12;

/**
 * One Redis server and who it is. A server that was restarted from an old snapshot, or took over from another one, may hold what was
 * removed long ago: its identity is another then, and nothing is asked of it before that is known.
 */
export class RedisNode {
  /** Asked directly only where it does not matter who answers. */
  readonly client: RedisConnection;
  #subscriber: RedisConnection | undefined;
  /** Undefined until it has said so. */
  #id: string | undefined;

  constructor(private readonly options: RedisNodeOptions) {
    this.client = connectRedis(options);
    this.client.on('ready', () => void this.meet());
    for (const lost of ['error', 'reconnecting', 'end']) this.client.on(lost, () => (this.#id = undefined));
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
    throw new CacheError('FAR_UNAVAILABLE', 'Redis is not connected');
  }

  /** Throws as well when another server answers there than when it was asked. */
  async ask<T>(question: (client: RedisConnection) => Promise<T>): Promise<T> {
    const { id } = this;
    try {
      const reply = await question(this.client);
      if (this.#id === id) return reply;
    } catch (error) {
      this.options.onRefused?.(error);
      throw error;
    }
    throw new CacheError('FAR_UNAVAILABLE', 'Redis was replaced meanwhile');
  }

  /** What stands under these keys. */
  valuesOf(keys: readonly string[]): Promise<readonly unknown[]> {
    return this.ask((client) => client.mGet([...keys]));
  }

  async unlink(keys: readonly string[]): Promise<void> {
    await this.ask((client) => client.unlink([...keys]));
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.ask((client) => client.publish(channel, message));
  }

  /** Goes on hearing the channel after each reconnection. */
  listen(channel: string, hear: (message: string | Buffer) => void): void {
    this.#subscriber ??= this.#subscribed((client) => this.subscribe(client, channel, hear));
  }

  deafen(): void {
    if (this.#subscriber?.isOpen) this.#subscriber.destroy();
    this.#subscriber = undefined;
  }

  close(): void {
    this.deafen();
    if (this.client.isOpen) this.client.destroy();
  }

  /** Asks the server who it is now; not while it is away, as it is asked once it is back. Until then nothing else is asked of it. */
  async meet(): Promise<void> {
    this.#id = undefined;
    if (!this.client.isReady) return;
    try {
      const [about, replication] = await Promise.all([this.client.info('server'), this.client.info('replication')]);
      this.#id = this.#idIn(about, replication);
      if (this.#id !== undefined) this.options.onMet();
    } catch (error) {
      this.options.onError(error);
    }
  }

  protected subscribe(client: RedisConnection, channel: string, hear: (message: string | Buffer) => void) {
    return client.subscribe(channel, hear);
  }

  #idIn(about: string, replication: string): string | undefined {
    if (this.options.mustBeMaster && textIn(replication, 'role') !== 'master') return undefined;
    return `${textIn(about, 'run_id').slice(0, ID)}.${textIn(replication, 'master_replid').slice(0, ID)}`;
  }

  #subscribed(subscribe: (client: RedisConnection) => Promise<void>): RedisConnection {
    const client = connectRedis(this.options);
    // Once that went well, the client subscribes again by itself after each reconnection.
    let subscribed = false;
    client.on('ready', () => {
      if (!subscribed) subscribe(client).then(() => (subscribed = true), this.options.onError);
    });
    return client;
  }
}

/** A value in what `INFO` says. */
export function textIn(info: string, name: string): string {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
}

/** The same way to speak as with `like` (user, password, database, scheme), at another address. */
export function addressed(like: string, host = '', port = ''): string {
  const { protocol, username, password, pathname } = new URL(like);
  const person = username === '' && password === '' ? '' : `${username}:${password}@`;
  return `${protocol}//${person}${host.includes(':') ? `[${host}]` : host}:${port}${pathname}`;
}
