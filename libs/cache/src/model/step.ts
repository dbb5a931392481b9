import fc from 'fast-check';
import { TARGETS } from './changes.js';
import { ITEMS, SUBJECTS } from './kitchen.js';
import type { World } from './world.js';

type Act = (world: World, a: number, b: number, which: number) => void | Promise<void>;

const HOURS_2 = 7_200_000;
const SPANS_MS = [1, 40, 300, 600, 999, 1000, 2500, 4200, 6000];

const of = <T>(list: readonly T[], pick: number): T => list[pick % list.length] as T;

const read: Act = (world, a, b) => world.read(of(world.nodes, a), of(SUBJECTS, b), 'use');

const change: Act = (world, a, b) => {
  const target = of(TARGETS, b);
  world.commit(target.by === 'tag' ? target.item : target.subject.item);
  world.announce(of(world.nodes, a), target);
};

/** What can happen next, and how often it does. */
const ACTS: Record<string, readonly [weight: number, act: Act]> = {
  go: [160, ({ stage }, _a, _b, which) => stage.go(which)],
  rush: [60, ({ stage }, _a, _b, which) => stage.wholly(() => stage.go(which))],
  lose: [20, ({ stage }, _a, _b, which) => stage.fail(which)],
  twice: [5, ({ stage }, _a, _b, which) => stage.go(which, true)],
  'begin to read': [80, read],
  read: [120, (world, a, b) => world.stage.wholly(() => void read(world, a, b, 0))],
  refresh: [10, (world, a, b) => world.read(of(world.nodes, a), of(SUBJECTS, b), 'refresh')],
  bypass: [10, (world, a, b) => world.read(of(world.nodes, a), of(SUBJECTS, b), 'bypass')],
  peek: [15, (world, a, b) => world.peek(of(world.nodes, a), of(SUBJECTS, b))],
  put: [10, (world, a, b) => world.put(of(world.nodes, a), of(SUBJECTS, b))],
  commit: [20, (world, a) => world.commit(of(ITEMS, a))],
  announce: [20, (world, a, b) => world.announce(of(world.nodes, a), of(TARGETS, b))],
  'begin to change': [50, change],
  change: [60, (world, a, b) => world.stage.wholly(() => void change(world, a, b, 0))],
  pass: [50, (world, _a, _b, which) => world.pass(of(SPANS_MS, which))],
  wall: [5, ({ nodes }, a, b) => of(nodes, a).clock.setWall(of(nodes, a).clock.now() + (b % 2 ? HOURS_2 : -HOURS_2))],
  refuse: [6, ({ nodes }, a) => void (of(nodes, a).tier.connection = 'refuses')],
  hang: [4, ({ nodes }, a) => void (of(nodes, a).tier.connection = 'hangs')],
  heal: [20, ({ nodes }, a) => of(nodes, a).tier.heal()],
  empty: [3, ({ store }) => store.empty()],
  evict: [7, ({ store }, _a, _b, which) => store.evict(which)],
};

export type Step = readonly [act: string, which: number, a: number, b: number];

/** In a narrow schedule everything happens to few nodes and few entries. */
export interface Schedule {
  readonly width: number;
  readonly steps: readonly Step[];
}

const anAct = fc.oneof(...Object.entries(ACTS).map(([name, [weight]]) => ({ arbitrary: fc.constant(name), weight })));
const aPick = fc.nat({ max: 23 });

export const aSchedule = (maxLength: number): fc.Arbitrary<Schedule> =>
  fc.record({
    width: fc.constantFrom(2, 3, 4, 24),
    steps: fc.array(fc.tuple(anAct, aPick, aPick, aPick), { maxLength, size: 'max' }),
  });

export function take(world: World, [name, which, a, b]: Step, width: number): void | Promise<void> {
  const [, act] = ACTS[name] ?? [];
  world.stage.story.push(`-- ${name} ${which} ${a % width} ${b % width}`);
  return act?.(world, a % width, b % width, which);
}
