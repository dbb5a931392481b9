import { describe, expect, it } from '@jest/globals';
import { OwnLateness, withinDeadline } from './deadline.js';

const never = () => new Promise<never>(() => undefined);
const busyFor = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

describe('a deadline', () => {
  it('lets through what comes in time, an error as well', async () => {
    expect(await withinDeadline(1000, 'read', Promise.resolve(7))).toBe(7);
    await expect(withinDeadline(1000, 'read', Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('ends the wait for what does not come', async () => {
    let error: unknown;
    // A busy machine may make the process late itself: that is told apart, and tried again.
    do error = await withinDeadline(5, 'read', never()).catch((reason: unknown) => reason);
    while (error instanceof OwnLateness);
    expect(error).toMatchObject({ code: 'FAR_DEADLINE' });
  });

  it('blames the process, not the tier, when the process itself was busy', async () => {
    const waiting = withinDeadline(5, 'read', never());
    busyFor(60);
    await expect(waiting).rejects.toBeInstanceOf(OwnLateness);
  });

  it('takes an answer that lay in the socket while the process was busy', async () => {
    // From here the loop comes to its timers before it comes to what arrived.
    await new Promise(setImmediate);
    const waiting = withinDeadline(5, 'read', new Promise((resolve) => setImmediate(resolve, 'there')));
    busyFor(60);
    expect(await waiting).toBe('there');
  });
});
