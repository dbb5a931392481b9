import { RedisConnection, type RedisClient, type RedisConnectionOptions } from './redis.connection.js';
import { textIn } from './redis.reports.js';

export interface RedisLineOptions extends RedisConnectionOptions {
  readonly channel: string;
  readonly subscribe: (client: RedisClient) => Promise<void>;
}

/** Since when what is said there is heard without a gap. */
interface Stretch {
  readonly id: number;
  /** The server's replication and era when it was first asked. */
  readonly place: string | undefined;
}
let stretches = 0;

/** The connection on which one server tells what others announced. */
export class RedisLine {
  readonly #connection: RedisConnection;
  /** Undefined while nothing is heard. */
  #stretch: Stretch | undefined;
  #subscribed = false;

  constructor(private readonly options: RedisLineOptions) {
    this.#connection = new RedisConnection(options);
    const { client } = this.#connection;
    client.on('ready', () => void this.#begin());
    for (const lost of ['error', 'end', 'sharded-channel-moved']) client.on(lost, () => (this.#stretch = undefined));
  }

  /**
   * What is asked on this connection is answered after everything that was said on it before. Names the stretch without a gap that this
   * holds for. It must be the server with this replication id, and a master: a replica hears late. Another era means that
   * somebody emptied it.
   */
  async heard(replication: string, beginEra: (key: string) => Promise<void>): Promise<number | undefined> {
    const stretch = this.#stretch;
    const { client } = this.#connection;
    // It may not have been allowed to listen when it came, for want of a password.
    if (client.isReady && !this.#subscribed) void this.#begin();
    if (!stretch || !client.isReady) return undefined;
    const [about, era] = await Promise.all([client.info('replication'), client.get(this.#eraKey)]);
    if (this.#stretch !== stretch) return undefined;
    if (era === null) await beginEra(this.#eraKey);

    const place = `${textIn(about, 'master_replid')} ${String(era)}`;
    const isWhole = textIn(about, 'role') === 'master' && place.startsWith(replication) && era !== null;
    this.#stretch = isWhole && (stretch.place ?? place) === place ? { ...stretch, place } : aStretch();
    return isWhole ? this.#stretch.id : undefined;
  }

  /** Something that was said on it is not known: what was vouched for so far no longer is. */
  breaks(): void {
    if (this.#stretch) this.#stretch = aStretch();
  }

  renew(): void {
    this.#connection.renew();
  }

  close(): void {
    this.#connection.close();
    this.#stretch = undefined;
  }

  async #begin(): Promise<void> {
    // Once it has subscribed, the client does so again by itself before it is ready.
    const wanted = !this.#subscribed;
    this.#subscribed = true;
    try {
      if (wanted) await this.options.subscribe(this.#connection.client);
      this.#stretch = aStretch();
    } catch (error) {
      this.#subscribed = false;
      this.options.onError(error);
    }
  }

  /** Beside the channel, in the same slot of a cluster. */
  get #eraKey(): string {
    const { channel } = this.options;
    return channel.includes('{') ? `${channel}:era` : `{${channel}}:era`;
  }
}

function aStretch(): Stretch {
  stretches += 1;
  return { id: stretches, place: undefined };
}
