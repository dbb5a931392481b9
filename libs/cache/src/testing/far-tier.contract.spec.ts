import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../clock.js';
import type { Announcement, FarLives } from '../far/far.tier.js';
import { farTierContract } from './far-tier.contract.js';
import { SharedStore, StoreTier } from './store.tier.js';

/** One way for a tier to be wrong, and the promise that it breaks by that. */
const defects: [string, (store: SharedStore) => StoreTier][] = [
  [
    'byte for byte, with bytes of every value',
    (store) =>
      new (class extends StoreTier {
        override write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]) {
          return super.write(key, Buffer.from(bytes.toString('utf8')), lives, fences);
        }
      })(store),
  ],
  [
    'under its own key',
    (store) =>
      new (class extends StoreTier {
        override write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]) {
          return super.write(key.normalize('NFC'), bytes, lives, fences);
        }
      })(store),
  ],
  [
    'lives as long as it was told, and tells',
    (store) =>
      new (class extends StoreTier {
        override write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]) {
          return super.write(key, bytes, { ...lives, entryMs: lives.entryMs / 1000 }, fences);
        }
      })(store),
  ],
  [
    'gone once it is removed',
    (store) =>
      new (class extends StoreTier {
        override async remove() {
          store.empty();
        }
      })(store),
  ],
  [
    'leaves no token that counts',
    (store) =>
      new (class extends StoreTier {
        override drop({ fences, keys, heads }: Announcement) {
          return super.drop({ fences: fences.filter((name) => name !== 'all'), keys, heads });
        }
      })(store),
  ],
  [
    'keeps the one it has',
    (store) =>
      new (class extends StoreTier {
        override plant(fences: readonly string[], token: string, lifeMs: number) {
          for (const fence of fences) store.tokens.delete(fence);
          return super.plant(fences, token, lifeMs);
        }
      })(store),
  ],
  [
    'one token after two were planted',
    (store) =>
      new (class extends StoreTier {
        override async plant(fences: readonly string[], token: string, lifeMs: number) {
          await super.plant(fences, token, lifeMs);
          return fences.map(() => token);
        }
      })(store),
  ],
  [
    'no token once it is dropped',
    (store) =>
      new (class extends StoreTier {
        override drop({ keys }: Announcement) {
          return super.drop({ fences: [], keys });
        }
      })(store),
  ],
  [
    'does not come back by an entry',
    (store) =>
      new (class extends StoreTier {
        override async write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]) {
          await super.plant(fences, 'written', lives.fencesMs);
          await super.write(key, bytes, lives, fences);
        }
      })(store),
  ],
  [
    'by every sign of its name',
    (store) =>
      new (class extends StoreTier {
        override drop({ fences, keys }: Announcement) {
          const heads = fences.filter((fence) => fence.endsWith('*')).map((fence) => fence.slice(0, -1));
          const meant = [...store.tokens.keys()].filter((name) => heads.some((head) => name.startsWith(head)));
          return super.drop({ fences: [...fences, ...meant], keys });
        }
      })(store),
  ],
  [
    'and never less',
    (store) =>
      new (class extends StoreTier {
        override async write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]) {
          await super.write(key, bytes, lives, fences);
          for (const fence of fences) store.keepFor(lives.fencesMs, 'tokens', fence);
        }
      })(store),
  ],
  [
    'ten thousand fences',
    (store) =>
      new (class extends StoreTier {
        override drop({ fences, keys }: Announcement) {
          return super.drop({ fences: fences.slice(0, 9999), keys });
        }
      })(store),
  ],
  [
    'not by who made it',
    (store) =>
      new (class extends StoreTier {
        readonly #own: ((announcement: Announcement) => void)[] = [];
        override onDropped(listener: (announcement: Announcement) => void) {
          super.onDropped(listener);
          this.#own.push(listener);
        }
        override async drop(announcement: Announcement) {
          await super.drop(announcement);
          for (const listener of this.#own) listener(announcement);
        }
      })(store),
  ],
  [
    'had by one at a time',
    (store) =>
      new (class extends StoreTier {
        override async lease() {
          return true;
        }
      })(store),
  ],
  [
    'by its owner only',
    (store) =>
      new (class extends StoreTier {
        override async release(name: string) {
          store.leases.delete(name);
        }
      })(store),
  ],
  [
    'has the texts in its name, and by no other',
    (store) =>
      new (class extends StoreTier {
        override walk() {
          return super.walk(['']);
        }
      })(store),
  ],
  [
    'all of thousands',
    (store) =>
      new (class extends StoreTier {
        override async *walk(texts: readonly string[]) {
          let pages = 0;
          for await (const page of super.walk(texts)) if ((pages += 1) <= 1000) yield page;
        }
      })(store),
  ],
  [
    'they are told',
    (store) =>
      new (class extends StoreTier {
        override drop({ fences, keys }: Announcement) {
          return super.drop({ fences, keys });
        }
      })(store),
  ],
  [
    'says so when the store is gone',
    (store) =>
      new (class extends StoreTier {
        override async remove() {}
      })(store),
  ],
];

/** The checks by their names, run by hand. */
function checksOf(aTier: (store: SharedStore) => StoreTier): Map<string, () => Promise<void>> {
  const store = new SharedStore(new SystemClock());
  const checks = new Map<string, () => Promise<void>>();
  const runner = {
    describe: (_: string, specs: () => void) => specs(),
    it: (name: string, check: () => Promise<void>) => void checks.set(name, check),
  };
  const lose = () => {
    for (const tier of store.tiers) tier.fault = 'refuses';
  };
  farTierContract(runner, { aTier: () => aTier(store), lose });
  return checks;
}

describe('the contract of far tiers', () => {
  it.each(defects)('finds a tier that breaks the promise "%s"', async (promise, aBroken) => {
    const broken = [...checksOf(aBroken)].filter(([name]) => name.includes(promise));
    expect(broken).toHaveLength(1);
    await expect(broken[0]?.[1]()).rejects.toMatchObject({ code: 'ERR_ASSERTION' });

    const sound = [...checksOf((store) => new StoreTier(store))].filter(([name]) => name.includes(promise));
    await sound[0]?.[1]();
  });
});
