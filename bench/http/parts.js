import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitors } from './load.js';
import { oursAsked } from './menu.js';

const ASKED_MS = 5000;
/** The last of them: the start and what the compiler does first are left out. */
const LOOKED_AT_US = 3_000_000;
const NATIVE_WRITE = /^(writev|writeLatin1String|writeUtf8String|writeBuffer|shutdown)$/;

/** Where the processor time of a public hit of 2 kB goes, as the sampling profiler of Node sees it. */
export async function partsRows() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-profile-'));
  try {
    const { server, cases } = await oursAsked('this cache', {}, profiling(folder));
    const visitors = await Visitors.come(server.port, 32);
    await visitors.askFor(ASKED_MS, cases['2k'].requests);
    await server.end();
    visitors.leave();
    const [file] = await readdir(folder);
    return rowsOf(JSON.parse(await readFile(join(folder, file), 'utf8')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function profiling(folder) {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'];
}

function rowsOf({ nodes, samples, timeDeltas, endTime, startTime }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const spent = new Map();
  let [at, all] = [startTime, 0];
  for (const [index, id] of samples.entries()) {
    at += timeDeltas[index];
    const part = partOf(frames.get(id));
    if (endTime - at > LOOKED_AT_US || part === undefined) continue;
    spent.set(part, (spent.get(part) ?? 0) + timeDeltas[index]);
    all += timeDeltas[index];
  }
  return [...spent]
    .toSorted(([, one], [, other]) => other - one)
    .map(([part, us]) => ({ '': part, share: `${((100 * us) / all).toFixed(1)} %` }));
}

/** Undefined while there is nothing to do. */
function partOf({ functionName, url }) {
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'collecting garbage';
  if (NATIVE_WRITE.test(functionName)) return 'the write: the kernel, TCP';
  if (url.includes('/libs/cache/')) return 'this cache';
  if (/node_modules\/@nestjs/.test(url)) return 'Nest';
  if (/node_modules\/(fastify|find-my-way|@fastify|fast-)/.test(url)) return 'Fastify';
  if (url === '' || url.startsWith('node:')) return 'Node: http, net, streams, timers, promises';
  return 'the rest';
}
