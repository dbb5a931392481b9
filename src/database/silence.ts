import type pg from 'pg';

/** Counted in beats, not by the clock: a process that was busy comes to one of them only, and then hears what has come meanwhile. */
const BEAT_MS = 100;
/** After so many without a word the server is asked whether it is there at all, early enough to be heard where every answer takes a second; and it is not after so many. */
const [ASKS_AFTER, GIVES_UP_AFTER] = [2, 13];

export interface SilenceOptions {
  /** Comes to an end when the server says anything whatever, on a connection of its own. */
  ask(): Promise<void>;
  /** Told of the connections that there are: each of them is as good as broken. */
  silent(clients: readonly pg.PoolClient[]): void;
}

/**
 * Tells a server that says nothing from one that is at work: while somebody waits for it, and nothing whatever has come on any of the pool's connections for a
 * while, it is asked something that it can answer at once. Who asks something long of a server that is well is not disturbed.
 */
export class Silence {
  readonly #clients = new Set<pg.PoolClient>();
  #beat: NodeJS.Timeout | undefined;
  #beats = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: SilenceOptions,
  ) {
    pool.on('connect', (client) => {
      this.#clients.add(client);
      client.connection.stream.on('data', this.#heard);
    });
    pool.on('remove', (client) => this.#clients.delete(client));
    pool.on('acquire', () => this.#watch());
  }

  close(): void {
    clearInterval(this.#beat);
  }

  readonly #heard = () => {
    this.#beats = 0;
  };

  #watch(): void {
    if (this.#beat) return;
    this.#heard();
    this.#beat = setInterval(() => this.#count(), BEAT_MS).unref();
  }

  #count(): void {
    if (this.pool.totalCount === this.pool.idleCount) {
      clearInterval(this.#beat);
      this.#beat = undefined;
      return;
    }
    this.#beats += 1;
    if (this.#beats === ASKS_AFTER) void this.options.ask().then(this.#heard, () => undefined);
    if (this.#beats < GIVES_UP_AFTER) return;
    this.#heard();
    this.options.silent([...this.#clients]);
  }
}
