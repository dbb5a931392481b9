import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Fault } from './link-faults.js';
import { Link } from './link.js';

const PASSING: Fault = {
  request: (bytes, { server }) => server.write(bytes),
  reply: (bytes, link) => link.deliver(bytes),
};

/** Stands before a server and does to what passes what a bad network does. One fault at a time; none at first. */
export class FaultProxy {
  /** Connections taken so far. */
  accepted = 0;
  readonly #links = new Set<Link>();
  #fault: Fault = PASSING;
  #picks: (link: Link) => boolean = () => true;

  private constructor(
    private serverPort: number,
    private readonly listener: Server,
  ) {
    listener.on('connection', (client) => this.#take(client));
  }

  /** One before the server on this port of 127.0.0.1. */
  static async before(serverPort: number): Promise<FaultProxy> {
    const listener = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new FaultProxy(serverPort, listener);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** From now on this is done to all connections that are there and that come, or to those that `picks` says. */
  inflict(fault: Partial<Fault>, picks: (link: Link) => boolean = () => true): void {
    this.#fault = { ...PASSING, ...fault };
    this.#picks = picks;
    for (const link of this.#links) if (picks(link)) fault.begin?.(link);
  }

  /** Whoever comes from now on is led to another server; who is there stays where they are. */
  leadTo(serverPort: number): void {
    this.serverPort = serverPort;
  }

  /** What passes is left alone again; what was swallowed stays lost, and who was cut off must come again. */
  heal(): void {
    this.inflict(PASSING);
  }

  async close(): Promise<void> {
    this.listener.close();
    for (const link of this.#links) link.end();
    await once(this.listener, 'close');
  }

  #take(client: Socket): void {
    this.accepted += 1;
    const link = new Link(client, this.serverPort);
    this.#links.add(link);
    client.on('data', (bytes) => {
      link.greeting ??= bytes;
      link.subscribed ||= bytes.includes('SUBSCRIBE');
      this.#faultOn(link).request(bytes, link);
    });
    link.server.on('data', (bytes) => this.#faultOn(link).reply(bytes, link));
    for (const end of [client, link.server]) {
      // That an end broke is told by its closing as well.
      end.on('error', () => end.destroy());
      end.on('close', () => {
        this.#links.delete(link);
        link.end();
      });
    }
    this.#faultOn(link).begin?.(link);
  }

  #faultOn(link: Link): Fault {
    return this.#picks(link) ? this.#fault : PASSING;
  }
}
