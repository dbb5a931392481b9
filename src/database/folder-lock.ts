import { open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** When that process started, in the kernel's own count; tells a reused process id from the holder. */
  readonly startedAt: string | null;
}

/** Keeps a second process out of a data folder. A lock whose holder is gone (kill -9, power cut) is taken over. */
export class FolderLock {
  private constructor(private readonly path: string) {}

  /** Throws with the holder's process id when another live process has the folder. */
  static async take(folder: string): Promise<FolderLock> {
    const path = join(folder, 'lock.json');
    const self: Holder = { pid: process.pid, startedAt: await startOf(process.pid) };
    try {
      await create(path, self);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      const holder = await holderOf(path);
      if (holder && (await isAlive(holder))) {
        throw new Error(`The data folder ${folder} is in use by process ${holder.pid}; stop it or set DATA_DIR`, {
          cause: error,
        });
      }
      await unlink(path);
      await create(path, self);
    }
    return new FolderLock(path);
  }

  async release(): Promise<void> {
    await unlink(this.path);
  }
}

async function create(path: string, holder: Holder): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(JSON.stringify(holder));
  } finally {
    await file.close();
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
  }
  return startedAt === null || startedAt === (await startOf(pid));
}

/** Field 22 of /proc/PID/stat; null where there is no such file. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
