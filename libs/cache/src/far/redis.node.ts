import { randomBytes } from 'node:crypto';
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

/** What is done to keys when their meaning changed: gone, or marked as `markedAs` does. */
export interface Change {
  readonly keys: readonly string[];
  readonly mark?: string;
}

/** Scripts and not a transaction: a server without memory takes no transaction, but lets a script remove. */
const UNLINK = `for at = 1, #KEYS, 1000 do
  redis.call('unlink', unpack(KEYS, at, math.min(at + 999, #KEYS)))
end`;
const MARK = `for _, name in ipairs(KEYS) do
  local token = redis.call('get', name)
  if token then redis.call('set', name, string.match(token, '^[^~]*') .. '~' .. ARGV[1], 'KEEPTTL') end
end`;
const PUBLISH = `redis.call('publish', ARGV[2], ARGV[3])`;

/** Where others' announcements are heard, since it was last known to be whole. */
interface Line {
  readonly id: number;
  /** The server's replication and era when it was first asked. */
  readonly place: string | undefined;
}
let lines = 0;

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
  #channel = '';
  /** Undefined while nothing is heard. */
  #line: Line | undefined;
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

  async make({ keys, mark }: Change): Promise<void> {
    await this.#run(mark === undefined ? UNLINK : MARK, keys, [mark ?? '']);
  }

  /**
   * Both or neither: who dies between the two would leave the others with what they hold, and nobody would ever tell them. And where
   * nothing can be written nothing is told.
   */
  async makeKnown({ keys, mark }: Change, channel: string, message: string): Promise<void> {
    await this.#run(`${mark === undefined ? UNLINK : MARK}\n${PUBLISH}`, keys, [mark ?? '', channel, message]);
  }

  /** Goes on hearing the channel after each reconnection. */
  listen(channel: string, hear: (message: string | Buffer) => void): void {
    if (this.#subscriber) return;
    const client = connectRedis(this.options);
    this.#subscriber = client;
    this.#channel = channel;
    let subscribed = false;
    const begin = async () => {
      try {
        // Once it has subscribed, the client does so again by itself before it is ready.
        if (!subscribed) await this.subscribe(client, channel, hear);
        subscribed = true;
        this.#line = aLine();
      } catch (error) {
        this.options.onError(error);
      }
    };
    client.on('ready', () => void begin());
    for (const lost of ['error', 'reconnecting', 'end', 'sharded-channel-moved']) {
      client.on(lost, () => (this.#line = undefined));
    }
  }

  /**
   * As `FarTier.heard`: what is asked on the connection that listens is answered after everything that was said there before. It must
   * be the server that the tokens are asked of, and still a master: a replica hears late. Another era means that somebody emptied it.
   */
  async heard(): Promise<number | undefined> {
    const { id } = this;
    const [line, client] = [this.#line, this.#subscriber];
    if (!line || !client?.isReady) return undefined;
    const [about, era] = await Promise.all([client.info('replication'), client.get(this.#eraKey)]);
    if (this.#line !== line) return undefined;
    if (era === null) await this.#beginEra();

    const replication = textIn(about, 'master_replid');
    const place = `${replication} ${String(era)}`;
    const isSame = textIn(about, 'role') === 'master' && id.endsWith(replication.slice(0, ID)) && era !== null;
    this.#line = isSame && (line.place ?? place) === place ? { ...line, place } : aLine();
    return isSame ? this.#line.id : undefined;
  }

  deafen(): void {
    if (this.#subscriber?.isOpen) this.#subscriber.destroy();
    this.#subscriber = undefined;
    this.#line = undefined;
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

  async #run(script: string, keys: readonly string[], given: readonly string[]): Promise<void> {
    await this.ask((client) => client.eval(script, { keys: [...keys], arguments: [...given] }));
  }

  /** Beside the channel, in the same slot of a cluster. */
  get #eraKey(): string {
    return this.#channel.includes('{') ? `${this.#channel}:era` : `{${this.#channel}}:era`;
  }

  async #beginEra(): Promise<void> {
    const era = randomBytes(9).toString('base64url');
    await this.ask((client) => client.set(this.#eraKey, era, { condition: 'NX' }));
  }
}

function aLine(): Line {
  lines += 1;
  return { id: lines, place: undefined };
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
