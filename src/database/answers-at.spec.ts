import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answersAt } from './answers-at.js';

/** What PostgreSQL says to who is let in, and when it ends a connection. */
const LET_IN = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1');
const FIELDS = 'SFATAL\0C57P01\0Mterminating connection\0\0';
const ENDED = Buffer.from(`E\0\0\0${String.fromCharCode(FIELDS.length + 4)}${FIELDS}`, 'latin1');

let listener: Server;
/** What is done with who comes. */
let greet: (socket: Socket) => void;
/** Fulfilled once who came is gone. */
let gone: Promise<unknown>;
let came: Socket[];
beforeEach(async () => {
  came = [];
  listener = createServer((socket) => {
    came.push(socket);
    gone = once(socket, 'close');
    socket.on('error', () => socket.destroy()).once('data', () => greet(socket));
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
});
afterEach(() => {
  jest.useRealTimers();
  for (const socket of came) socket.destroy();
  listener.close();
});

const ask = () => answersAt(`postgres://cook@127.0.0.1:${(listener.address() as AddressInfo).port}/kitchen`);

describe('a server that is asked whether it is there', () => {
  it('is so with the first byte, and its connection is given up', async () => {
    greet = (socket) => socket.write(LET_IN.subarray(0, 1));
    await ask();
    await gone;
  });

  it('is so too when all it says is that it has no room', async () => {
    greet = (socket) => socket.end(ENDED);
    await ask();
    await gone;
  });

  it('may end what it has just begun: that breaks nothing', async () => {
    greet = (socket) => socket.write(Buffer.concat([LET_IN, ENDED]));
    await ask();
    await gone;
  });

  it('is not when it ends the connection without a word', async () => {
    greet = (socket) => socket.end();
    await expect(ask()).rejects.toThrow('Connection terminated unexpectedly');
    await gone;
  });

  it('is not when it says nothing for a second, and its connection is given up', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const came = new Promise<void>((resolve) => (greet = () => resolve()));
    const asked = ask();
    await came;
    jest.advanceTimersByTime(1000);
    await expect(asked).rejects.toThrow('timeout expired');
    await gone;
  });
});
