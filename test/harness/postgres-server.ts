import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { FaultyServer } from './faulty-server.js';
import { freePort } from './free-port.js';
import { madeOnce } from './made-once.js';
import { programPath } from './programs.js';
import { ServerProcess } from './server-process.js';

const run = promisify(execFile);
const READY = /database system is ready to accept connections/;

/** A PostgreSQL of a test's own, on a free port, which it may stop, freeze or kill. Fast rather than safe: nothing is synced. */
export class PostgresServer extends FaultyServer {
  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {
    super();
  }

  static async start(): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'prepsense-postgres-'));
    const user = await serverUser();
    if (user) await chown(folder, user.uid, user.gid);
    await run('cp', ['-a', await templateFolder(), join(folder, 'data')]);

    const server = new PostgresServer(await freePort(), folder);
    await server.restart();
    return server;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** On the same port, with the data it had; one that still runs is killed before. */
  async restart(): Promise<void> {
    await this.kill();
    const place = ['-D', join(this.folder, 'data'), '-k', this.folder, '-p', `${this.port}`];
    this.process = await ServerProcess.start({
      program: programPath('postgres'),
      args: [...place, '-c', 'listen_addresses=127.0.0.1', '-F'],
      ready: READY,
      as: await serverUser(),
    });
  }

  /** Breaks off what is under way and ends; `restart` brings it back. */
  async stop(): Promise<void> {
    await this.process?.stop('SIGINT');
  }

  /** Ends it for good; its data go. */
  async discard(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * An empty database for a spec that needs no faults: on the server at `TEST_DATABASE_URL` where that is set, else on one of its own.
 */
export async function aDatabase(): Promise<{ readonly url: string; discard(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (!given) return PostgresServer.start();

  const name = `prepsense_test_${randomBytes(6).toString('hex')}`;
  await query(given, `create database ${name}`);
  const url = new URL(given);
  url.pathname = `/${name}`;
  return { url: url.href, discard: () => query(given, `drop database ${name} with (force)`) };
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** What `initdb` makes, made once on this machine and copied for each server. */
async function templateFolder(): Promise<string> {
  const initdb = programPath('initdb');
  const version = (await run(initdb, ['--version'])).stdout.replaceAll(/[^0-9.]/g, '');
  const user = await serverUser();
  return madeOnce(join(tmpdir(), 'prepsense-tests', `postgres-${version}-${userInfo().uid}`), async (aside) => {
    const folder = await mkdtemp(join(tmpdir(), 'prepsense-initdb-'));
    if (user) await chown(folder, user.uid, user.gid);
    const options = ['-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
    await run(initdb, ['-D', join(folder, 'data'), ...options], { ...user, cwd: '/' });
    await run('mv', [join(folder, 'data'), aside]);
    await rm(folder, { recursive: true });
  });
}

/** PostgreSQL refuses to run as root; then it runs as the user that its package made. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8')) ?? [];
  if (uid === undefined)
    throw new Error('PostgreSQL does not run as root: make a user "postgres" or set TEST_DATABASE_URL');
  return { uid: Number(uid), gid: Number(gid) };
}
