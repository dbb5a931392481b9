import type pg from 'pg';

/** Counted in beats, not by the clock: a process that was busy comes to one of them only, and then hears what has come meanwhile. */
const BEAT_MS = 100;

/** Gives a connection up on which an answer has not come for so many beats: whoever waits for it is told what it is destroyed with. */
export class AnswerWatch {
  /** For how long each has been waited for. */
  readonly #beats = new Map<pg.PoolClient, number>();
  #beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly limit: number,
    private readonly reason: () => Error,
  ) {}

  begin(client: pg.PoolClient): void {
    this.#beats.set(client, 0);
    this.#beat ??= setInterval(() => this.#count(), BEAT_MS).unref();
  }

  end(client: pg.PoolClient): void {
    this.#beats.delete(client);
  }

  #count(): void {
    if (this.#beats.size === 0) {
      clearInterval(this.#beat);
      this.#beat = undefined;
      return;
    }
    for (const [client, beats] of this.#beats) {
      this.#beats.set(client, beats + 1);
      if (beats + 1 === this.limit) client.connection.stream.destroy(this.reason());
    }
  }
}
