import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A question as it came to the service. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Manner = (response: ServerResponse, asked: Asked) => void;

/** A service of others, spoken to over HTTP; it answers as the test wants, keeps what it was asked, and sees who hangs up. */
export class OutsideServer {
  readonly asked: Asked[] = [];
  manner: Manner = answers(404, {});
  /** Questions whose asker went away before they were answered. */
  abandoned = 0;

  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<OutsideServer> {
    const server = new OutsideServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
    });
    const { method = '', url: path = '', headers } = request;
    const asked = { method, path, headers, body: await text(request) };
    this.asked.push(asked);
    this.manner(response, asked);
  }
}

export function answers(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): Manner {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export const hangs: Manner = () => undefined;
export const resets: Manner = (response) => void response.socket?.resetAndDestroy();
/** The head at once, then one byte and no more. */
export const stopsAfterTheHead: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{');
};
export const redirectsTo =
  (location: string): Manner =>
  (response) =>
    response.writeHead(307, { location }).end();
/** Never ends by itself. */
export const floods: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
};

/** Ways to fail by which no answer comes, or none that is one. */
export const faults: Readonly<Record<string, Manner>> = {
  'cuts the connection': resets,
  'answers 500': answers(500, { error: { message: 'secret detail' } }),
  'answers 401': answers(401, { error: { message: 'Incorrect API key provided' } }),
  'answers 429': answers(429, { error: { message: 'slow down' } }, { 'retry-after': '30' }),
  'answers garbage': answers(200, '{"choices": [{"mess'),
  'answers with a page': answers(200, '<html>busy</html>', { 'content-type': 'text/html' }),
  'answers without what was asked': answers(200, { choices: [] }),
  'answers null': answers(200, 'null'),
  'answers without end': floods,
  'sends us elsewhere': redirectsTo('/elsewhere'),
};
