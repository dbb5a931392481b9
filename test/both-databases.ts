import { afterAll, beforeAll } from '@jest/globals';
import { startApp, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';

/** The program twice for all tests of a spec: with its embedded database, and at a PostgreSQL server. */
export function onBothDatabases(): { readonly embedded: TestApp; readonly atServer: TestApp } {
  let embedded: TestApp;
  let atServer: TestApp;
  let server: Awaited<ReturnType<typeof aDatabase>>;
  beforeAll(async () => {
    embedded = await startApp();
    server = await aDatabase();
    atServer = await startApp({ database: server.url });
  }, 60_000);
  afterAll(async () => {
    await atServer.stop();
    await server.discard();
    await embedded.stop();
  });
  return {
    get embedded() {
      return embedded;
    },
    get atServer() {
      return atServer;
    },
  };
}
