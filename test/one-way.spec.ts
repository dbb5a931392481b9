import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { FaultProxy } from './harness/fault-proxy.js';
import { HeldReplies } from './harness/held-replies.js';
import { PostgresServer } from './harness/postgres-server.js';
import { until } from './harness/until.js';

/** What is asked of somebody's own; not what the program asks for by itself. */
const OWN = /select .*(from "users"|"pantry_journal"|"interactions")/s;

let postgres: PostgresServer;
let proxy: FaultProxy;
let app: TestApp;
/** An operator's connection, past the proxy. */
let operator: Client;
let replies: HeldReplies;

beforeAll(async () => {
  postgres = await PostgresServer.start();
  proxy = await FaultProxy.before(postgres.port);
  app = await startApp({ database: `postgres://postgres@127.0.0.1:${proxy.port}/postgres` });
  operator = new Client({ connectionString: postgres.url });
  await operator.connect();
  const first = await Cook.with(app, readmeKitchen);
  for (const path of ['/recommendations/:me', '/recipes/search']) expect((await first.get(path)).status).toBe(200);
});
beforeEach(() => {
  replies = new HeldReplies(OWN);
});
afterEach(() => {
  proxy.heal();
  replies.letGo();
});
afterAll(async () => {
  await app.stop();
  await operator.end();
  await proxy.close();
  await postgres.discard();
});

const isQuiet = async () =>
  (await operator.query(`select from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid()`)).rowCount ===
  0;

/** With how many statements that are asked at once. The user's wants are read for the ranking and, at the same time, for the answer's day. */
describe('of which nothing is held', () => {
  it.each([
    ['/pantry/:me', 2],
    ['/pantry/:me/expiring', 2],
    ['/pantry/:me/journal', 1],
    ['/preferences/:me', 1],
    ['/preferences/fresh?userId=:me', 1],
    ['/recommendations/:me', 4],
    ['/recipes/search?query=rice&userId=:me', 1],
  ])('%s waits for the way to the server once, also for who has only just come', async (path, statements) => {
    const cook = await Cook.with(app);
    await until('nothing of that is under way any more', isQuiet);

    proxy.inflict(replies.fault);
    const answer = cook.get(path);
    await until('all is asked', () => replies.asked === statements);
    replies.letGo();
    // Whatever is asked after that is never answered.
    expect((await answer).status).toBe(200);
  });
});
