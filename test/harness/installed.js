import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers here, off the PATH of people. */
const OF_SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

/** Installs packages where root may; elsewhere whoever needs them says what is missing. */
export function install(packages) {
  if (packages.length === 0 || process.getuid?.() !== 0 || !onPath('apt-get')) return;

  console.log(`Installing ${packages.join(' and ')} for the tests`);
  // Another test run that installs at this moment is waited for.
  apt('update', '-q');
  apt('install', '-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages);
}

/** Where programs are looked for. */
export function programFolders() {
  return [...(process.env.PATH ?? '').split(delimiter), ...OF_SYSTEM];
}

export function onPath(program) {
  return programFolders().some((folder) => existsSync(join(folder, program)));
}

function apt(...args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', args, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.error(`apt-get ${args[0]} ended with ${status}`);
}
