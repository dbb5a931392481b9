import { CacheError } from '../cache.error.js';
import { Confirmed } from './confirmed.js';
import { poll } from './poll.js';
import { RedisConnection, type RedisLinkOptions } from './redis.connection.js';
import { addressed, RedisNode } from './redis.node.js';
import { RedisNodes, type Ears } from './redis.nodes.js';

export interface SentinelOptions {
  /** What the Sentinels call the master. */
  readonly name: string;
  /** The addresses of all Sentinels, `redis://host:26379` each: it takes more than half of them to say who is master. */
  readonly nodes: readonly string[];
  /** How the master is spoken to: user, password, database and `redis://` or `rediss://` of this address; never mind its host. */
  readonly master?: string;
}

/**
 * The master that more than half of the Sentinels name, asked each half second and believed for one. So no process goes on asking a
 * master that was replaced, alive or not, for longer than that; and while too few Sentinels can be asked, nothing is.
 */
export class SentinelNodes extends RedisNodes {
  readonly #sentinels: readonly RedisConnection[];
  readonly #master: Confirmed;
  #node: RedisNode | undefined;
  #closed = false;

  constructor(
    private readonly options: SentinelOptions,
    private readonly ears: Ears,
    private readonly link: RedisLinkOptions,
  ) {
    super();
    this.#sentinels = options.nodes.map((url) => new RedisConnection({ ...link, url }));
    this.#master = new Confirmed(() => this.#findMaster(), link.onError);
    for (const { client } of this.#sentinels) client.on('ready', () => void this.#master.soon());
  }

  confirmed(): Promise<void> | undefined {
    return this.#master.now();
  }

  nodeOf(): RedisNode {
    if (this.#node) return this.#node;
    throw new CacheError('FAR_UNAVAILABLE', 'No Redis master is known yet');
  }

  override get sole(): RedisNode {
    return this.nodeOf();
  }

  all(): readonly RedisNode[] {
    return [this.nodeOf()];
  }

  protected present(): readonly RedisNode[] {
    return this.#node ? [this.#node] : [];
  }

  close(): void {
    this.#closed = true;
    this.#master.close();
    this.#node?.close();
    for (const sentinel of this.#sentinels) sentinel.close();
  }

  async #findMaster(): Promise<void> {
    const half = this.#sentinels.length / 2;
    const agreed = (named: readonly string[]) =>
      named.find((one) => named.filter((other) => other === one).length > half);
    const asked = this.#sentinels.map((sentinel) => this.#masterAt(sentinel));
    const address = agreed(
      await poll(asked, {
        isDecided: (named) => agreed(named) !== undefined,
        isMajority: (named) => named.length > half,
      }),
    );
    if (address === undefined) {
      throw new CacheError('FAR_UNAVAILABLE', `Too few Sentinels agree on the master ${this.options.name}`);
    }
    await this.#turnTo(address);
  }

  async #masterAt({ client: sentinel }: RedisConnection): Promise<string | undefined> {
    if (!sentinel.isReady) return undefined;
    try {
      const reply = await sentinel.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', this.options.name]);
      if (!Array.isArray(reply)) return undefined;
      const [host, port] = reply.map(String);
      return addressed(this.options.master ?? 'redis://master', host, port);
    } catch (error) {
      this.link.onError(error);
      return undefined;
    }
  }

  async #turnTo(url: string): Promise<void> {
    if (this.#closed) return;
    if (this.#node?.url !== url) {
      this.#node?.close();
      this.#node = new RedisNode({
        ...this.link,
        url,
        mustBeMaster: true,
        isSole: true,
        onMet: () => this.ears.connected(),
        onRefused: () => void this.#master.soon(),
      });
      this.#node.listen(this.ears.channel, (message) => this.ears.hear(message));
    } else if (!this.#node.known) await this.#node.meet();
  }
}
