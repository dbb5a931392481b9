import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { programFolders } from './installed.js';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

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
  const path = [...postgresFolders(), ...programFolders()]
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
