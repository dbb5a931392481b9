import { existsSync } from 'node:fs';
import { install, onPath } from './installed.js';

/** Sees to the servers that specs start for themselves; once, before any spec. */
export default function globalSetup() {
  const missing = [
    !onPath('redis-server') && 'redis-server',
    !onPath('initdb') && !existsSync('/usr/lib/postgresql') && 'postgresql',
  ].filter(Boolean);
  install(missing);
}
