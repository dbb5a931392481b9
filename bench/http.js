/**
 * What cached answers over HTTP cost, beside bare `node:http` and other ways, on the built program: `npm run build && npm run bench:http`. Needs
 * `redis-server` on the PATH, takes nginx in where that is there too, and takes about ten minutes. Prints tables and puts them, with pictures,
 * into `docs/performance.md`. `SETS` says how many processes of each contender, `ROUNDS` how many turns each has, `WARM_UP` how many answers come before
 * them, `WINDOWS` how many windows of `WINDOW_MS` a crowd has, `SEED` the order; `ROWS` which tables, as `near,far`. With `ASLEEP=1` who asks may sleep while
 * nothing comes; nothing is written then.
 */
import { cpus } from 'node:os';
import { barsSvg } from './bars.js';
import { intoDocument, intoPicture } from './document.js';
import { farContenders, nearContenders, ownContenders, programContenders } from './http/contenders.js';
import { crowdRows, keysRows } from './http/shows.js';
import { partsRows } from './http/parts.js';
import { takeOurCore } from './http/server-process.js';
import { costsOf } from './http/turns.js';
import { randomFrom } from './random.js';
import { startRedis } from './redis.js';

const SEED = Number(process.env.SEED ?? 1);
const [SETS, ROUNDS] = [Number(process.env.SETS ?? 3), Number(process.env.ROUNDS ?? 5)];
const ASLEEP = process.env.ASLEEP === '1';
/** Of far rows: their slow ones keep the others waiting for a minute. */
const WARM_UP_ROUNDS = 14;
const settings = {
  sets: SETS,
  rounds: ROUNDS,
  warmUp: numberIn('WARM_UP'),
  random: randomFrom(SEED),
  isAsleep: ASLEEP,
};
const STOCK = 'stock interceptor, Express, memory';
const OURS = /^this cache/;

const TABLES = { near, far, program, parts, keys, crowd, machine };
const wanted = process.env.ROWS?.split(',') ?? Object.keys(TABLES);

takeOurCore();
const redis = await startRedis();
const about = { redis: redis.url };
try {
  for (const name of wanted) await TABLES[name]();
} finally {
  await redis.stop();
}
process.exit();

async function near() {
  const costs = await costsApart(await nearContenders(about), /Express/, settings);
  for (const size of ['2k', '20k', '200k']) await told(`http-${size}`, costs.get(size), STOCK);
  const picture = barsSvg('Answers of 2 kB for each millisecond of processor time', perMs(costs.get('2k')));
  if (!ASLEEP) await intoPicture('http-hit.svg', picture);
  const own = await costsOf(await ownContenders(about), settings);
  await told('http-own', own.get('own'));
  await told('http-304', own.get('304'));
}

/** Redis has the asker's core while that sleeps. */
async function far() {
  const asked = { ...settings, isAsleep: true, sets: Math.min(2, SETS), warmUpRounds: ROUNDS > 1 ? WARM_UP_ROUNDS : 0 };
  const costs = await costsApart(await farContenders(about), /^stock/, asked);
  for (const size of ['2k', '20k', '200k']) {
    await told(`http-far-${size}`, costs.get(size), 'stock interceptor, Fastify, Redis');
  }
}

/** The slow ones by themselves, beside the base: who stands idle for seconds between two turns has thrown compiled code away, and is asked cold each time. */
async function costsApart([base, ...others], slowNames, asked) {
  const isSlow = ({ name }) => slowNames.test(name);
  const quick = await costsOf([base, ...others.filter((one) => !isSlow(one))], asked);
  const slow = await costsOf([base, ...others.filter(isSlow)], asked);
  const rows = [...quick].map(([of, those]) => [of, [...those, ...slow.get(of).slice(1)]]);
  return new Map(rows);
}

async function program() {
  const costs = await costsOf(await programContenders(), settings);
  const rows = [...costs].map(([of, [bare, { cpuUs, share, perSecond }]]) => ({
    '': of,
    'processor, µs': decimal(cpuUs),
    'node:http, µs': decimal(bare.cpuUs),
    'share of node:http': share.toFixed(2),
    'answers a second': perSecond.toFixed(0),
  }));
  await tell('http-program', rows);
}

async function parts() {
  await tell('http-parts', await partsRows());
}

async function keys() {
  await tell('http-keys', await keysRows());
}

async function crowd() {
  await tell('http-crowd', await crowdRows({ windows: numberIn('WINDOWS'), windowMs: numberIn('WINDOW_MS') }));
}

async function machine() {
  const { model } = cpus()[0];
  const [node, cores] = [process.version, cpus().length];
  await tell('http-machine', [{ node, processor: model, cores, seed: SEED, processes: SETS, rounds: ROUNDS }]);
}

/** Undefined where it is not said. */
function numberIn(name) {
  return process.env[name] === undefined ? undefined : Number(process.env[name]);
}

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
  if (!ASLEEP) await intoDocument(name, rows);
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
