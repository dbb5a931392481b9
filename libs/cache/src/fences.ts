/**
 * What this process knows of one tag or region: how often it was announced as changed. In the far tier the same fence is a
 * random token under `fenceName`; there a missing token means "changed".
 */
export class Fence {
  epoch = 0;
  uses = 0;

  constructor(readonly name: string) {}
}

/** The fences that something held here depends on; others need no memory. */
export class Fences {
  readonly #live = new Map<string, Fence>();

  /** The fences of these names, kept until each is given back by `release`. */
  hold(names: readonly string[]): readonly Fence[] {
    return names.map((name) => {
      let fence = this.#live.get(name);
      if (!fence) this.#live.set(name, (fence = new Fence(name)));
      fence.uses += 1;
      return fence;
    });
  }

  release(fences: readonly Fence[]): void {
    for (const fence of fences) {
      fence.uses -= 1;
      if (fence.uses === 0) this.#live.delete(fence.name);
    }
  }

  /** Whatever was made under any of these no longer stands. */
  raise(names: Iterable<string>): void {
    for (const name of names) {
      const fence = this.#live.get(name);
      if (fence) fence.epoch += 1;
    }
  }

  get size(): number {
    return this.#live.size;
  }
}

/** One number that changes with any of the fences: epochs only grow, so an equal sum means that none was raised. */
export function stampOf(fences: readonly Fence[]): number {
  let stamp = 0;
  for (const fence of fences) stamp += fence.epoch;
  return stamp;
}

/** Names of fences, apart by what they fence so that a tag can't be taken for a region. */
export const fenceName = {
  key: (key: string) => `k:${key}`,
  region: (region: string) => `r:${region}`,
  tag: (tag: string) => `t:${tag}`,
};
