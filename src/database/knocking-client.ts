import pg from 'pg';

/** While nobody lets us in, we try this often at most: five times a second. */
const PAUSE_MS = 200;
/** And wait no longer than this: a slow server takes a second. */
const TRY_MS = 1500;

type OnConnect = (error: Error | null, client?: pg.Client) => void;

export interface Knocking {
  /** A class of clients for one pool. */
  readonly Client: typeof pg.Client;
  /** As if one of them had just been refused by this; those who are being let in are told so too. */
  shut(refusal: Error): void;
}

/**
 * Clients of which, once one was not let in, one at a time tries again, and after a pause; whoever wants a connection meanwhile is told at once
 * what that one was told. A server that comes back is not met by all who wait, and who can do without it does not wait.
 */
export function knocking(): Knocking {
  let refusal: Error | undefined;
  let triedAt = -Infinity;
  let isTried = false;
  const waiting = new Set<pg.Client>();

  class KnockingClient extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: OnConnect): void;
    override connect(callback?: OnConnect): Promise<pg.Client> | void {
      if (!callback) return super.connect();
      const known = refusal;
      if (known && (isTried || performance.now() - triedAt < PAUSE_MS)) return process.nextTick(callback, known);

      isTried = true;
      waiting.add(this);
      const limit = known && setTimeout(() => this.connection.stream.destroy(known), TRY_MS);
      super.connect((error: Error | null) => {
        clearTimeout(limit);
        waiting.delete(this);
        isTried = false;
        triedAt = performance.now();
        refusal = error ?? undefined;
        callback(error, this);
      });
    }
  }

  return {
    Client: KnockingClient,
    shut(reason) {
      refusal = reason;
      triedAt = performance.now();
      for (const { connection } of waiting) connection.stream.destroy(reason);
    },
  };
}
