import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Target } from './model/changes.js';
import { shelf } from './model/kitchen.js';
import type { Node } from './model/node.js';
import { World } from './model/world.js';

beforeAll(() => {
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
});
afterAll(() => {
  jest.useRealTimers();
});

/** What a load does at node one, and what a change does; each in its order, but in any order with the other. */
const LOAD = ['read source', 'write far', 'write near'] as const;
const CHANGE = ['commit', 'invalidate', 'tell'] as const;
type Step = (typeof LOAD | typeof CHANGE)[number];

function orders(one: readonly Step[], other: readonly Step[]): Step[][] {
  const after = ([first, ...rest]: readonly Step[], others: readonly Step[]) =>
    first ? orders(rest, others).map((order) => [first, ...order]) : [];
  return one.length + other.length === 0 ? [[]] : [...after(one, other), ...after(other, one)];
}
const ORDERS = orders(LOAD, CHANGE).map((order) => ({ order, name: order.join(', ') }));

const TARGETS: Record<Target['by'], Target> = {
  key: { by: 'key', subject: shelf },
  tag: { by: 'tag', item: 'egg' },
  region: { by: 'region', subject: shelf },
  time: { by: 'time', item: 'egg' },
};

const FRESH_MS = 4000;
const LIMIT_MS = 3000;

/** Each brings node one to where it is about to ask the source. */
const WAYS: Record<string, (world: World, one: Node, two: Node) => Promise<void>> = {
  'a load that somebody waits for': async (world, one) => void world.read(one, shelf),

  'an early refresh': async (world, one, two) => {
    const { stage } = world;
    void world.read(one, shelf);
    await stage.upTo('one: egg 0');
    world.pass(500);
    await stage.follow(() => stage.go(0));
    await stage.follow(() => world.read(two, shelf));
    world.pass(FRESH_MS - 10);
    await stage.follow(() => world.read(one, shelf));
    void world.read(one, shelf);
  },

  'a refresh in the stale window': async (world, one, two) => {
    const { stage } = world;
    await stage.follow(() => world.read(one, shelf));
    await stage.follow(() => world.read(two, shelf));
    world.pass(FRESH_MS + 10);
    void world.read(one, shelf);
  },

  'a load that ends after its limit': async (world, one) => void world.read(one, shelf),
};

/** One load at node one, one change; the witness is shown what is read in between. */
async function play(order: readonly Step[], way: string, target: Target, maker: 'one' | 'two') {
  const world = new World({ passTimers: (ms) => jest.advanceTimersByTime(ms) });
  const { stage } = world;
  const [one, two] = world.nodes as [Node, Node];
  const [here, there] = maker === 'one' ? [one, two] : [two, one];
  await WAYS[way]?.(world, one, two);
  await stage.upTo('one: egg is read');

  const isLate = way.endsWith('limit');
  const ifItWaits = async (beginning: string) => {
    if (stage.has(beginning)) await stage.let(beginning);
  };
  const acts: Record<Step, () => unknown> = {
    'read source': () => stage.let('one: egg is read'),
    'write far': async () => {
      if (isLate) return world.pass(LIMIT_MS);
      await stage.let('one: egg');
      await ifItWaits('one: write');
    },
    'write near': () => ifItWaits(isLate ? 'one: egg' : 'one: write'),
    commit: () => world.commit('egg'),
    invalidate: () => stage.follow(() => world.announce(here, target)),
    tell: () => stage.let(`${there.name} hears`),
  };
  const readers: Node[] = [];
  for (const step of order) {
    await acts[step]();
    if (step === 'invalidate') readers.push(here);
    if (step === 'tell') readers.push(there);
    for (const reader of readers) await stage.follow(() => world.read(reader, shelf));
  }
  const last = readers.map((reader) => world.read(reader, shelf));
  await world.end();
  return { violations: world.violations, last: await Promise.all(last) };
}

describe.each(Object.keys(WAYS))('no reader sees the old after a change beside %s', (way) => {
  describe.each(Object.values(TARGETS))('announced by its $by', (target) => {
    describe.each(['one', 'two'] as const)('at node %s', (maker) => {
      it.each(ORDERS)('$name', async ({ order }) => {
        const { violations, last } = await play(order, way, target, maker);
        expect(violations).toEqual([]);
        // What is only past its time may be served once more, and the witness has seen that it says so.
        if (target.by !== 'time') expect(last.map((seen) => seen?.versions)).toEqual([{ egg: 1 }, { egg: 1 }]);
      });
    });
  });
});
