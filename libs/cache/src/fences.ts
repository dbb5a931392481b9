/** How much an epoch grows by a change; by 1 when what stands under the fence is past its time, but not wrong. */
const CHANGED = 2 ** 26;

/**
 * What this process knows of one tag or region: how often it was announced as changed, and as past its time. In the far tier the
 * same fence is a random token under `fenceName`; there a missing token means "changed".
 */
export class Fence {
  epoch = 0;
  /** When what stands under it was announced as past its time last, by `Clock.elapsed()`. */
  expiredAt: number | undefined;
  uses = 0;
  #alone: readonly Fence[] | undefined;

  constructor(readonly name: string) {}

  /** What depends on nothing else: one list for all of it. */
  get alone(): readonly Fence[] {
    return (this.#alone ??= [this]);
  }
}

let announced = 0;

/** How much was announced in this process so far, of what something depends on: while this stays, whatever stood goes on standing. */
export function announcedSoFar(): number {
  return announced;
}

/** The fences that something held here depends on; others need no memory. */
export class Fences {
  readonly #live = new Map<string, Fence>();
  /** How much was announced so far, of whatever it was: while this stays, nothing has changed that anybody knows of here. */
  announced = 0;

  /** The fences of these names, kept until each is given back by `release`. */
  hold(names: readonly string[]): readonly Fence[] {
    const fences = names.map((name) => this.#fence(name));
    const [first] = fences;
    const held = first && fences.length === 1 ? first.alone : fences;
    this.keep(held);
    return held;
  }

  /** These, which are held already, until they are given back once more. */
  keep(fences: readonly Fence[]): void {
    for (const fence of fences) fence.uses += 1;
  }

  release(fences: readonly Fence[]): void {
    for (const fence of fences) {
      fence.uses -= 1;
      if (fence.uses === 0) this.#live.delete(fence.name);
    }
  }

  /** Whatever was made under any of these no longer stands. */
  raise(names: Iterable<string>): void {
    this.announced += 1;
    for (const name of names) {
      const fence = this.#live.get(name);
      if (!fence) continue;
      fence.epoch += CHANGED;
      announced += 1;
    }
  }

  /** Whatever was made until now no longer stands. */
  raiseAll(): void {
    this.raise(this.#live.keys());
  }

  /** Whatever was made under any of these is past its time from now on. */
  expire(names: Iterable<string>, now: number): void {
    this.announced += 1;
    for (const name of names) {
      const fence = this.#live.get(name);
      if (!fence) continue;
      fence.epoch += 1;
      fence.expiredAt = now;
      announced += 1;
    }
  }

  get size(): number {
    return this.#live.size;
  }

  #fence(name: string): Fence {
    let fence = this.#live.get(name);
    if (!fence) this.#live.set(name, (fence = new Fence(name)));
    return fence;
  }
}

/** One number that changes with any of the fences: epochs only grow, so an equal sum means that none was raised. */
export function stampOf(fences: readonly Fence[]): number {
  let stamp = 0;
  for (const fence of fences) stamp += fence.epoch;
  return stamp;
}

/** True when no change was announced between these two stamps. So many expiries that they look like one only cost a miss. */
export function isUnchanged(one: number, other: number): boolean {
  return Math.floor(one / CHANGED) === Math.floor(other / CHANGED);
}

/** When what depends on all of these was announced as past its time last. */
export function expiredAtOf(fences: readonly Fence[]): number {
  return Math.max(-Infinity, ...fences.map(({ expiredAt }) => expiredAt ?? -Infinity));
}

/** Names of fences, apart by what they fence so that a tag can't be taken for a region. */
export const fenceName = {
  key: (key: string) => `k:${key}`,
  region: (region: string) => `r:${region}`,
  tag: (tag: string) => `t:${tag}`,
  /** The one around all there is, also what nobody here knows the name of. It is not among those that an entry lists. */
  all: 'all',
};

/** The names of the tags among these. */
export function tagsIn(fences: readonly Pick<Fence, 'name'>[]): string[] {
  const head = fenceName.tag('');
  return fences.filter(({ name }) => name.startsWith(head)).map(({ name }) => name.slice(head.length));
}
