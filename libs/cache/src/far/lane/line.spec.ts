import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSafeServer } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { commandOf, greetingOf, socketTo } from './line.js';

describe('a command', () => {
  it('is said with the length of each word in bytes', () => {
    expect(commandOf('MGET', 'jar', 'crème')).toBe('*3\r\n$4\r\nMGET\r\n$3\r\njar\r\n$6\r\ncrème\r\n');
  });

  it.each([
    ['redis://127.0.0.1:6379', []],
    ['redis://127.0.0.1:6379/', []],
    ['redis://127.0.0.1/7', [commandOf('SELECT', '7')]],
    ['rediss://:secret@127.0.0.1', [commandOf('AUTH', 'secret')]],
    ['redis://cook:s%2Fcret@127.0.0.1/2', [commandOf('AUTH', 'cook', 's/cret'), commandOf('SELECT', '2')]],
  ])('is what whoever comes by %s begins with: who they are, and which database is meant', (url, greeting) => {
    expect(greetingOf(url)).toEqual(greeting);
  });
});

describe('a socket', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
  });

  async function portOf(server: Server): Promise<number> {
    servers.push(server.listen(0, '127.0.0.1'));
    // Who hangs up is seen at the other end.
    server.on('connection', (line: Socket) => line.on('error', () => line.destroy()));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  function opened(url: string, take: (piece: Buffer) => void = () => undefined) {
    let socket!: Socket;
    const ready = new Promise<void>((resolve, reject) => {
      socket = socketTo({ url }, { ready: resolve, take });
      socket.on('error', reject);
    });
    sockets.push(socket);
    return { socket, ready };
  }

  it('takes all that is said there in one and the same room, in pieces that are not small', async () => {
    const said = Buffer.alloc(2_000_000, 'soup');
    const port = await portOf(createServer((line) => line.write(said)));
    const heard: Buffer[] = [];
    const rooms = new Set<ArrayBufferLike>();
    let bytes = 0;
    await new Promise<void>((resolve, reject) => {
      const { ready } = opened(`redis://127.0.0.1:${port}`, (piece) => {
        rooms.add(piece.buffer);
        heard.push(Buffer.from(piece));
        bytes += piece.length;
        if (bytes === said.length) resolve();
      });
      ready.catch(reject);
    });
    expect(Buffer.concat(heard).equals(said)).toBe(true);
    expect(rooms.size).toBe(1);
    expect(heard.length).toBeLessThan(2000);
  });

  it.each([
    ['redis://127.0.0.1', '127.0.0.1', 6379],
    ['redis://[::1]:6380', '::1', 6380],
  ])('by %s leads to %s, and there to %i', async (url, address, port) => {
    const { socket, ready } = opened(url);
    // Whether anybody is there or not.
    const place = await ready.then(
      () => ({ address: socket.remoteAddress, port: socket.remotePort }),
      (error: unknown) => error,
    );
    expect(place).toMatchObject({ address, port });
  });

  it('by TLS says by which name it came', async () => {
    const names: string[] = [];
    const SNICallback = (name: string, tell: (error: Error) => void) => {
      names.push(name);
      tell(new Error('nobody is let in'));
    };
    const port = await portOf(createSafeServer({ SNICallback }));
    await Promise.allSettled([opened(`rediss://localhost:${port}`).ready]);
    expect(names).toEqual(['localhost']);
  });
});
