import { randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import type { Certificate } from './certificate.js';
import { FaultyServer } from './faulty-server.js';
import { freePort } from './free-port.js';
import { programPath } from './programs.js';
import { ServerProcess } from './server-process.js';

const READY = /Ready to accept connections/;

/** A Redis of a test's own, on a free port, which it may stop, freeze or kill. It keeps nothing on disk. */
export class RedisServer extends FaultyServer {
  private constructor(
    readonly port: number,
    private readonly certificate?: Certificate,
  ) {
    super();
  }

  static async start(): Promise<RedisServer> {
    const server = await RedisServer.absent();
    await server.restart();
    return server;
  }

  /** An address where no Redis is yet; `restart` brings one up. With a certificate it is spoken to by TLS, and in no other way. */
  static async absent(certificate?: Certificate): Promise<RedisServer> {
    return new RedisServer(await freePort(), certificate);
  }

  get url(): string {
    return `${this.certificate ? 'rediss' : 'redis'}://127.0.0.1:${this.port}`;
  }

  /** An empty one on the same port; one that still runs is killed before. */
  async restart(...options: readonly string[]): Promise<void> {
    await this.kill();
    this.process = await ServerProcess.start({
      program: programPath('redis-server'),
      args: [...this.#place(), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options],
      ready: READY,
    });
  }

  async stop(): Promise<void> {
    await this.process?.stop();
  }

  #place(): string[] {
    return argumentsOf(this.certificate?.settings(this.port) ?? { port: this.port });
  }

  /** One command over a connection of its own, as an operator would type it: `server.cli('set', 'pantry:7', 'x')`. */
  async cli(...command: readonly (string | Buffer)[]): Promise<unknown> {
    const client = createClient({ url: this.url, socket: { ...this.certificate?.client, reconnectStrategy: false } });
    // What fails, fails the command.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  }
}

/** Settings as Redis takes them on its command line. */
export function argumentsOf(settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
}

/** A Redis that may be somebody else's too: what a spec keeps there stands behind `prefix`. */
export interface SharedRedis {
  readonly url: string;
  readonly prefix: string;
  stop(): Promise<void>;
}

/** A Redis for a spec that needs no faults: the one at `TEST_REDIS_URL` where that is set, else one of its own. */
export async function aRedis(): Promise<SharedRedis> {
  const url = process.env.TEST_REDIS_URL ?? '';
  const prefix = `test-${randomUUID()}:`;
  if (url !== '') return { url, prefix, stop: () => Promise.resolve() };
  const own = await RedisServer.start();
  return { url: own.url, prefix, stop: () => own.stop() };
}
