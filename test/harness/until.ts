import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for something that another process brings about: looks again and again until `look` gives something truthy, and gives
 * that back. Throws with `what` after `limitMs`.
 */
export async function until<T>(what: string, look: () => T | Promise<T>, limitMs = 5000) {
  const deadline = performance.now() + limitMs;
  for (let tries = 0; ; tries += 1) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain until ${what}`);
    await (tries < 20 ? new Promise(setImmediate) : pause(5));
  }
}
