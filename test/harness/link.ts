import { connect, type Socket } from 'node:net';

interface Parcel {
  readonly bytes: Buffer;
  /** By `performance.now()`. */
  readonly dueAt: number;
}

/** One connection through a `FaultProxy`, both of its ends. */
export class Link {
  readonly server: Socket;
  /** What the client said first; undefined until then. */
  greeting: Buffer | undefined;
  /** It is listened on for messages. */
  subscribed = false;
  readonly #parcels: Parcel[] = [];

  constructor(
    readonly client: Socket,
    serverPort: number,
  ) {
    this.server = connect({ port: serverPort, noDelay: true });
  }

  /** Hands on to the client, not before `dueAt` and in the order in which it was given; each by itself, in a turn of its own. */
  deliver(bytes: Buffer, dueAt = 0): void {
    this.#parcels.push({ bytes, dueAt });
    if (this.#parcels.length === 1) this.#handOn();
  }

  end(): void {
    this.client.destroy();
    this.server.destroy();
  }

  #handOn(): void {
    const [parcel] = this.#parcels;
    if (!parcel || this.client.destroyed) return;
    const early = parcel.dueAt - performance.now();
    if (early > 0) return void setTimeout(() => this.#handOn(), early).unref();
    if (this.client.writable) this.client.write(parcel.bytes);
    setImmediate(() => {
      this.#parcels.shift();
      this.#handOn();
    });
  }
}
