import pg from 'pg';

/** Ends with the first thing that the server says to somebody new, if only that it has no room; fails when it says nothing. */
export function answersAt(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  const { stream } = client.connection;
  const answer = new Promise<void>((resolve, reject) => {
    stream.once('data', () => resolve());
    client.on('error', reject);
    client.connect().catch(reject);
  });
  return answer.finally(() => stream.destroy());
}
