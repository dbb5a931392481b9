import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Stands in its output once it takes connections. */
  readonly ready: RegExp;
  /** Runs as this user instead of the test's own. */
  readonly as?: { readonly uid: number; readonly gid: number };
}

const START_LIMIT_MS = 20_000;
const SETPRIV = '/usr/bin/setpriv';
/** The kernel ends the server when the test process dies, however that happens. */
const DYING_WITH_US = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL'] : [];

/** A server of a test's own, known by its process id: nobody else's is ever hit. */
export class ServerProcess {
  #running = true;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #endWithUs = () => void this.#child.kill('SIGKILL');

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => {
        this.#running = false;
        process.removeListener('exit', this.#endWithUs);
        resolve();
      });
    });
    process.once('exit', this.#endWithUs);
  }

  /** Starts it and waits for its ready line. Throws with its last words when that does not come. */
  static async start({ program, args, ready, as }: ServerCommand): Promise<ServerProcess> {
    const [command = program, ...rest] = [...DYING_WITH_US, program, ...args];
    const child = spawn(command, rest, { ...as, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new ServerProcess(child);
    try {
      await hears(child, ready, program);
    } catch (error) {
      await server.kill();
      throw error;
    }
    return server;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Asks it to stop and waits; one that is frozen is thawed first. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.#running) return;
    await this.thaw();
    this.#child.kill(signal);
    await this.#exited;
  }

  /** `kill -9`, its children too. */
  async kill(): Promise<void> {
    if (!this.#running) return;
    await this.#signal('SIGKILL');
    await this.#exited;
  }

  /** It keeps its connections and answers nothing. */
  freeze(): Promise<void> {
    return this.#signal('SIGSTOP');
  }

  thaw(): Promise<void> {
    return this.#signal('SIGCONT');
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const children = await childrenOf(this.#child.pid);
    this.#child.kill(signal);
    for (const pid of children) signalIfThere(pid, signal);
  }
}

function hears(child: ChildProcess, ready: RegExp, program: string): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${program} ${why}: ${output.slice(-2000)}`));
    const timer = setTimeout(() => fail(`was not ready within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
    const hear = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-10_000);
      if (!ready.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    // Both stay listened to: a full pipe would stop the server.
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/** From the kernel's list; none where there is no such list. */
async function childrenOf(pid: number | undefined): Promise<number[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  return existsSync(path) ? (await readFile(path, 'utf8')).split(' ').filter(Boolean).map(Number) : [];
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
