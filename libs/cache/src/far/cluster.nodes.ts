import { CacheError } from '../cache.error.js';
import { agreedOn, isMajority, isWhole, viewIn, type Owner, type View } from './cluster.view.js';
import { Confirmed } from './confirmed.js';
import { poll } from './poll.js';
import { RedisConnection, type RedisClient, type RedisLinkOptions } from './redis.connection.js';
import { addressed, RedisNode } from './redis.node.js';
import { RedisNodes, type Ears } from './redis.nodes.js';
import type { Change } from './redis.scripts.js';
import { SLOTS, slotOf } from './slot.js';

export interface ClusterOptions {
  /** Some of the nodes, `redis://user:password@host:6379`; the others are found, and spoken to in the same way as the first of these. */
  readonly nodes: readonly string[];
}

const AT_ONCE = 1000;

/** A node of a cluster answers for one slot at a time. */
class ClusterNode extends RedisNode {
  /** The slots' owner in the cluster's own count: when it is raised, somebody took over. */
  epoch = '';

  override valuesOf(keys: readonly string[]): Promise<readonly unknown[]> {
    return this.ask((client) => Promise.all(keys.map((key) => client.get(key))));
  }

  /** Keys of several slots can't be in one command, and the client takes only so many commands at once. */
  override async make({ keys, ...change }: Change): Promise<void> {
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => super.make({ ...change, keys: [key] })));
    }
  }

  /** Nor can a script: who dies in between leaves the others with what they hold until they ask for the tokens again. */
  override async makeKnown(change: Change, channel: string, message: string): Promise<void> {
    await this.make(change);
    await this.ask((client) => client.sPublish(channel, message));
  }

  protected override subscribe(client: RedisClient, channel: string, hear: (message: string | Buffer) => void) {
    return client.sSubscribe(channel, hear);
  }
}

/**
 * The masters that more than half of the masters name as owners of the slots, asked each half second and believed for one. So no process
 * goes on asking a master that was replaced, alive or not, for longer than that. While a slot has no owner that is agreed on, what
 * lies in it can't be asked for; the same goes for keys of a slot that is being moved.
 */
export class ClusterNodes extends RedisNodes {
  readonly #seeds: readonly RedisConnection[];
  readonly #owners: Confirmed;
  readonly #nodes = new Map<string, ClusterNode>();
  #table: readonly (ClusterNode | undefined)[] = [];
  #closed = false;

  constructor(
    private readonly options: ClusterOptions,
    private readonly ears: Ears,
    private readonly link: RedisLinkOptions,
  ) {
    super();
    this.#seeds = options.nodes.map((url) => new RedisConnection({ ...link, url }));
    this.#owners = new Confirmed(() => this.#findOwners(), link.onError);
    for (const { client } of this.#seeds) client.on('ready', () => void this.#owners.soon());
  }

  confirmed(): Promise<void> | undefined {
    return this.#owners.now();
  }

  nodeOf(key: string): RedisNode {
    const node = this.#table[slotOf(key)];
    if (node) return node;
    throw new CacheError('FAR_UNAVAILABLE', 'A part of the Redis cluster has no master now');
  }

  all(): readonly RedisNode[] {
    if (this.#table.length === SLOTS && !this.#table.includes(undefined))
      return [...new Set(this.#table)].filter((node) => node !== undefined);
    throw new CacheError('FAR_UNAVAILABLE', 'A part of the Redis cluster has no master now');
  }

  protected present(): readonly RedisNode[] {
    return [...this.#nodes.values()];
  }

  close(): void {
    this.#closed = true;
    this.#owners.close();
    for (const node of this.#nodes.values()) node.close();
    for (const seed of this.#seeds) seed.close();
  }

  async #findOwners(): Promise<void> {
    const asked = this.#askable().map((node) => this.#viewOf(node));
    const views = await poll(asked, { isDecided: (so) => isWhole(agreedOn(so)), isMajority });
    if (this.#closed) return;
    // Whoever is named by anybody has a say the next time.
    this.#keepOnly(new Set(views.flatMap(({ owners }) => owners.map(({ address }) => address))));
    const owners = agreedOn(views);
    if (owners.length === 0) throw new CacheError('FAR_UNAVAILABLE', 'Too few nodes of the Redis cluster agree on it');
    await this.#settle(owners);
  }

  #askable(): { client: RedisClient; url: string }[] {
    const seeds = this.#seeds.map(({ client }, index) => ({ client, url: this.options.nodes[index] as string }));
    return [...seeds, ...this.#nodes.values()].filter(({ client }) => client.isReady);
  }

  async #viewOf({ client, url }: { client: RedisClient; url: string }): Promise<View | undefined> {
    try {
      const text = await client.sendCommand<Buffer>(['CLUSTER', 'NODES']);
      return viewIn(text.toString(), new URL(url).hostname);
    } catch (error) {
      this.link.onError(error);
      return undefined;
    }
  }

  #keepOnly(addresses: ReadonlySet<string>): void {
    if (addresses.size === 0) return;
    for (const [address, node] of this.#nodes) {
      if (addresses.has(address)) continue;
      node.close();
      this.#nodes.delete(address);
    }
    for (const address of addresses) if (!this.#nodes.has(address)) this.#nodes.set(address, this.#nodeAt(address));
  }

  /** From now on these are asked; who is new or took over is met first. */
  async #settle(owners: readonly Owner[]): Promise<void> {
    const table = Array.from<ClusterNode | undefined>({ length: SLOTS });
    const met = owners.map((owner) => {
      const node = this.#nodes.get(owner.address) as ClusterNode;
      for (const [first, last] of owner.slots) table.fill(node, first, last + 1);
      const changed = node.epoch !== owner.epoch || !node.known;
      node.epoch = owner.epoch;
      return changed ? node.meet() : Promise.resolve();
    });
    this.#table = table;
    this.#listenAt(table[slotOf(this.ears.channel)]);
    await Promise.all(met);
  }

  #nodeAt(address: string): ClusterNode {
    const colon = address.lastIndexOf(':');
    return new ClusterNode({
      ...this.link,
      url: addressed(this.options.nodes[0] ?? '', address.slice(0, colon), address.slice(colon + 1)),
      mustBeMaster: true,
      isSole: false,
      onMet: () => {
        this.ears.connected();
        void this.#owners.soon();
      },
      onRefused: () => void this.#owners.soon(),
    });
  }

  #listenAt(owner: ClusterNode | undefined): void {
    for (const node of this.#nodes.values()) if (node !== owner) node.deafen();
    owner?.listen(this.ears.channel, (message) => this.ears.hear(message));
  }
}
