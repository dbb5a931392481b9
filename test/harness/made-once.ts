import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { until } from './until.js';

const MAKING_LIMIT_MS = 60_000;

/**
 * `path`, made by `make` if it is not there yet; of test processes that want it at the same time one makes it and the others
 * wait. `make` is given another path to write to, so that nobody ever sees half of it.
 */
export async function madeOnce(path: string, make: (aside: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const lock = `${path}.lock`;
  if (!(await isTaken(lock))) {
    try {
      await makeAt(path, make);
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
  await until(`${path} is made by another test process`, () => existsSync(path), MAKING_LIMIT_MS);
  return path;
}

async function makeAt(path: string, make: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  await make(aside);
  await rename(aside, path);
}

/** False when the lock is ours now. A lock of a process that died over it is old, and taken over. */
async function isTaken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return false;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const { mtimeMs } = await stat(lock);
    // oxlint-disable-next-line no-restricted-properties -- the file system's clock is the machine's
    return Date.now() - mtimeMs < MAKING_LIMIT_MS;
  }
}
