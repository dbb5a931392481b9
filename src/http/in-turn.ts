import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Requests of one connection that may wait for their turn; no honest client sends nearly as many before it has read an answer. */
const MOST_IN_LINE = 128;

/**
 * The answers of one connection are made one after the other, each when the one before has been sent. Whoever sends many requests at once and
 * reads no answer would else have them all made, and kept here. One with more in line is cut off.
 */
export function answerInTurn(instance: FastifyInstance): void {
  const inLine = new WeakMap<Socket, number>();
  instance.addHook('onRequest', ({ raw: { socket } }, { raw: response }, done) => {
    // Node gives a response its socket when it is its turn.
    if (response.socket !== null) {
      done();
      return;
    }
    const waiting = (inLine.get(socket) ?? 0) + 1;
    inLine.set(socket, waiting);
    if (waiting > MOST_IN_LINE) socket.destroy();
    response.once('socket', () => {
      inLine.set(socket, (inLine.get(socket) ?? 1) - 1);
      done();
    });
  });
}
