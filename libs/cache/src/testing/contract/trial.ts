import { randomUUID } from 'node:crypto';
import type { Announcement, FarTier } from '../../far/far.tier.js';

/** What Jest, Vitest, Mocha and node:test have in common. */
export interface Runner {
  readonly describe: (name: string, specs: () => void) => void;
  readonly it: (name: string, spec: () => Promise<void>) => void;
}

/**
 * What a store may have no way to do. `messages`: nobody hears what others drop. `atomic`: of two that plant or lease at the same moment
 * both may be told that they did. `marks`: what is past its time is dropped. `prolonging`: fences end when they were planted to end, whatever is written under them later.
 * `walks`: it can't be gone over.
 */
export type Lack = 'messages' | 'atomic' | 'prolonging' | 'marks' | 'walks';

/** The tier that is put to the test. */
export interface Trial {
  /** Another tier on the one store that all of them share, ready to be asked. The contract closes it. */
  aTier(): FarTier | Promise<FarTier>;
  /** The store goes away, as by `kill -9`, and stays away. Asked once, at the very end; left out where it lives in this very process. */
  lose?(): void | Promise<void>;
  /** The promises that this store can't hold; all else is checked. */
  readonly lacks?: readonly Lack[];
}

export const holds = ({ lacks = [] }: Trial, promise: Lack) => !lacks.includes(promise);

const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 10;

/** Runs `check` with two tiers that share the store, and closes them whatever comes of it. */
export async function withTwo(trial: Trial, check: (one: FarTier, two: FarTier) => Promise<void>): Promise<void> {
  const one = await trial.aTier();
  const two = await trial.aTier();
  try {
    await check(one, two);
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
}

/** A name that no other check uses, on whatever store. */
export function aName(about = 'contract'): string {
  return `${about}:${randomUUID()}`;
}

/** Looks again and again until `look` finds something, and gives that back; throws with `what` when it never does. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${WAIT_MS} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Waits until each hears the other: a subscription takes its time. */
export async function inEarshot(one: FarTier, two: FarTier): Promise<void> {
  for (const [speaker, hearer] of [
    [one, two],
    [two, one],
  ] as const) {
    const heard = heardBy(hearer);
    await until('it hears the other', async () => {
      await speaker.drop({ fences: [aName('t')], keys: [] });
      return heard.length > 0;
    });
  }
}

/** Everything that a tier hears from now on. */
export function heardBy(tier: FarTier): Announcement[] {
  const heard: Announcement[] = [];
  tier.onDropped((announcement) => heard.push(announcement));
  return heard;
}

export async function tokensOf(tier: FarTier, fences: readonly string[]): Promise<readonly (string | undefined)[]> {
  return (await tier.read(undefined, fences)).tokens;
}
