import { shuffled } from './random.js';

/** How long one turn of a contender takes, about. Short, so that what else the machine does meets all alike. */
const TURN_MS = 10;
const WARM_UP_TURNS = 6;
/** So much of a turn comes before what is counted: until then the processor has at hand what the one before needed. */
const UNCOUNTED = 0.5;

/**
 * What one answer costs each contender. They take turns of a few milliseconds, in another order each round; `run(count)` asks that many
 * times. Tells the medians over the rounds, of processor time (all threads of this process) and of the clock, and how many times those of the
 * first contender they are. Processor time is what stays the same while others keep the machine busy.
 *
 * @param {{ name: string, run: (count: number) => Promise<void> }[]} contenders
 */
export async function interleaved(contenders, { rounds, random }) {
  const turns = [];
  for (const { name, run } of contenders) turns.push({ name, run, count: await countFor(run), costs: [] });

  for (let round = 0; round < rounds; round += 1) {
    for (const turn of shuffled(turns, random)) {
      await turn.run(Math.ceil(turn.count * UNCOUNTED));
      turn.costs.push(await costOf(turn.run, turn.count));
    }
  }
  const medians = turns.map(({ name, costs }) => ({
    name,
    cpuNs: median(costs.map(({ cpuNs }) => cpuNs)),
    clockNs: median(costs.map(({ clockNs }) => clockNs)),
  }));
  const [first] = medians;
  return medians.map((own) => ({
    ...own,
    cpuTimes: own.cpuNs / first.cpuNs,
    clockTimes: own.clockNs / first.clockNs,
  }));
}

async function countFor(run) {
  let count = 16;
  for (let turn = 0; turn < WARM_UP_TURNS; turn += 1) {
    const { cpuNs } = await costOf(run, count);
    count = Math.max(1, Math.round((TURN_MS * 1e6) / cpuNs));
  }
  return count;
}

async function costOf(run, count) {
  const before = process.cpuUsage();
  const started = process.hrtime.bigint();
  await run(count);
  const clockNs = Number(process.hrtime.bigint() - started) / count;
  const { user, system } = process.cpuUsage(before);
  return { clockNs, cpuNs: (1000 * (user + system)) / count };
}

export function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
}
