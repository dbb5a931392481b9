import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { minutes } from '#cache';
import { Database } from '../src/database/database.js';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type Reply, type TestApp } from './harness/app.js';
import { FaultProxy } from './harness/fault-proxy.js';
import { HeldReplies } from './harness/held-replies.js';
import type { Link } from './harness/link.js';
import { blackHoled, reset } from './harness/link-faults.js';
import { PostgresServer } from './harness/postgres-server.js';
import { until } from './harness/until.js';
import { changesNothing, expectProblem } from './problems.js';
import { RunningClock } from './running-clock.js';

const EGG = { name: 'egg', quantity: 1, unit: 'piece' };
const HELD = ['/pantry/:me', '/preferences/:me', '/recommendations/:me', '/recipes/2'];
const UNHELD = ['/auth/me', '/pantry/:me/journal', '/pantry/:me/expiring'];
const READS = [...HELD, ...UNHELD];
/** More than the program has connections. */
const CROWD = 12;

let postgres: PostgresServer;
let proxy: FaultProxy;
let app: TestApp;
/** An operator's connection, past the proxy. */
let operator: Client;
/** What this one reads is held, where answers are held at all. */
let ann: Cook;

beforeAll(async () => {
  postgres = await PostgresServer.start();
  proxy = await FaultProxy.before(postgres.port);
  const database = `postgres://postgres@127.0.0.1:${proxy.port}/postgres`;
  app = await startApp({ database, clock: new RunningClock() });
  operator = new Client({ connectionString: postgres.url });
  await operator.connect();
});
beforeEach(async () => {
  ann = await Cook.with(app, readmeKitchen);
  for (const path of HELD) expect([path, (await ann.get(path)).status]).toEqual([path, 200]);
});
afterEach(() => proxy.heal());
afterAll(async () => {
  await app.stop();
  await operator.end();
  await proxy.close();
  await postgres.discard();
});

const buys = (cook: Cook) => cook.request('POST', '/pantry/:me/items', { body: EGG });

/** What is held of the pantry is past its time, and good only if the source fails. */
const pass = () => app.clock.advance(minutes(61));

function expectNotNow(...replies: Reply[]): void {
  for (const reply of replies) {
    expectProblem(reply, 503);
    expect(reply.headers['retry-after']).toBe('2');
  }
}

describe('a table that somebody else has locked', () => {
  beforeEach(() => operator.query('begin; lock table pantry_lots in access exclusive mode'));
  afterEach(() => operator.query('rollback'));

  const waiting = async () =>
    (await operator.query(`select from pg_stat_activity where wait_event_type = 'Lock'`)).rowCount;

  it('keeps nobody for long: who asks is told "not now", who has asked before gets what is held, and no connection is left waiting', async () => {
    const strangers = await Promise.all(Array.from({ length: CROWD }, () => Cook.with(app)));
    pass();
    const asked = strangers.map((cook) => cook.get('/pantry/:me'));
    const held = ann.get('/pantry/:me');
    const bought = buys(ann);
    await until('somebody waits', async () => Number(await waiting()) > 0);
    // Half as long as a statement may take: it is not that which ends their waiting.
    await until('nobody waits any more', async () => (await waiting()) === 0, 5000);

    expectNotNow(...(await Promise.all(asked)), await bought);
    expect([(await held).status, (await held).body.items.length]).toEqual([200, readmeKitchen.length]);
    expect((await strangers[0]?.get('/preferences/:me'))?.status).toBe(200);
  });
});

describe('connections that are all taken', () => {
  const LOCK = 4711;
  const taken = () => {
    const database = app.nest.get(Database);
    return Array.from({ length: CROWD }, () => database.transaction(() => database.lock(LOCK)));
  };
  const give = () => operator.query('select pg_advisory_unlock_all()');
  afterEach(give);

  it('for good keep nobody for long: who reads or writes is told "not now", who has asked before gets what is held, until they come back', async () => {
    const bob = await Cook.with(app, [EGG]);
    pass();
    await operator.query('select pg_advisory_lock($1)', [LOCK]);
    const hung = taken();
    await expect(Promise.race(hung)).rejects.toThrow('All connections are taken');

    const asked = [...UNHELD.map((path) => bob.get(path)), buys(bob)];
    for (const path of HELD) expect([path, (await ann.get(path)).status]).toEqual([path, 200]);
    let told: readonly Reply[] | undefined;
    void Promise.all(asked).then((replies) => (told = replies));
    // Less than a new connection may take to be made.
    await until('all are told', () => told, 1400);
    expectNotNow(...(told ?? []));

    await give();
    const ends = await Promise.allSettled(hung);
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']));
    for (const path of [...UNHELD, ...HELD]) expect([path, (await bob.get(path)).status]).toEqual([path, 200]);
    expect((await buys(bob)).status).toBe(201);
  });

  it('are never so by what is only to be had anew: who has nothing is asked for first', async () => {
    const cooks = await Promise.all(Array.from({ length: CROWD }, () => Cook.with(app, [EGG])));
    for (const cook of cooks)
      for (const path of HELD) expect([path, (await cook.get(path)).status]).toEqual([path, 200]);
    pass();
    const replies = new HeldReplies(/from "users"/);
    proxy.inflict(replies.fault);
    const held = await Promise.all(cooks.map((cook) => cook.get('/pantry/:me')));
    expect(new Set(held.map(({ status }) => status))).toEqual(new Set([200]));
    expect(replies.asked).toBeGreaterThan(0);
    expect((await ann.get('/pantry/:me/journal')).status).toBe(200);
    replies.letGo();
  });

  it('by much that is done soon are waited for, however many wait', async () => {
    const database = app.nest.get(Database);
    const naps = Array.from({ length: 150 }, () =>
      database.rowsOf<{ said: string }>(sql`select 'slept' as said from pg_sleep(0.02)`),
    );
    const woke = (await Promise.all(naps)).map(([row]) => row?.said);
    expect(new Set(woke)).toEqual(new Set(['slept']));
  });
});

describe('a database that can only be read', () => {
  const readOnly = async (setting: 'on' | 'off') => {
    await operator.query(`alter system set default_transaction_read_only = ${setting}`);
    await operator.query('select pg_reload_conf()');
  };
  const isSeen = (setting: 'on' | 'off') => async () =>
    (
      await app.nest
        .get(Database)
        .rowsOf<{ said: string }>(sql`select current_setting('transaction_read_only') as said`)
    )[0]?.said === setting;
  afterEach(() => readOnly('off'));

  it('is read as ever, held or not; what would change something is told "not now", and changes nothing', async () => {
    const bob = await Cook.with(app, [EGG]);
    await readOnly('on');
    await until('it is noticed', isSeen('on'));

    await changesNothing(app, async () => {
      for (const path of READS)
        for (const cook of [ann, bob]) expect([path, (await cook.get(path)).status]).toEqual([path, 200]);
      expect(await bob.shelves()).toEqual(['egg']);
      const writes: [string, string, unknown][] = [
        ['POST', '/pantry/:me/items', EGG],
        ['PUT', '/pantry/:me/items', [EGG]],
        ['POST', '/pantry/:me/consume', { ingredient: 'egg', quantity: 1, unit: 'piece', reason: 'consumed' }],
        ['PATCH', '/preferences/:me', { diets: ['vegan'] }],
        ['DELETE', '/users/:me', undefined],
      ];
      for (const [method, path, body] of writes) expectNotNow(await bob.request(method, path, { body }));
    });

    await readOnly('off');
    await until('it is noticed', isSeen('off'));
    expect((await buys(bob)).status).toBe(201);
  });
});

describe('a database that says nothing', () => {
  afterEach(() => postgres.thaw());

  it.each([
    ['whose line loses all', async () => proxy.inflict(blackHoled), async () => proxy.heal()],
    ['that stands still', () => postgres.freeze(), () => postgres.thaw()],
  ])(
    '%s keeps nobody for long: who asks is told "not now", who has asked before gets what is held, and it is used again',
    async (_, silence, heal) => {
      const strangers = await Promise.all(Array.from({ length: CROWD }, () => Cook.with(app)));
      pass();
      await silence();
      const asked = Promise.all([...strangers.map((cook) => cook.get('/pantry/:me')), buys(ann)]);
      for (const path of HELD) expect([path, (await ann.get(path)).status]).toEqual([path, 200]);
      let told: readonly Reply[] | undefined;
      void asked.then((replies) => (told = replies));
      // Half as long as a statement is waited for: it is not that which ends their waiting.
      await until('all are told', () => told, 6000);
      expectNotNow(...(told ?? []));
      for (let time = 0; time < 3; time += 1) {
        for (const path of HELD) expect([path, (await ann.get(path)).status]).toEqual([path, 200]);
      }

      await heal();
      await until('it is used again', async () => (await buys(ann)).status === 201);
      expect((await strangers[0]?.get('/pantry/:me'))?.status).toBe(200);
    },
  );

  it('is no database that is long at work: that is asked whether it is there, and not disturbed', async () => {
    const accepted = proxy.accepted;
    const database = app.nest.get(Database);
    const slept = database.transaction(() => database.rowsOf(sql`select 'slept' as said from pg_sleep(3)`));
    expect(await slept).toEqual([{ said: 'slept' }]);
    expect(proxy.accepted).toBeGreaterThan(accepted);
  });
});

describe('a statement of its own', () => {
  it('that is long at work is ended by the server', async () => {
    const slept = app.nest.get(Database).rowsOf(sql`select 'slept' as said from pg_sleep(60)`);
    await expect(slept).rejects.toMatchObject({ cause: { code: '57014' } });
  });

  it('of which nothing is heard while others are answered is waited for no longer than a slow answer, and those who ask next are answered', async () => {
    const there = new Set<Link>();
    proxy.inflict({ begin: (link) => there.add(link) });
    proxy.inflict(blackHoled, (link) => there.has(link));
    let told: readonly Reply[] | undefined;
    void Promise.all([...there].map(() => ann.get('/pantry/:me/journal'))).then((replies) => (told = replies));
    // Half as long as a statement of a transaction is waited for.
    await until('all are told', () => told, 6000);
    expectNotNow(...(told ?? []));
    for (const path of UNHELD) expect([path, (await ann.get(path)).status]).toEqual([path, 200]);
  });
});

describe('a line to the database', () => {
  it('that comes and goes fails nobody who has asked before, loses nothing that was acknowledged, and is used again', async () => {
    const bob = await Cook.with(app, [EGG]);
    pass();
    const replies: Promise<Reply>[] = [];
    const bought: Promise<Reply>[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      if (turn % 2 === 0) proxy.inflict(reset);
      else proxy.heal();
      for (let beat = 0; beat < 25; beat += 1) {
        replies.push(...HELD.map((path) => ann.get(path)));
        if (beat % 3 === 0) bought.push(buys(bob), buys(bob));
        await pause(20);
      }
    }
    expect(new Set((await Promise.all(replies)).map(({ status }) => status))).toEqual(new Set([200]));

    const ends = await Promise.all(bought);
    const acknowledged = ends.filter(({ status }) => status === 201).length;
    expectNotNow(...ends.filter(({ status }) => status !== 201));
    expect(acknowledged).toBeLessThan(ends.length);
    for (let time = 0; time < CROWD; time += 1) expect((await buys(bob)).status).toBe(201);
    const [{ quantity }] = (await bob.get('/pantry/:me')).body.items;
    // What was done and could not be acknowledged may be there as well.
    expect(quantity).toBeGreaterThanOrEqual(1 + acknowledged + CROWD);
    expect(quantity).toBeLessThanOrEqual(1 + ends.length + CROWD);
  });

  it('that is refused is tried five times a second at most, however many ask', async () => {
    proxy.inflict(reset);
    const accepted = proxy.accepted;
    const began = performance.now();
    await until(
      'it was tried eight times',
      async () => {
        expectNotNow(await buys(ann));
        return proxy.accepted >= accepted + 8;
      },
      20_000,
    );
    expect((proxy.accepted - accepted - 1) / ((performance.now() - began) / 1000)).toBeLessThan(5.5);
  });
});
