import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { knocking, type Knocking } from './knocking-client.js';

/** What PostgreSQL says to who is let in. */
const LET_IN = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1');
const SHUT = new Error('shut');

let listener: Server;
/** Those who came, as they stand at the door. */
let came: Socket[];
let door: Knocking;
beforeEach(async () => {
  came = [];
  listener = createServer((socket) => {
    socket.on('error', () => socket.destroy()).once('data', () => listener.emit('came', came.push(socket)));
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  door = knocking();
});
afterEach(() => {
  jest.useRealTimers();
  for (const socket of came) socket.destroy();
  listener.close();
});

/** What somebody who wants in is told; undefined when they are let in. */
function knock(): Promise<Error | undefined> {
  const { port } = listener.address() as AddressInfo;
  const client = new door.Client({ host: '127.0.0.1', port, user: 'cook', database: 'kitchen' });
  // As a pool does: what breaks later is no matter of who lets in.
  client.on('error', () => undefined);
  return new Promise((resolve) => client.connect((error: Error | null) => resolve(error ?? undefined)));
}

async function knocked(): Promise<{ readonly told: Promise<Error | undefined>; readonly socket: Socket | undefined }> {
  const heard = once(listener, 'came');
  const told = knock();
  await heard;
  return { told, socket: came.at(-1) };
}

describe('a door that was shut', () => {
  it('is tried by nobody for a while: who knocks is told why at once', async () => {
    door.shut(SHUT);
    jest.advanceTimersByTime(199);
    expect([await knock(), await knock(), came]).toEqual([SHUT, SHUT, []]);
  });

  it('is then tried by one at a time, the others are told meanwhile, and is open once that one is let in', async () => {
    door.shut(SHUT);
    jest.advanceTimersByTime(200);
    const { told, socket } = await knocked();
    expect([await knock(), came.length]).toEqual([SHUT, 1]);

    socket?.write(LET_IN);
    expect(await told).toBeUndefined();
    const [one, other] = [await knocked(), await knocked()];
    for (const { socket: inside } of [one, other]) inside?.write(LET_IN);
    expect([await one.told, await other.told]).toEqual([undefined, undefined]);
  });

  it('at which nobody answers keeps who tries it for a second and a half, and is shut for the same reason', async () => {
    door.shut(SHUT);
    jest.advanceTimersByTime(200);
    const { told, socket } = await knocked();
    const left = once(socket ?? listener, 'close');
    jest.advanceTimersByTime(1500);
    expect(await told).toBe(SHUT);
    await left;
    expect([await knock(), came.length]).toEqual([SHUT, 1]);
  });
});

it('a door that was never shut is tried by as many as come', async () => {
  const tries = [await knocked(), await knocked()];
  for (const { socket } of tries) socket?.write(LET_IN);
  expect(await Promise.all(tries.map(({ told }) => told))).toEqual([undefined, undefined]);
});

it('a door that is shut keeps nobody who stands at it: they are told why as well', async () => {
  const tries = [await knocked(), await knocked()];
  const left = tries.map(({ socket }) => once(socket ?? listener, 'close'));
  door.shut(SHUT);
  expect(await Promise.all(tries.map(({ told }) => told))).toEqual([SHUT, SHUT]);
  await Promise.all(left);
});
