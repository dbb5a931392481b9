import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import type { Certificate } from './certificate.js';
import { freePort } from './free-port.js';
import { programPath } from './programs.js';
import { follows } from './redis-cluster.js';
import { RedisServer } from './redis-server.js';
import { ServerProcess } from './server-process.js';
import { until } from './until.js';

const SENTINELS = 3;
const DOWN_AFTER_MS = 500;
const FORM_LIMIT_MS = 30_000;

interface Sentinel {
  readonly url: string;
  readonly process: ServerProcess;
}

/** A master, its replica, and three Sentinels that watch over them. */
export class RedisSentinels {
  readonly name = 'pantry';

  private constructor(
    private readonly folder: string,
    readonly master: RedisServer,
    readonly replica: RedisServer,
    private readonly sentinels: readonly Sentinel[],
    private readonly certificate?: Certificate,
  ) {}

  /** With a certificate all that is said is said by TLS. */
  static async start(certificate?: Certificate): Promise<RedisSentinels> {
    const folder = await mkdtemp(join(tmpdir(), 'redis-sentinel-'));
    const [master, replica] = [await RedisServer.absent(certificate), await RedisServer.absent(certificate)];
    await master.restart('--repl-diskless-sync-delay', '0', '--dir', folder);
    await replica.restart('--replicaof', '127.0.0.1', `${master.port}`, '--dir', folder);
    await until('the replica follows', () => follows(replica), FORM_LIMIT_MS);
    const sentinels = await Promise.all(
      Array.from({ length: SENTINELS }, () => startedSentinel(folder, master, certificate)),
    );
    const all = new RedisSentinels(folder, master, replica, sentinels, certificate);
    for (const { url } of sentinels) await until('they know one another', () => all.#isReady(url), FORM_LIMIT_MS);
    return all;
  }

  get urls(): string[] {
    return this.sentinels.map(({ url }) => url);
  }

  async stop(): Promise<void> {
    await Promise.all([
      this.master.kill(),
      this.replica.kill(),
      ...this.sentinels.map(({ process }) => process.kill()),
    ]);
    await rm(this.folder, { recursive: true });
  }

  async killSentinels(count: number): Promise<void> {
    await Promise.all(this.sentinels.slice(0, count).map(({ process }) => process.kill()));
  }

  /**
   * They name another master from now on; the one before lives on and does not know. One that still watched it would talk the others back:
   * what they tell one another of a master that was elected counts for more than one that was named by hand.
   */
  async turnTo({ port }: RedisServer): Promise<void> {
    await this.#tellAll('SENTINEL', 'REMOVE', this.name);
    for (const url of this.urls) await until('none talks to the others', () => this.#hearsNone(url), FORM_LIMIT_MS);
    await this.#tellAll('SENTINEL', 'MONITOR', this.name, '127.0.0.1', `${port}`, '2');
  }

  async #tellAll(...command: string[]): Promise<void> {
    for (const url of this.urls) await this.#ask(url, command);
  }

  async #hearsNone(url: string): Promise<boolean> {
    return !String(await this.#ask(url, ['CLIENT', 'LIST'])).includes(' name=sentinel-');
  }

  async #ask<T>(url: string, command: string[]): Promise<T> {
    const client = await this.#clientOf(url).connect();
    try {
      return await client.sendCommand<T>(command);
    } finally {
      client.destroy();
    }
  }

  #clientOf(url: string) {
    return createClient({ url, socket: this.certificate && { tls: true, ...this.certificate.client } });
  }

  async #isReady(url: string): Promise<boolean> {
    const others = await this.#ask<unknown[]>(url, ['SENTINEL', 'SENTINELS', this.name]);
    const replicas = await this.#ask<unknown[][]>(url, ['SENTINEL', 'REPLICAS', this.name]);
    return others.length === SENTINELS - 1 && replicas.length === 1 && replicas[0]?.includes('ok') === true;
  }
}

async function startedSentinel(
  folder: string,
  { port: masterPort }: RedisServer,
  certificate: Certificate | undefined,
): Promise<Sentinel> {
  const port = await freePort();
  const settings = join(folder, `sentinel-${port}.conf`);
  const lines = [
    ...Object.entries(certificate?.settings(port) ?? { port }).map(([name, value]) => `${name} ${value}`),
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor pantry 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds pantry ${DOWN_AFTER_MS}`,
    'sentinel failover-timeout pantry 4000',
  ];
  await writeFile(settings, lines.join('\n'));
  const process = await ServerProcess.start({
    program: programPath('redis-server'),
    args: [settings, '--sentinel'],
    ready: /\+monitor master/,
  });
  return { url: `${certificate ? 'rediss' : 'redis'}://127.0.0.1:${port}`, process };
}
