import fc from 'fast-check';
import type { TestClock } from '../testing/test.clock.js';
import { TARGETS } from './changes.js';
import { ITEMS, SUBJECTS } from './kitchen.js';
import type { World } from './world.js';

/** What happens, to which of the things that wait, how far what follows from it goes, and to which node and entry. */
export interface Step {
  readonly act: string;
  readonly which: number;
  readonly depth: number;
  readonly a: number;
  readonly b: number;
}

/** In a narrow schedule everything happens to few nodes and few entries. */
export interface Schedule {
  readonly width: number;
  readonly steps: readonly Step[];
}

type Act = (world: World, step: Step) => unknown;

const HOURS_2 = 7_200_000;
const SPANS_MS = [1, 40, 300, 600, 999, 1000, 2500, 4200, 6000];

const of = <T>(list: readonly T[], pick: number): T => list[pick % list.length] as T;
const nodeOf = ({ nodes }: World, { a }: Step) => of(nodes, a);

const reads =
  (mode: 'use' | 'refresh' | 'bypass'): Act =>
  (world, step) =>
    world.read(nodeOf(world, step), of(SUBJECTS, step.b), mode);

const announces: Act = (world, step) => world.announce(nodeOf(world, step), of(TARGETS, step.b));

const changes: Act = (world, step) => {
  const target = of(TARGETS, step.b);
  world.commit('item' in target ? target.item : target.subject.item);
  announces(world, step);
};

const moveWall = (clock: TestClock, byMs: number) => clock.setWall(clock.now() + byMs);

/** What can happen, and how often it does. */
const ACTS: Record<string, readonly [weight: number, act: Act]> = {
  go: [200, ({ stage }, { which }) => stage.go(which)],
  hear: [30, ({ stage }, { which }) => stage.hear(which)],
  'hear, not for the last time': [5, ({ stage }, { which }) => stage.hear(which, true)],
  lose: [20, ({ stage }, { which }) => stage.fail(which)],
  read: [180, reads('use')],
  refresh: [10, reads('refresh')],
  bypass: [10, reads('bypass')],
  peek: [15, (world, step) => world.peek(nodeOf(world, step), of(SUBJECTS, step.b))],
  'put by ticket': [15, (world, step) => world.putByTicket(nodeOf(world, step), of(SUBJECTS, step.b))],
  put: [10, (world, step) => world.put(nodeOf(world, step), of(SUBJECTS, step.b))],
  commit: [20, (world, { a }) => world.commit(of(ITEMS, a))],
  announce: [20, announces],
  change: [100, changes],
  pass: [50, (world, { which }) => world.pass(of(SPANS_MS, which))],
  'set the wall clock': [5, (world, step) => moveWall(nodeOf(world, step).clock, step.b % 2 ? HOURS_2 : -HOURS_2)],
  refuse: [6, (world, step) => (nodeOf(world, step).tier.connection = 'refuses')],
  hang: [4, (world, step) => (nodeOf(world, step).tier.connection = 'hangs')],
  heal: [20, (world, step) => nodeOf(world, step).tier.heal()],
  empty: [3, ({ store }) => store.empty()],
  evict: [7, ({ store }, { which }) => store.evict(which)],
};

const anAct = fc.oneof(...Object.entries(ACTS).map(([act, [weight]]) => ({ arbitrary: fc.constant(act), weight })));
const aPick = fc.nat({ max: 23 });
const WHOLLY = 60;
const aDepth = fc.oneof({ arbitrary: fc.nat({ max: 12 }), weight: 2 }, { arbitrary: fc.constant(WHOLLY), weight: 1 });

export const aSchedule = (maxLength: number): fc.Arbitrary<Schedule> =>
  fc.record({
    width: fc.constantFrom(2, 3, 4, 24),
    steps: fc.array(fc.record({ act: anAct, which: aPick, depth: aDepth, a: aPick, b: aPick }), {
      maxLength,
      size: 'max',
    }),
  });

export function take(world: World, width: number, step: Step): Promise<void> {
  const [, act] = ACTS[step.act] ?? [];
  const narrow = { ...step, a: step.a % width, b: step.b % width };
  world.stage.story.push(`-- ${Object.values(narrow).join(' ')}`);
  return world.stage.follow(() => act?.(world, narrow), step.depth);
}
