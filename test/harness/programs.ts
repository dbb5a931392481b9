import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** Where a server program lies. Throws with what to install. */
export function programPath(name: 'redis-server' | 'postgres' | 'initdb' | 'openssl'): string {
  const path = [...postgresFolders(), ...(process.env.PATH ?? '').split(delimiter)]
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate));
  if (path) return path;
  const wanted = name === 'postgres' || name === 'initdb' ? 'postgresql' : name;
  throw new Error(`${name} is not on this machine: install ${wanted}; on Debian: apt-get install ${wanted}`);
}

/** Debian keeps them off the PATH, a folder for each version; the newest first. */
function postgresFolders(): string[] {
  if (!existsSync(DEBIAN_POSTGRES)) return [];
  return readdirSync(DEBIAN_POSTGRES)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
}
