import pg from 'pg';

/** While nobody lets us in, we try this often: five times a second. */
const PAUSE_MS = 200;

type OnConnect = (error: Error | null, client?: pg.Client) => void;

/**
 * A class of clients for one pool. Once one of them was not let in, one at a time tries again, and after a pause; whoever wants a connection
 * meanwhile is told at once what that one was told. A server that comes back is not met by all who wait, and who can do without it does not wait.
 */
export function knockingClient(): typeof pg.Client {
  let refusal: Error | undefined;
  let triedAt = -Infinity;

  return class KnockingClient extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: OnConnect): void;
    override connect(callback?: OnConnect): Promise<pg.Client> | void {
      if (!callback) return super.connect();
      if (refusal && performance.now() - triedAt < PAUSE_MS) return process.nextTick(callback, refusal);

      triedAt = performance.now();
      super.connect((error: Error | null) => {
        refusal = error ?? undefined;
        callback(error, this);
      });
    }
  };
}
