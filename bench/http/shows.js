import { median } from '../interleaved.js';
import { Visitors } from './load.js';
import { answersOf, bareAsked, oursAsked } from './menu.js';
import { nginxAsked, nginxIsThere } from './nginx.js';
import { costOf } from './turns.js';

const [FEW, MANY] = [1000, 1_000_000];
const TURNS = 20;
const [WINDOWS, WINDOW_MS, CONNECTIONS] = [60, 250, 64];
const MOST_MS = 2000;

/** A hit costs as much whether a thousand keys were seen before or a million, and memory is bounded by the setting. */
export async function keysRows() {
  const bare = await bareAsked('node:http', await answersOf({}, ['2k']));
  const ours = await oursAsked('this cache', {}, ['--expose-gc']);
  const rows = [];
  for (const seen of [FEW, MANY]) {
    const { entries, bytes, maxBytes, heap } = await ours.server.ask(`seen ${seen}`);
    const shares = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const base = await costOf({ server: bare.server, ...bare.cases['2k'] }, 150);
      const own = await costOf({ server: ours.server, ...ours.cases['2k'] }, 150);
      shares.push(base.cpuUs / own.cpuUs);
    }
    rows.push({
      'keys seen': seen,
      'share of node:http': median(shares).toFixed(2),
      'entries held': entries,
      'held, MB': mega(bytes),
      'bound, MB': mega(maxBytes),
      'heap and buffers, MB': mega(heap),
    });
  }
  await Promise.all([bare, ours].map(({ server }) => server.stop()));
  return rows;
}

/**
 * At half the load that is the most this cache answers; the warm-up is in a server of its own. Bare Node at the same rate, in turns, tells how much of it is
 * Node, and nginx, which collects no garbage, how much is the machine.
 */
export async function crowdRows({ windows = WINDOWS, windowMs = WINDOW_MS } = {}) {
  const answers = await answersOf({}, ['2k']);
  const bare = await bareAsked('node:http', answers);
  const [ours, warming] = [await oursAsked('this cache'), await oursAsked('this cache')];
  const { perSecond } = await mostOf(ours);
  const asked = [
    ...(nginxIsThere() ? [['nginx, `proxy_cache`', await nginxAsked(answers)]] : []),
    ['node:http', bare],
    ['this cache', ours],
    ['this cache, a warm-up beside', warming],
  ];
  const seen = new Map(asked.map(([name]) => [name, []]));
  for (let window = 0; window < windows; window += 1) {
    for (const [name, { server, cases }] of asked) {
      if (server === warming.server) await server.ask('warm');
      seen.get(name).push(await inWindow(server.port, cases['2k'].requests[0], perSecond / 2, windowMs));
      if (server === warming.server) await server.ask('rest');
    }
  }
  for (const [, { server }] of asked) await server.stop();
  return [...seen].map(([name, all]) => {
    const of = (figure) => median(all.map((window) => window[figure]));
    return {
      '': name,
      'asked a second': (perSecond / 2).toFixed(0),
      'median, ms': of('p50').toFixed(2),
      'p99, ms': of('p99').toFixed(2),
      'p99 to median': median(all.map(({ p50, p99 }) => p99 / p50)).toFixed(1),
      'sent late, p99, ms': of('late').toFixed(2),
    };
  });
}

/** What it answers at most, once its code is compiled. */
async function mostOf({ server, cases }) {
  await costOf({ server, ...cases['2k'] }, MOST_MS);
  return costOf({ server, ...cases['2k'] }, MOST_MS);
}

async function inWindow(port, request, perSecond, ms) {
  const visitors = await Visitors.come(port, CONNECTIONS);
  const { waits, lates } = await visitors.askAtRate(ms, request, perSecond);
  visitors.leave();
  return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), late: quantile(lates, 0.99) };
}

function quantile(numbers, share) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length * share)] ?? 0;
}

function mega(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}
