import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, RedisTier, type RedisPlace } from '#cache';
import { until } from './harness/until.js';
import { RunningClock } from './running-clock.js';

/** Two instances that read and change all the time while their Redis servers take over from one another. */

export const prefix = 'shop:';
export const USERS = 12;
/** Whose change a replica never hears of: traffic leaves it alone. */
export const TRAPPED = 3;
export const HEAL_LIMIT_MS = 30_000;

const pantryTag = defineTag<[userId: number]>('pantry');
const pantries = defineRegion<{ userId: number }, { version: number }>({
  name: 'pantry',
  version: 1,
  freshFor: hours(1),
  key: ({ userId }) => [userId],
  tags: ({ userId }) => [pantryTag(userId)],
});

const caches: Cache[] = [];
const traffics: Traffic[] = [];
/** What is left of a test goes, however that ended. */
export async function closeInstances(): Promise<void> {
  await Promise.all(traffics.splice(0).map((traffic) => traffic.end()));
  await Promise.all(caches.splice(0).map((cache) => cache.close()));
}

/** What every instance reads from, and what others were told of it. */
export class Source {
  readonly versions = new Map<number, number>();
  /** Of changes that the far tier took at once. */
  readonly told = new Map<number, number>();

  /** Others may go on asking a master that was replaced for so long. */
  constructor(private readonly graceMs = 0) {}

  of(userId: number): { version: number } {
    return { version: this.versions.get(userId) ?? 0 };
  }

  tell(userId: number, version: number): void {
    if (this.graceMs === 0) this.told.set(userId, version);
    else setTimeout(() => this.told.set(userId, version), this.graceMs).unref();
  }
}

/** An instance that trusts nothing it did not just ask for: what it serves shows what the servers say. */
export function anInstance(place: RedisPlace, source: Source) {
  const far = new RedisTier({ ...place, prefix, onError: () => undefined });
  const cache = new Cache({ clock: new RunningClock(), far, trustMs: 0, deadlineMs: 2000 });
  caches.push(cache);
  const fetch = (userId: number) => cache.fetch(pantries, { userId }, async () => source.of(userId));
  const change = async (userId: number) => {
    const version = (source.versions.get(userId) ?? 0) + 1;
    source.versions.set(userId, version);
    await cache.invalidate(pantryTag(userId));
    if (cache.far?.owed === 0) source.tell(userId, version);
  };
  const answers = () => until('the far tier answers', () => cache.farAnswers(), HEAL_LIMIT_MS);
  return { cache, fetch, change, answers };
}
export type Instance = ReturnType<typeof anInstance>;

/** Both read all the time, and the first one changes some; tells what was older than it may be. */
export class Traffic {
  readonly old: string[] = [];
  reads = 0;
  readonly users = Array.from({ length: USERS }, (_, userId) => userId).filter((userId) => userId !== TRAPPED);
  #over = false;
  readonly #running: Promise<unknown>;

  constructor(
    private readonly source: Source,
    [one, two]: readonly [Instance, Instance],
  ) {
    traffics.push(this);
    this.#running = Promise.all([this.#reading('own', one), this.#reading('other', two), this.#changing(one)]);
  }

  /** Everybody was read for again, by both. */
  async twiceRound(): Promise<void> {
    const enough = this.reads + 4 * USERS;
    await until('everybody is read for again', () => this.reads > enough, HEAL_LIMIT_MS);
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#running;
  }

  async #reading(whose: 'own' | 'other', { fetch }: Instance): Promise<void> {
    for (let turn = 0; !this.#over; turn += 1) {
      const userId = this.users[turn % this.users.length] as number;
      const known = (whose === 'own' ? this.#changed : this.source.told).get(userId) ?? 0;
      const { value, from } = await fetch(userId);
      this.reads += 1;
      if (value.version < known) this.old.push(`${whose}: ${value.version} by ${from} after ${known}`);
      await pause(2);
    }
  }

  /** Acknowledged to who made the change, whether others could be told or not. */
  readonly #changed = new Map<number, number>();

  async #changing({ change }: Instance): Promise<void> {
    for (let turn = 0; !this.#over; turn += 1) {
      const userId = (turn * 5) % USERS;
      if (userId === TRAPPED) continue;
      await change(userId);
      this.#changed.set(userId, this.source.versions.get(userId) ?? 0);
      await pause(10);
    }
  }
}

export async function servesAgain({ cache, fetch, change, answers }: Instance, other: Instance): Promise<void> {
  // The other one may write it all: this one's breaker may have opened once more while the masters came to agree.
  await answers();
  for (let userId = 0; userId < USERS; userId += 1) {
    await until(
      'it is written and found again',
      async () => {
        await fetch(userId);
        return (await other.fetch(userId)).from !== 'load';
      },
      HEAL_LIMIT_MS,
    );
    await change(userId);
  }
  expect(cache.far).toMatchObject({ breaker: 'closed', owed: 0 });

  let heard = 0;
  other.cache.events.on('dropped', ({ own }) => (heard += own ? 0 : 1));
  await until('the other is told again', async () => {
    await change(0);
    return heard > 0;
  });
}
