/**
 * What cached answers over HTTP cost, beside bare `node:http` and other ways, on the built program: `npm run build && npm run bench:http`. Needs
 * `redis-server` on the PATH, takes nginx in where that is there too, and takes about eight minutes. Prints tables and puts them, with pictures,
 * into `docs/performance.md`. `SETS` says how many processes of each contender, `ROUNDS` how many turns each has, `SEED` their order.
 */
import { cpus } from 'node:os';
import { barsSvg } from './bars.js';
import { intoDocument, intoPicture } from './document.js';
import { farContenders, nearContenders } from './http/contenders.js';
import { crowdRows, keysRows } from './http/shows.js';
import { partsRows } from './http/parts.js';
import { takeOurCore } from './http/server-process.js';
import { costsOf } from './http/turns.js';
import { randomFrom } from './random.js';
import { startRedis } from './redis.js';

const SEED = Number(process.env.SEED ?? 1);
const [SETS, ROUNDS] = [Number(process.env.SETS ?? 3), Number(process.env.ROUNDS ?? 5)];
const settings = { sets: SETS, rounds: ROUNDS, random: randomFrom(SEED) };
const STOCK = 'stock interceptor, Express, memory';
const OURS = /^this cache/;

takeOurCore();
const redis = await startRedis();
try {
  const about = { redis: redis.url };
  const near = await costsOf(await nearContenders(about), settings);
  for (const size of ['2k', '20k', '200k']) await told(`http-${size}`, near.get(size), STOCK);
  await intoPicture(
    'http-hit.svg',
    barsSvg('Answers of 2 kB for each millisecond of processor time', perMs(near.get('2k'))),
  );
  await told('http-own', near.get('own'));
  await told('http-304', near.get('304'));
  const far = await costsOf(await farContenders(about), { ...settings, sets: Math.min(2, SETS) });
  for (const size of ['2k', '20k', '200k'])
    await told(`http-far-${size}`, far.get(size), 'stock interceptor, Fastify, Redis');
} finally {
  await redis.stop();
}
await tell('http-parts', await partsRows());
await tell('http-keys', await keysRows());
await tell('http-crowd', await crowdRows());
await tell('http-machine', [
  {
    node: process.version,
    processor: cpus()[0].model,
    cores: cpus().length,
    seed: SEED,
    processes: SETS,
    rounds: ROUNDS,
  },
]);
process.exit();

async function told(name, rows, stock) {
  const ofStock = rows.find((row) => row.name === stock);
  await tell(
    name,
    rows.map(({ name, cpuUs, share, perSecond }) => ({
      '': name,
      'processor, µs': decimal(cpuUs),
      'share of node:http': share.toFixed(2),
      ...(ofStock && { 'times the stock one': `${decimal(ofStock.cpuUs / cpuUs)} ×` }),
      'answers a second': perSecond.toFixed(0),
    })),
  );
}

async function tell(name, rows) {
  console.log(`\n${name}`);
  console.table(rows);
  await intoDocument(name, rows);
}

function perMs(rows) {
  return rows.map(({ name, cpuUs }) => {
    const value = 1000 / cpuUs;
    return { name, value, told: decimal(value), own: OURS.test(name) };
  });
}

function decimal(number) {
  return number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0);
}
