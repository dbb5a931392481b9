/**
 * How this cache compares with others, on the built library: `npm run build && npm run bench:cache`. Needs `redis-server` on the PATH and
 * takes three to five minutes. Prints tables and puts them, with pictures, into `docs/performance.md`, or the one in the folder `DOCS`. `SEED`
 * decides orders and traces, `ROUNDS` how often each contender has its turn, `REQUESTS` how long a trace is.
 */
import { cpus } from 'node:os';
import { barsSvg } from './bars.js';
import { intoDocument, intoPicture } from './document.js';
import { farHits } from './far-hit.js';
import { hitRatioRows } from './hit-ratio.js';
import { interleaved } from './interleaved.js';
import { memoryRows } from './memory.js';
import { misses } from './miss.js';
import { bareHits, peerHits } from './near-hit.js';
import { randomFrom } from './random.js';
import { startRedis } from './redis.js';

const SEED = Number(process.env.SEED ?? 1);
const ROUNDS = Number(process.env.ROUNDS ?? 100);
/** With the first trace: 300,000 requests for 100,000 keys. */
const REQUESTS = Number(process.env.REQUESTS ?? 300_000);

const redis = await startRedis();
try {
  const { url } = redis;
  const bare = await timed('near-hit', await bareHits());
  const peers = await timed('near-hit-peers', await peerHits(url));
  await intoPicture(
    'near-hit.svg',
    barsSvg('Near hits for each millisecond of processor time', perMs([...bare, ...peers.slice(1)])),
  );
  await timed('far-hit-1', await farHits(url, 1), byTheClock);
  await timed('far-hit-64', await farHits(url, 64), byTheClock);
  await timed('miss', await misses(url), byLoads);
} finally {
  await redis.stop();
}
await tell('memory', await memoryRows(Math.min(3, ROUNDS)));
const ratios = hitRatioRows(SEED, REQUESTS);
await tell('hit-ratio', ratios.rows);
await intoPicture('hit-ratio.svg', barsSvg('Points of hit ratio over LRU', ratios.bars));
await tell('machine', [
  { node: process.version, processor: cpus()[0].model, cores: cpus().length, seed: SEED, rounds: ROUNDS },
]);

/** Runs the contenders of one case, tells what it cost each and lets them go. */
async function timed(name, contenders, more = () => ({})) {
  const results = await interleaved(contenders, { rounds: ROUNDS, random: randomFrom(SEED) });
  for (const { close } of contenders) await close?.();
  const rows = results.map((result, at) => ({
    '': result.name,
    'processor, µs': decimal(result.cpuNs / 1000),
    times: `${decimal(result.cpuTimes)} ×`,
    ...more(result, contenders[at]),
  }));
  await tell(name, rows);
  return results;
}

function byTheClock({ clockNs, clockTimes }) {
  return { 'clock, µs': decimal(clockNs / 1000), 'times, clock': `${decimal(clockTimes)} ×` };
}

function byLoads(_, { loads, crowds }) {
  return { 'loads for 64 readers': decimal(loads / crowds) };
}

async function tell(name, rows) {
  console.log(`\n${name}`);
  console.table(rows);
  await intoDocument(name, rows);
}

function perMs(results) {
  return results.map(({ name, cpuNs }) => {
    const value = 1e6 / cpuNs;
    return { name, value, told: decimal(value), own: name === 'this cache' };
  });
}

function decimal(number) {
  return number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0);
}
