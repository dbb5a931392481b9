import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './interleaved.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('memory-of.js', import.meta.url));
const NAMES = ['lru-cache', 'lru-cache, bounded by size', 'Map', 'this cache', 'this cache, three tags'];

/** Bytes of memory for each entry beyond its key and its value: medians over so many processes of their own. */
export async function memoryRows(processes) {
  const bytes = [];
  for (const name of NAMES) bytes.push(await bytesOf(name, processes));
  return NAMES.map((name, at) => ({
    '': name,
    'bytes per entry': bytes[at],
    times: `${(bytes[at] / bytes[0]).toFixed(2)} ×`,
  }));
}

async function bytesOf(name, processes) {
  const told = [];
  for (let round = 0; round < processes; round += 1) {
    const { stdout } = await run(process.execPath, ['--expose-gc', PROGRAM, name]);
    told.push(Number(stdout));
  }
  return median(told);
}
