import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
/** Off the PATH of people, and on that of root. */
const OF_SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

/** By the package that brings them, as Debian calls it. */
const PACKAGES = {
  'redis-server': 'redis-server',
  postgres: 'postgresql',
  initdb: 'postgresql',
  openssl: 'openssl',
  nginx: 'nginx',
  varnishd: 'varnish',
} as const;

/** Where a server program lies. Throws with what to install. */
export function programPath(name: keyof typeof PACKAGES): string {
  const path = [...postgresFolders(), ...(process.env.PATH ?? '').split(delimiter), ...OF_SYSTEM]
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate));
  if (path) return path;
  const wanted = PACKAGES[name];
  throw new Error(`${name} is not on this machine: install ${wanted}; on Debian: apt-get install ${wanted}`);
}

/** Debian keeps them off the PATH, a folder for each version; the newest first. */
function postgresFolders(): string[] {
  if (!existsSync(DEBIAN_POSTGRES)) return [];
  return readdirSync(DEBIAN_POSTGRES)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
}
