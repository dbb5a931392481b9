import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where root may, installs the servers that specs start for themselves; once, before any spec. Elsewhere they say what is missing. */
export default function globalSetup() {
  const missing = [
    !onPath('redis-server') && 'redis-server',
    !onPath('initdb') && !existsSync('/usr/lib/postgresql') && 'postgresql',
  ].filter(Boolean);
  if (missing.length === 0 || process.getuid?.() !== 0 || !onPath('apt-get')) return;

  console.log(`Installing ${missing.join(' and ')} for the tests`);
  // Another test run that installs at this moment is waited for.
  apt('update', '-q');
  apt('install', '-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...missing);
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function apt(...args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', args, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.error(`apt-get ${args[0]} ended with ${status}`);
}
