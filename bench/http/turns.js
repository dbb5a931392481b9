import { median } from '../interleaved.js';
import { shuffled } from '../random.js';
import { Visitors } from './load.js';

const CONNECTIONS = 32;
const TURN_MS = 150;
/** As many as the compiler needs to have looked at everything, but no longer than this. */
const [WARM_UP_ANSWERS, WARM_UP_LIMIT_MS] = [12_000, 6000];

/**
 * What one answer costs each contender's process. Each is asked by as many visitors as the others, for a moment, in another order each round; all
 * this for several sets of fresh processes, as one process may differ from its twin for life. `start` starts a contender and tells
 * `{ server, request, status }`. Tells the medians over all rounds of all sets, and the share of the first contender's.
 *
 * @param {{ name: string, start: () => Promise<{ server: import('./server-process.js').ServerProcess }> }[]} contenders
 */
export async function costsOf(contenders, { sets, rounds, random }) {
  const costs = new Map(contenders.map(({ name }) => [name, []]));
  for (let set = 0; set < sets; set += 1) {
    const guests = [];
    for (const { name, start } of contenders) {
      const guest = { name, ...(await start()) };
      await warmUp(guest);
      guests.push(guest);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const guest of shuffled(guests, random)) costs.get(guest.name).push(await turnOf(guest, TURN_MS));
    }
    for (const { server } of guests) await server.stop();
  }
  return sharesOf(costs);
}

async function warmUp(guest) {
  const until = performance.now() + WARM_UP_LIMIT_MS;
  for (let answers = 0; answers < WARM_UP_ANSWERS && performance.now() < until;) {
    answers += (await turnOf(guest, TURN_MS)).answers;
  }
}

async function turnOf({ server, request, status }, ms) {
  const visitors = await Visitors.come(server.port, CONNECTIONS);
  const before = await server.cpuUs();
  const started = performance.now();
  const answers = await visitors.askFor(ms, request, status);
  const seconds = (performance.now() - started) / 1000;
  const cpuUs = ((await server.cpuUs()) - before) / answers;
  visitors.leave();
  return { answers, cpuUs, perSecond: answers / seconds };
}

/** Shares are taken round by round: what else the machine does then meets both alike. */
function sharesOf(costs) {
  const [base] = costs.values();
  return [...costs].map(([name, turns]) => ({
    name,
    cpuUs: median(turns.map(({ cpuUs }) => cpuUs)),
    perSecond: median(turns.map(({ perSecond }) => perSecond)),
    share: median(turns.map(({ cpuUs }, round) => base[round].cpuUs / cpuUs)),
  }));
}
