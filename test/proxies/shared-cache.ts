import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../harness/free-port.js';
import { programPath } from '../harness/programs.js';
import { ServerProcess, type ServerCommand } from '../harness/server-process.js';

/** Of its configuration: where it keeps things, where it listens, and what it stands in front of. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly origin: number;
}

interface Kind {
  readonly configuration: string;
  readonly command: (place: Place, configuration: string) => ServerCommand;
}

const KINDS = {
  nginx: {
    configuration: 'nginx.conf',
    command: ({ folder }, configuration) => ({
      program: programPath('nginx'),
      args: ['-p', folder, '-c', configuration],
      ready: /getrlimit/,
    }),
  },
  Varnish: {
    configuration: 'varnish.vcl',
    command: ({ folder, port }, configuration) => ({
      program: programPath('varnishd'),
      args: ['-F', '-j', 'none', '-n', folder, '-f', configuration, '-a', `127.0.0.1:${port}`]
        // Nobody tells it anything later, and past its time an answer is told in the windows alone that it names itself.
        .concat(['-s', 'malloc,64m', '-T', 'none', '-p', 'default_grace=0']),
      ready: /said Child starts/,
    }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindOfCache = keyof typeof KINDS;
export const kindsOfCache = Object.keys(KINDS) as KindOfCache[];

/** A shared cache in front of a port of this machine, set up as an operator would who has read what it does by default. */
export class SharedCache {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly process: ServerProcess,
  ) {}

  static async start(kind: KindOfCache, origin: number): Promise<SharedCache> {
    const folder = await mkdtemp(join(tmpdir(), 'prepsense-proxy-'));
    const port = await freePort();
    const { configuration, command } = KINDS[kind];
    const path = join(folder, configuration);
    const template = await readFile(join(import.meta.dirname, configuration), 'utf8');
    const filled = { FOLDER: folder, PORT: port, ORIGIN: origin };
    await writeFile(
      path,
      template.replaceAll(/@(FOLDER|PORT|ORIGIN)@/g, (_, name: keyof typeof filled) => `${filled[name]}`),
    );
    return new SharedCache(port, folder, await ServerProcess.start(command({ folder, port, origin }, path)));
  }

  /** Ends it; what it kept goes. */
  async stop(): Promise<void> {
    await this.process.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
