import { describe, expect, it } from '@jest/globals';
import { LRUCache } from 'lru-cache';
import { memoize } from './memoize.js';

/** A function kept by its one argument, and how to forget everything. */
interface Kept {
  (id: number): Promise<unknown>;
  readonly clear: () => void;
}
type Make = (id: number) => Promise<unknown>;

const ways: Record<string, (make: Make) => Kept> = {
  memoize: (make) => memoize(make, { max: 10 }),
  "lru-cache's fetch": (make) => {
    const cache = new LRUCache<number, object>({ max: 10, fetchMethod: make });
    return Object.assign((id: number) => cache.fetch(id), { clear: () => cache.clear() });
  },
};

/** What came of calling it: how often the function was entered, and what was answered. */
const scripts: Record<string, (kept: (make: Make) => Kept) => Promise<unknown>> = {
  'called twice': async (kept) => {
    let entered = 0;
    const call = kept(async (id) => ({ id, entered: (entered += 1) }));
    return [await call(1), await call(1), await call(2)];
  },
  'called by many at once': async (kept) => {
    let entered = 0;
    const call = kept(async () => (entered += 1));
    return Promise.all(Array.from({ length: 20 }, () => call(1)));
  },
  'rejected, then not': async (kept) => {
    let entered = 0;
    const call = kept(async () => {
      entered += 1;
      if (entered === 1) throw new Error('burnt');
      return entered;
    });
    const told = (error: Error) => error.message;
    return [await Promise.all([call(1).catch(told), call(1).catch(told)]), await call(1), await call(1)];
  },
  'more than there is room for': async (kept) => {
    let entered = 0;
    const call = kept(async (id) => ({ id, entered: (entered += 1) }));
    for (const id of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 11]) await call(id);
    return [await call(1), await call(2)];
  },
};

describe('a memoized function does as lru-cache does, when it is', () => {
  it.each(Object.entries(scripts))('%s', async (_, script) => {
    const outcomes = await Promise.all(Object.values(ways).map((way) => script(way)));
    expect(outcomes[0]).toEqual(outcomes[1]);
  });
});

describe('unlike lru-cache, a memoized function', () => {
  const outcomes = (script: (kept: (make: Make) => Kept) => Promise<unknown>) =>
    Promise.all(Object.values(ways).map((way) => script(way)));

  it('keeps undefined as an answer', async () => {
    const entered = await outcomes(async (kept) => {
      let count = 0;
      const call = kept(async () => void (count += 1));
      await call(1);
      await call(1);
      return count;
    });
    expect(entered).toEqual([1, 2]);
  });

  it('answers those who wait when it is cleared, and keeps nothing of it either', async () => {
    const answers = await outcomes(async (kept) => {
      let land: (value: string) => void = () => undefined;
      const call = kept(() => new Promise((resolve) => (land = resolve)));
      const waiting = call(1).catch((error: Error) => `rejected: ${error.message}`);
      call.clear();
      land('old');
      const first = await waiting;
      const second = call(1);
      land('new');
      return [first, await second];
    });
    expect(answers).toEqual([
      ['old', 'new'],
      ['rejected: deleted', 'new'],
    ]);
  });

  it('lets nobody change what the next one gets', async () => {
    const prices = await outcomes(async (kept) => {
      const call = kept(async () => ({ price: 1 }));
      const first = (await call(1)) as { price: number };
      try {
        first.price = 2;
      } catch (error) {
        return (error as Error).name;
      }
      return ((await call(1)) as { price: number }).price;
    });
    expect(prices).toEqual(['TypeError', 2]);
  });

  it('does not call itself bounded when it is not', () => {
    expect(() => memoize(() => 1, {})).toThrow(expect.objectContaining({ code: 'MEMO_INVALID' }));
  });
});
