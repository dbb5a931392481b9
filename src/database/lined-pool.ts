import pg from 'pg';
import { WaitingLine } from './waiting-line.js';

const BEAT_MS = 50;
/** 250 ms are enough to see that nothing comes back; where a connection takes its time to be made, or the line moves, there is as long as to connect. */
const [PATIENCE, LONGEST] = [5, 30];

type OnConnection = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/** A pool of connections for which people stand in a `WaitingLine`: who would wait in vain is told so, as by a server that has no room. */
export class LinedPool extends pg.Pool {
  readonly #line: WaitingLine;
  #beat: NodeJS.Timeout | undefined;
  /** Let in, and not yet given a connection. */
  #connecting = 0;

  constructor(options: pg.PoolConfig & { readonly max: number }) {
    super(options);
    this.#line = new WaitingLine({ places: options.max, patience: PATIENCE, longest: LONGEST });
    // The connection is in the pool again, or out of it, only after everybody heard of it.
    this.on('release', (error) => process.nextTick(() => this.#line.leave(!error)));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: OnConnection): void;
  override connect(callback?: OnConnection): Promise<pg.PoolClient> | void {
    if (callback) return this.#await(callback);
    return new Promise((resolve, reject) => {
      this.#await((error, client) => (client ? resolve(client) : reject(error)));
    });
  }

  #await(callback: OnConnection): void {
    this.#line.join({
      enter: () => this.#connect(callback),
      refuse: () =>
        callback(new NoConnectionFree('All connections are taken, and none comes back'), undefined, () => undefined),
    });
    if (this.#line.isWaitedIn) this.#beat ??= setInterval(() => this.#count(), BEAT_MS).unref();
  }

  #connect(callback: OnConnection): void {
    this.#connecting += 1;
    super.connect((error, client, done) => {
      this.#connecting -= 1;
      if (!client) this.#line.leave(false);
      callback(error, client, done);
    });
  }

  #count(): void {
    this.#line.beat(this.#connecting);
    if (this.#line.isWaitedIn) return;
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}

/** The code is PostgreSQL's own for "too many connections". */
class NoConnectionFree extends Error {
  readonly code = '53300';
}
