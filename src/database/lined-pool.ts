import pg from 'pg';
import { AnswerWatch } from './answer-watch.js';
import { WaitingLine, type Guest } from './waiting-line.js';

const BEAT_MS = 50;
/** 250 ms are enough to see that nothing comes back; where connections are being made, or the line moves, it is worth while to wait three times as long. */
const [PATIENCE, LONGEST] = [5, 15];
/** Connections for what is only to be had anew; the others are for people who wait. */
const SPARE = 3;

/** In 2.5 s an answer has come, be it that each takes a second, and that the server ended the statement. */
const ANSWER_LIMIT = 25;

/** SQLSTATE classes of what ends a connection: it broke (08), the server stops (57P) or does not know itself any more (XX). */
const ENDS = /^(08|57P|XX|$)/;

type OnConnection = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/** A pool of connections for which people stand in a `WaitingLine`: who would wait in vain is told so, as by a server that has no room. */
export class LinedPool extends pg.Pool {
  readonly #line: WaitingLine;
  readonly #answers = new AnswerWatch(ANSWER_LIMIT, () => new NoAnswer('The answer to a statement does not come'));
  #beat: NodeJS.Timeout | undefined;
  /** Let in, and not yet given a connection. */
  #connecting = 0;

  /** `isSpare` tells of who asks for a connection whether they can do without. */
  constructor(
    options: pg.PoolConfig & { readonly max: number },
    private readonly isSpare: () => boolean,
  ) {
    super(options);
    this.#line = new WaitingLine({ places: options.max, spare: SPARE, patience: PATIENCE, longest: LONGEST });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: OnConnection): void;
  /** With a callback it is for one statement, as `query` of the pool asks. */
  override connect(callback?: OnConnection): Promise<pg.PoolClient> | void {
    if (callback)
      return this.#await((error, client, done) => {
        if (client) this.#answers.begin(client);
        callback(error, client, done);
      });
    return new Promise((resolve, reject) => {
      this.#await((error, client) => (client ? resolve(client) : reject(error)));
    });
  }

  #await(callback: OnConnection): void {
    const guest: Guest = {
      isSpare: this.isSpare(),
      enter: () => this.#connect(guest, callback),
      refuse: () =>
        callback(new NoConnectionFree('All connections are taken, and none comes back'), undefined, () => undefined),
    };
    this.#line.join(guest);
    if (this.#line.isWaitedIn) this.#beat ??= setInterval(() => this.#count(), BEAT_MS).unref();
  }

  #connect(guest: Guest, callback: OnConnection): void {
    this.#connecting += 1;
    super.connect((error, client, done) => {
      this.#connecting -= 1;
      if (!client) this.#line.leave(guest, false);
      callback(error, client, client ? this.#lend(client, guest) : done);
    });
  }

  /**
   * A connection is given up only where it broke: a new one would be made at the pace of a server that has enough to do. But a place at which somebody failed is
   * no sign that the line moves.
   */
  #lend(client: pg.PoolClient, guest: Guest): (error?: Error | boolean) => void {
    const release = client.release.bind(client);
    const giveBack = (error?: Error | boolean) => {
      this.#answers.end(client);
      release(isOver(error) ? undefined : error);
      // The connection is in the pool again, or out of it, only after everybody heard of it.
      process.nextTick(() => this.#line.leave(guest, !error));
    };
    client.release = giveBack;
    return giveBack;
  }

  #count(): void {
    this.#line.beat(this.#connecting);
    if (this.#line.isWaitedIn) return;
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}

/** True of what the server said of one statement, and is done with: it will hear the next one. */
function isOver(error: Error | boolean | undefined): boolean {
  return error instanceof pg.DatabaseError && !ENDS.test(error.code ?? '');
}

/** What is known of a connection on which nothing comes while others are answered. */
class NoAnswer extends Error {
  readonly code = 'ETIMEDOUT';
}

/** The code is PostgreSQL's own for "too many connections". */
class NoConnectionFree extends Error {
  readonly code = '53300';
}
