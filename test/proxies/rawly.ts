import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends bytes as they are, and gives back all that came until the other side hung up, or this one was told to. */
export async function rawly(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('latin1');
  // A refusal may cut off what is still being sent.
  socket.on('error', () => socket.destroy());
  socket.write(request, 'latin1');
  return text(socket);
}
