import { median } from '../interleaved.js';
import { shuffled } from '../random.js';
import { Visitors } from './load.js';

const CONNECTIONS = 32;
const TURN_MS = 120;
/** As many as the compiler needs to have looked at everything, but no longer than this. */
const [WARM_UP_ANSWERS, WARM_UP_LIMIT_MS] = [12_000, 2000];

/**
 * What one answer costs each contender's process, case by case. Each is asked by as many visitors as the others, for a moment, in another order
 * each round; all this for several sets of fresh processes, as one process may differ from its twin for life. A contender starts as a server and
 * says what to ask it: `cases` has `{ requests, status }` by name. Tells rows for each case, in the order of
 * the contenders, of which the first is the base of all. Where some are slow, `warmUpRounds` that are not counted come first: who stood idle while they
 * warmed up has thrown compiled code away meanwhile. `isAsleep`: who asks may sleep, as `Visitors.askFor` has it.
 *
 * @typedef {{ server: { port: number, cpuUs(): Promise<number>, stop(): Promise<void> }, cases: Record<string, { requests: Buffer[], status?: number }> }} Guest
 * @param {{ name: string, start: () => Promise<Guest> }[]} contenders
 */
export async function costsOf(contenders, settings) {
  const { sets, rounds, random, warmUp = WARM_UP_ANSWERS, warmUpRounds = 0, isAsleep = false } = settings;
  const costs = new Map();
  for (let set = 0; set < sets; set += 1) {
    const guests = [];
    for (const { name, start } of contenders) guests.push({ name, ...(await start()) });
    const turns = guests.flatMap(({ name, server, cases }) =>
      Object.entries(cases).map(([of, asked]) => ({ name, of, server, isAsleep, ...asked })),
    );
    for (const turn of turns) await warmedUp(turn, warmUp);
    for (let round = 0; round < warmUpRounds; round += 1) {
      for (const turn of turns) await costOf(turn, TURN_MS);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const turn of shuffled(turns, random)) noted(costs, turn, await costOf(turn, TURN_MS));
    }
    for (const { server } of guests) await server.stop();
  }
  const names = contenders.map(({ name }) => name);
  return new Map([...costs].map(([of, byName]) => [of, sharesOf(byName, names)]));
}

function noted(costs, { of, name }, cost) {
  if (!costs.has(of)) costs.set(of, new Map());
  const byName = costs.get(of);
  byName.set(name, [...(byName.get(name) ?? []), cost]);
}

async function warmedUp(turn, most) {
  const until = performance.now() + WARM_UP_LIMIT_MS;
  for (let answers = 0; answers < most && performance.now() < until;) {
    answers += (await costOf(turn, TURN_MS)).answers;
  }
}

/** Visitors come before the count begins. */
export async function costOf({ server, requests, status, isAsleep }, ms) {
  const visitors = await Visitors.come(server.port, CONNECTIONS);
  const before = await server.cpuUs();
  const started = performance.now();
  const answers = await visitors.askFor(ms, requests, status, isAsleep);
  const seconds = (performance.now() - started) / 1000;
  const cpuUs = ((await server.cpuUs()) - before) / answers;
  visitors.leave();
  return { answers, cpuUs, perSecond: answers / seconds };
}

/** Shares are taken round by round: what else the machine does then meets both alike. */
function sharesOf(byName, names) {
  const base = byName.get(names[0]);
  return names
    .filter((name) => byName.has(name))
    .map((name) => {
      const turns = byName.get(name);
      return {
        name,
        cpuUs: median(turns.map(({ cpuUs }) => cpuUs)),
        perSecond: median(turns.map(({ perSecond }) => perSecond)),
        share: median(turns.map(({ cpuUs }, round) => base[round].cpuUs / cpuUs)),
      };
    });
}
