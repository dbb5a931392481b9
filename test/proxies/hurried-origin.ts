import { once } from 'node:events';
import { createServer, request as open, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands before the program and makes every answer of it old after one second: a cache goes by its own clock, which no test can move. The
 * windows after that time stay as they are.
 */
export class HurriedOrigin {
  /** While it is, whoever asks is hung up on. */
  isAway = false;
  readonly #server = createServer((asked, response) => this.#pass(asked, response));

  private constructor(private readonly program: number) {}

  static async before(program: number): Promise<HurriedOrigin> {
    const origin = new HurriedOrigin(program);
    origin.#server.listen(0, '127.0.0.1');
    await once(origin.#server, 'listening');
    return origin;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #pass(asked: IncomingMessage, response: ServerResponse): void {
    if (this.isAway) {
      response.destroy();
      return;
    }
    const { method, url, headers } = asked;
    const passed = open({ host: '127.0.0.1', port: this.program, method, path: url, headers });
    passed.on('response', (answer) => {
      const { age: _, 'cache-control': told = '', ...rest } = answer.headers;
      const hurried = told.replace(/max-age=\d+/, 'max-age=1');
      response.writeHead(answer.statusCode ?? 0, { ...rest, 'cache-control': hurried });
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    asked.pipe(passed);
  }
}
