import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request as open, type IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from './harness/until.js';

const START_LIMIT_MS = 60_000;
const MAIN = resolve('dist/src/main.js');
const FIRST_LINE = /^PrepSense listens on (http:\/\/\S+), .*\n/m;

export interface ProgramOptions {
  /** Its working folder, so that no `.env` of this machine is read. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The built program as an operator starts it, known by its process id. */
export class BuiltProgram {
  stdout = '';
  stderr = '';
  /** Its exit code or signal, once it has ended. */
  ended: number | NodeJS.Signals | undefined;
  readonly #exited: Promise<unknown>;
  readonly #endWithUs = () => void this.child.kill('SIGKILL');

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk) => (this.stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.stderr += String(chunk)));
    process.once('exit', this.#endWithUs);
    this.#exited = once(child, 'close').then(() => {
      this.ended = child.exitCode ?? child.signalCode ?? undefined;
      process.removeListener('exit', this.#endWithUs);
    });
  }

  /** Starts it without waiting for anything. */
  static launch({ folder, settings = {} }: ProgramOptions, script = MAIN, ...args: string[]): BuiltProgram {
    const { PATH = '' } = process.env;
    const env = { PATH, PORT: '0', DATA_DIR: `${folder}/data`, WARMUP_CRON: 'off', ...settings };
    return new BuiltProgram(
      spawn(process.execPath, [script, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  /** Starts it and waits until it listens. */
  static async start(options: ProgramOptions): Promise<BuiltProgram> {
    const program = BuiltProgram.launch(options);
    await until('it listens', () => program.#listensOrThrows(), START_LIMIT_MS);
    return program;
  }

  get url(): string {
    return FIRST_LINE.exec(this.stdout)?.[1] ?? '';
  }

  /** Sends the signal, or waits for an end of its own accord. What it ended with. */
  async end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | undefined> {
    if (signal && this.ended === undefined) this.child.kill(signal);
    await this.#exited;
    return this.ended;
  }

  async ask(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const sent = open(this.url + path, { method, headers, agent: false });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const said = await text(answer);
    return { status: answer.statusCode ?? 0, body: said === '' ? undefined : JSON.parse(said) };
  }

  #listensOrThrows(): boolean {
    if (this.ended !== undefined) throw new Error(`the program ended with ${this.ended}: ${this.stderr}`);
    return FIRST_LINE.test(this.stdout);
  }
}
