import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('serve.js', import.meta.url));
/** Servers have one core, who asks them the other. */
const [OUR_CORE, SERVERS_CORE] = ['0', '1'];
const START_LIMIT_MS = 30_000;
const hasTaskset = isThere('taskset');

const running = new Map();
process.once('exit', () => running.forEach((signal, child) => child.kill(signal)));

export function endsWithUs(child, signal = 'SIGKILL') {
  running.set(child, signal);
  child.once('exit', () => running.delete(child));
}

/** Moves this process to the core that the servers leave alone. */
export function takeOurCore() {
  if (hasTaskset) execFileSync('taskset', ['-a', '-cp', OUR_CORE, String(process.pid)], { stdio: 'ignore' });
}

/** A contender in a process of its own, known by the port it listens on. */
export class ServerProcess {
  #child;

  constructor(child, port) {
    this.#child = child;
    this.port = port;
  }

  static async start(name, about = {}, nodeOptions = []) {
    const node = [process.execPath, ...nodeOptions, PROGRAM, name];
    const [command, ...rest] = onServersCore(node);
    const child = spawn(command, rest, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    child.send(about);
    endsWithUs(child);
    const [port] = await Promise.race([
      once(child, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) }),
      once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it listened`))),
    ]);
    return new ServerProcess(child, port);
  }

  /** What the process says to one of its own questions. */
  async ask(question) {
    this.#child.send(question);
    const [answer] = await once(this.#child, 'message');
    return answer;
  }

  /** Microseconds of processor time, all threads. */
  async cpuUs() {
    const { user, system } = await this.ask('cpu');
    return user + system;
  }

  /** Lets it write what it has to write at its end. */
  async end() {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  async stop() {
    this.#child.kill();
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }
}

export function onServersCore(command) {
  return hasTaskset ? ['taskset', '-c', SERVERS_CORE, ...command] : command;
}

export function isThere(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      readFileSync(`${folder}/${program}`);
      return true;
    } catch (error) {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    }
  });
}
