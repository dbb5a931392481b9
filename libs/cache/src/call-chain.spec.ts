import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CallChain } from './call-chain.js';

const turn = () => new Promise<void>(setImmediate);

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a call chain', () => {
  it('carries what it was given through all that it waits for, and nobody else does', async () => {
    const chain = new CallChain<string>();
    const seen = async () => {
      await turn();
      return chain.current;
    };
    const [one, other, outside] = await Promise.all([chain.run('one', seen), chain.run('other', seen), seen()]);
    expect([one, other, outside, chain.current]).toEqual(['one', 'other', undefined, undefined]);
    expect(chain.run('at once', () => chain.current)).toBe('at once');
  });

  it('carries what was given last, and the former again behind that', async () => {
    const chain = new CallChain<number>();
    const inner = () => chain.run(2, async () => (await turn(), chain.current));
    expect(await chain.run(1, async () => [chain.current, await inner(), chain.current])).toEqual([1, 2, 1]);
  });

  it('is followed until the last work has settled, well or not, and no longer', async () => {
    const disabled = jest.spyOn(AsyncLocalStorage.prototype, 'disable');
    const chain = new CallChain<number>();
    let fail: (error: Error) => void = () => undefined;
    const lasting = chain.run(1, () => new Promise<void>((_, reject) => (fail = reject)));
    await chain.run(2, turn);
    expect(() => chain.run(3, () => { throw new Error('at once'); })).toThrow('at once'); // prettier-ignore
    expect(disabled).not.toHaveBeenCalled();
    fail(new Error('in the end'));
    await expect(lasting).rejects.toThrow('in the end');
    expect(disabled).toHaveBeenCalledTimes(1);
  });

  it('is not followed any more once it is closed, though its work may never settle', () => {
    const disabled = jest.spyOn(AsyncLocalStorage.prototype, 'disable');
    const chain = new CallChain<number>();
    void chain.run(1, () => new Promise(() => undefined));
    chain.close();
    expect(disabled).toHaveBeenCalledTimes(1);
  });
});
