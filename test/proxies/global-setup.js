import { install, onPath } from '../harness/installed.js';

/** By package, the program that it brings. */
const NEEDED = { nginx: 'nginx', varnish: 'varnishd' };

const missing = () => Object.keys(NEEDED).filter((name) => !onPath(NEEDED[name]));

/** Installs what is missing where it may. What is missing still, by package. */
export function seeToCaches() {
  install(missing());
  return missing();
}

export default function globalSetup() {
  const lacking = seeToCaches();
  if (lacking.length > 0)
    throw new Error(`Install ${lacking.join(' and ')}; on Debian: apt-get install ${lacking.join(' ')}`);
}
