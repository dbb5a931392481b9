import type { Scheduler } from 'fast-check';
import { Cache } from '../../cache.js';
import { hours, milliseconds } from '../../duration.js';
import type { CacheEvents } from '../../events.js';
import type { Announcement, FarRead } from '../../far/far.tier.js';
import { defineRegion } from '../../region.js';
import { defineTag } from '../../tag.js';
import { SharedStore, StoreTier } from '../../testing/store.tier.js';
import { TestClock } from '../../testing/test.clock.js';

const dishTag = defineTag<[dish: number]>('dish');
export const dishOf = defineRegion<number, { version: number }>({
  name: 'dishes',
  version: 1,
  freshFor: hours(1),
  key: (dish) => [dish],
  tags: (dish) => [dishTag(dish)],
});

export type Act =
  | { readonly does: 'read' | 'change'; readonly node: number; readonly dish: number }
  | { readonly does: 'lose'; readonly node: number }
  | { readonly does: 'pass'; readonly ms: number }
  | { readonly does: 'rest' };

/** Takes its time. Whoever waits for another's load does so by real timers: here all have leave. */
class SlowTier extends StoreTier {
  constructor(
    store: SharedStore,
    private readonly scheduler: Scheduler,
  ) {
    super(store);
  }

  override async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    await this.scheduler.schedule(Promise.resolve(), `asks the store for ${key}`);
    return super.read(key, fences);
  }

  override async drop(announcement: Announcement): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), `drops ${announcement.fences.join()}`);
    return super.drop(announcement);
  }

  override async lease(): Promise<boolean> {
    return true;
  }
}

/** Two nodes on one store, where each hit is compared and whatever takes time takes as long as the scheduler likes. */
export class Kitchen {
  readonly events: CacheEvents['different'][] = [];
  readonly #clock = new TestClock();
  readonly #tiers: StoreTier[] = [];
  readonly #nodes: Cache[];
  readonly #versions = new Map<number, number>();
  /** Changes that are committed, and not announced yet. */
  readonly #owed = new Set<Promise<unknown>>();

  constructor(
    private readonly scheduler: Scheduler,
    { waits = true, alone = false }: { readonly waits?: boolean; readonly alone?: boolean },
  ) {
    const store = new SharedStore();
    const settle = async () => void (waits && (await Promise.all(this.#owed)));
    this.#nodes = Array.from({ length: alone ? 1 : 2 }, () => {
      const far = new SlowTier(store, scheduler);
      this.#tiers.push(far);
      const shadow = { share: 1, atOnce: 1000, settle };
      const cache = new Cache({ clock: this.#clock, far: alone ? undefined : far, deadlineMs: 60_000, shadow });
      cache.events.on('different', (event) => this.events.push(event));
      return cache;
    });
  }

  /** What came of all comparisons so far. */
  get sums(): Record<string, number> {
    const sums: Record<string, number> = { equal: 0, different: 0, unsettled: 0, failed: 0 };
    for (const { counts } of this.#nodes)
      for (const [verdict, count] of Object.entries(counts.get(dishOf.name)?.shadow ?? {}))
        sums[verdict] = (sums[verdict] ?? 0) + count;
    return sums;
  }

  async take(act: Act): Promise<void> {
    if (act.does === 'read') void this.read(act.node, act.dish);
    else if (act.does === 'change') void this.#change(act.node, act.dish);
    else if (act.does === 'lose') this.#lose(act.node);
    else if (act.does === 'pass') this.#clock.advance(milliseconds(act.ms));
    else await this.rest();
  }

  /** Lets happen whatever can, in the scheduler's order, until nothing is left. */
  async rest(): Promise<void> {
    do {
      await this.scheduler.waitAll();
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.scheduler.count() > 0);
  }

  async read(node: number, dish: number): Promise<unknown> {
    return this.#at(node).read(dishOf, dish, async () => {
      await this.scheduler.schedule(Promise.resolve(), `${node}: asks for ${dish}`);
      const version = this.#versions.get(dish) ?? 0;
      await this.scheduler.schedule(Promise.resolve(), `${node}: is brought ${dish}`);
      return { version };
    });
  }

  /** Nobody is told. */
  commit(dish: number): void {
    this.#versions.set(dish, (this.#versions.get(dish) ?? 0) + 1);
  }

  async close(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.close()));
  }

  async #change(node: number, dish: number): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), `${node}: commits ${dish}`);
    this.commit(dish);
    const announced = this.#announce(node, dish).finally(() => this.#owed.delete(announced));
    this.#owed.add(announced);
  }

  async #announce(node: number, dish: number): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), `${node}: announces ${dish}`);
    await this.#at(node).invalidate(dishTag(dish));
  }

  #lose(node: number): void {
    const tier = this.#tiers[node % this.#tiers.length] as StoreTier;
    tier.losesMessages = !tier.losesMessages;
  }

  #at(node: number): Cache {
    return this.#nodes[node % this.#nodes.length] as Cache;
  }
}
