import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificate.js';
import { FaultProxy } from './fault-proxy.js';
import { freePort } from './free-port.js';
import { blackHoled } from './link-faults.js';
import { argumentsOf, RedisServer } from './redis-server.js';
import type { Link } from './link.js';
import { until } from './until.js';

const MASTERS = 3;
const SLOTS = 16_384;
/** A master that is silent for this long is replaced, */
const NODE_TIMEOUT_MS = 1000;
/** or nobody is there to replace it: then a busy machine is not to be taken for a dead one. */
const LONG_TIMEOUT_MS = 15_000;
const FORM_LIMIT_MS = 30_000;

interface ClusterWishes {
  readonly replicas?: boolean;
  /** All that is said is said by TLS, among the nodes as well. */
  readonly certificate?: Certificate;
  /** Some can be cut off from the others: these reach each other through the test's own process. */
  readonly canBeParted?: boolean;
}

/** Where a cluster lives. */
interface Home {
  readonly folder: string;
  readonly wishes: ClusterWishes;
  readonly buses: Map<RedisServer, Bus>;
}

/** Where other nodes reach a node. */
interface Bus {
  readonly port: number;
  readonly proxy?: FaultProxy;
}

/** A Redis Cluster of a test's own: three masters, and a replica of each where it is wanted. */
export class RedisCluster {
  private constructor(
    private readonly folder: string,
    private readonly buses: ReadonlyMap<RedisServer, Bus>,
    readonly masters: readonly RedisServer[],
    /** In the order of their masters. */
    readonly replicas: readonly RedisServer[],
  ) {}

  static async start(wishes: ClusterWishes = {}): Promise<RedisCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
    const buses = new Map<RedisServer, Bus>();
    const length = wishes.replicas ? 2 * MASTERS : MASTERS;
    const nodes = await Promise.all(Array.from({ length }, () => startedNode({ folder, wishes, buses })));
    const cluster = new RedisCluster(folder, buses, nodes.slice(0, MASTERS), nodes.slice(MASTERS));
    try {
      await cluster.#form();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  get urls(): string[] {
    return this.masters.map(({ url }) => url);
  }

  /** The master that held this key when the cluster was formed. */
  async masterOf(key: string): Promise<RedisServer> {
    const slot = Number(await this.masters[0]?.cli('cluster', 'keyslot', key));
    return this.masters.find((_, index) => slot <= lastSlotOf(index)) as RedisServer;
  }

  replicaOf(master: RedisServer): RedisServer {
    return this.replicas[this.masters.indexOf(master)] as RedisServer;
  }

  /** Begins to move the slot of this key: what lies in it is at the other master already, but the slot is not yet. */
  async beginMove(key: string, from: RedisServer, to: RedisServer): Promise<void> {
    const slot = String(await from.cli('cluster', 'keyslot', key));
    await to.cli('cluster', 'setslot', slot, 'importing', await idOf(from));
    await from.cli('cluster', 'setslot', slot, 'migrating', await idOf(to));
    for (const name of (await from.cli('cluster', 'getkeysinslot', slot, '1000')) as string[]) {
      await from.cli('migrate', '127.0.0.1', `${to.port}`, name, '0', '5000');
    }
  }

  async endMove(key: string, to: RedisServer): Promise<void> {
    const slot = String(await to.cli('cluster', 'keyslot', key));
    for (const master of [to, ...this.masters.filter((other) => other !== to)]) {
      await master.cli('cluster', 'setslot', slot, 'node', await idOf(to));
    }
  }

  /** The others and this one hear nothing of each other any more. Whoever is no node reaches them all, and replicas their masters. */
  async cutOff(node: RedisServer): Promise<void> {
    const id = await idOf(node);
    for (const [other, { proxy }] of this.buses) {
      proxy?.inflict(blackHoled, (link) => other === node || senderOn(link) === id);
    }
  }

  rejoin(): void {
    for (const { proxy } of this.buses.values()) proxy?.heal();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.masters, ...this.replicas].map((node) => node.kill()));
    await Promise.all([...this.buses.values()].map(async ({ proxy }) => proxy?.close()));
    await rm(this.folder, { recursive: true });
  }

  async #form(): Promise<void> {
    const nodes = [...this.masters, ...this.replicas];
    const [first, ...others] = nodes as [RedisServer, ...RedisServer[]];
    for (const [index, master] of this.masters.entries()) {
      const from = index === 0 ? 0 : lastSlotOf(index - 1) + 1;
      await master.cli('cluster', 'addslotsrange', `${from}`, `${lastSlotOf(index)}`);
      await master.cli('cluster', 'set-config-epoch', `${index + 1}`);
    }
    for (const node of others) {
      await first.cli('cluster', 'meet', '127.0.0.1', `${node.port}`, `${this.buses.get(node)?.port}`);
    }
    for (const node of nodes) await until('all have met', () => knows(node, nodes.length), FORM_LIMIT_MS);
    for (const master of this.masters.slice(0, this.replicas.length)) {
      await this.replicaOf(master).cli('cluster', 'replicate', await idOf(master));
    }
    for (const node of nodes) await until('it is whole', () => isWhole(node), FORM_LIMIT_MS);
    for (const replica of this.replicas) await until('it follows', () => follows(replica), FORM_LIMIT_MS);
  }
}

const idOf = async (node: RedisServer) => String(await node.cli('cluster', 'myid'));

const lastSlotOf = (index: number) => Math.floor((SLOTS * (index + 1)) / MASTERS) - 1;

/** Who speaks on a link between two nodes: a name of 40 letters stands in the 41st place of all they say. */
function senderOn({ greeting }: Link): string | undefined {
  return greeting?.subarray(40, 80).toString('latin1');
}

/** A port that was free may be somebody's by the time it is wanted: then others are tried. */
async function startedNode(home: Home, tries = 3): Promise<RedisServer> {
  try {
    return await nodeOnFreePorts(home);
  } catch (error) {
    if (tries > 1 && String(error).includes('in use')) return startedNode(home, tries - 1);
    throw error;
  }
}

async function nodeOnFreePorts({ folder, wishes, buses }: Home): Promise<RedisServer> {
  const { replicas, certificate, canBeParted } = wishes;
  const [node, port] = [await RedisServer.absent(certificate), await freePort()];
  const proxy = canBeParted ? await FaultProxy.before(port) : undefined;
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-port': port,
    'cluster-announce-bus-port': proxy?.port ?? port,
    'cluster-config-file': `nodes-${node.port}.conf`,
    'cluster-node-timeout': replicas ? NODE_TIMEOUT_MS : LONG_TIMEOUT_MS,
    'cluster-replica-validity-factor': 0,
    'cluster-allow-replica-migration': 'no',
    'repl-diskless-sync-delay': 0,
    'tls-cluster': certificate ? 'yes' : 'no',
    dir: folder,
  };
  try {
    await node.restart(...argumentsOf(settings));
  } catch (error) {
    await proxy?.close();
    throw error;
  }
  buses.set(node, { port: proxy?.port ?? port, proxy });
  return node;
}

async function knows(node: RedisServer, count: number): Promise<boolean> {
  const lines = String(await node.cli('cluster', 'nodes'))
    .trim()
    .split('\n');
  return lines.length === count && !lines.some((line) => /handshake|noaddr/.test(line));
}

async function isWhole(node: RedisServer): Promise<boolean> {
  const info = String(await node.cli('cluster', 'info'));
  return info.includes('cluster_state:ok') && info.includes(`cluster_slots_ok:${SLOTS}`);
}

export async function follows(replica: RedisServer): Promise<boolean> {
  return String(await replica.cli('info', 'replication')).includes('master_link_status:up');
}
