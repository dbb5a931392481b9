import { expect } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { Database } from '../src/database/database.js';
import type { Reply, TestApp } from './harness/app.js';

/** What an error must never tell: where the code lies, what it asked the database or Redis, and how it got there. */
const INSIDES =
  /\n\s+at |node_modules|\/src\/|\/dist\/|\.[tj]s\b|\b(select|insert into|update|delete from)\b.*\b(from|values|set|where)\b|pglite|ECONN|WRONGTYPE|NOAUTH|redis:|Failed query/i;

/** An error as every client may rely on it; gives back the JSON for further looks. */
export function expectProblem(reply: Reply, ...statuses: readonly number[]) {
  if (!statuses.includes(reply.status)) expect([reply.status, reply.body]).toEqual([statuses, 'a problem']);
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(reply.headers['cache-control']).toBe('no-store');
  expect(reply.headers.etag).toBeUndefined();
  expect(reply.body).toEqual({
    type: expect.stringMatching(/^urn:prepsense:[a-z][a-z-]*$/),
    title: expect.stringMatching(/./),
    status: reply.status,
    detail: expect.stringMatching(/./),
    instance: expect.stringMatching(/^\//),
    ...(reply.body.errors === undefined ? {} : { errors: expect.any(Array) }),
  });
  for (const fault of reply.body.errors ?? [])
    expect(fault).toEqual({ pointer: expect.stringMatching(/^\//), detail: expect.stringMatching(/./) });
  expect(reply.bytes.toString()).not.toMatch(INSIDES);
  expectGuarded(reply);
  return reply.body;
}

/** What somebody is told who has asked more often than that in a minute. */
export function expectTooMany(reply: Reply, limit: number): void {
  expect(expectProblem(reply, 429).type).toBe('urn:prepsense:too-many-requests');
  const wait = reply.headers['retry-after'];
  expect(Number(wait)).toBeGreaterThan(0);
  expect(reply.headers).toMatchObject({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': '0',
    'ratelimit-reset': wait,
  });
}

/** The headers that every answer carries, good or bad. */
export function expectGuarded({ headers }: Reply): void {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
  });
  expect(headers.server).toBeUndefined();
  expect(headers['x-powered-by']).toBeUndefined();
}

/** What stands in the database, by the versions of the rows of each table; when people were last seen is no part of it. */
export async function stateOf(app: TestApp): Promise<Readonly<Record<string, unknown>>> {
  const { db } = app.nest.get(Database);
  const tables = await rowsOf(db.execute(sql`select tablename as name from pg_tables where schemaname = 'public'`));
  const state: Record<string, unknown> = {};
  for (const { name } of tables as { name: string }[]) {
    const version = name === 'users' ? sql`(to_jsonb(t) - 'last_seen_at')::text` : sql`t.ctid::text || t.xmin::text`;
    const lines = sql`select ${version} as line from ${sql.identifier(name)} t`;
    const [hash] = await rowsOf(
      db.execute(sql`select md5(coalesce(string_agg(line, ',' order by line), '')) as hash from (${lines}) lines`),
    );
    state[name] = hash?.hash;
  }
  return state;
}

/** What a refused request must leave behind: nothing. */
export async function changesNothing(app: TestApp, work: () => Promise<unknown>): Promise<void> {
  const before = await stateOf(app);
  await work();
  expect(await stateOf(app)).toEqual(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

async function rowsOf(asked: PromiseLike<unknown>): Promise<Record<string, unknown>[]> {
  return ((await asked) as { rows: Record<string, unknown>[] }).rows;
}
