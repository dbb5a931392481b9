import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { desc, eq, sql, type SQL } from 'drizzle-orm';
import * as fc from 'fast-check';
import { hours } from '#cache';
import type { AnalyticsView, TurnoverView } from '../src/analytics/analytics.dto.js';
import { goneIn } from '../src/analytics/turnover.repository.js';
import { dayAt } from '../src/calendar/time-zone.js';
import { weekOf, weeksUntil } from '../src/calendar/week.js';
import { Database } from '../src/database/database.js';
import { pantryJournal, pantryTransactions } from '../src/pantry/pantry.tables.js';
import { onBothDatabases } from './both-databases.js';
import { Cook } from './cook.js';
import type { TestApp } from './harness/app.js';

/** How many lives are tried on each database; `SEED` tries the same ones again. */
const LIVES = 8;
const START = '2026-06-01T00:00:00Z';

const both = onBothDatabases();

type Line = typeof pantryJournal.$inferSelect;

/** The lines of what was eaten, cooked or went off, and was not taken back: by going through the whole journal. */
async function linesGone({ nest }: TestApp, userId: number): Promise<Line[]> {
  const { db } = nest.get(Database);
  const acts = await db.select().from(pantryTransactions).where(eq(pantryTransactions.userId, userId));
  const lines = await db.select().from(pantryJournal).where(eq(pantryJournal.userId, userId));
  const undoings = new Map(acts.map(({ id, undoes }) => [undoes, id]));
  const isUndone = (id: number): boolean => {
    const by = undoings.get(id);
    return by !== undefined && !isUndone(by);
  };
  return lines.filter(
    ({ reason, delta, transactionId }) =>
      ['consumed', 'cooked', 'spoiled'].includes(reason) && Number(delta) < 0 && !isUndone(transactionId),
  );
}

const IN_GRAMS: Readonly<Record<string, number>> = { g: 1, kg: 1000 };
const sumOf = (amounts: readonly Decimal.Value[]) => Decimal.sum(0, ...amounts).toFixed();

/** What `lines` come to, by hand. */
const turnover = (lines: readonly Line[]): TurnoverView => ({
  lots: new Set(lines.map(({ lotId }) => lotId)).size,
  cost: sumOf(lines.map(({ price }) => new Decimal(price ?? 0).negated())),
  unpriced: new Set(
    lines.filter(({ price, name }) => price === null && !name.startsWith('Leftovers')).map(({ lotId }) => lotId),
  ).size,
});

const grams = (lines: readonly Line[]) =>
  sumOf(lines.map(({ delta, unit }) => new Decimal(delta).negated().times(IN_GRAMS[unit] ?? 0)));

const anAmount = fc.integer({ min: 1, max: 900_000_000 }).map((millionths) => millionths / 1e6);
const some = { quantity: anAmount, unit: fc.constantFrom('g', 'kg') };
const anAct = fc.record({
  after: fc.integer({ min: 1, max: 90 }),
  kind: fc.constantFrom(
    'buy',
    'buy',
    'consumed',
    'consumed',
    'spoiled',
    'corrected',
    'cook',
    'undo',
    'undo',
    'undo',
    'undo',
    'correct',
  ),
  ...some,
  price: fc.option(anAmount),
  at: fc.nat(50),
});
type Act = typeof anAct extends fc.Arbitrary<infer T> ? T : never;

const aGram = { after: 1, quantity: 1, unit: 'g' as const, price: null, at: 0 };
/** What every life begins with: something eaten and something spoiled, out of the reach of an undoing, which takes one of the latest two. */
const BEGINNING: readonly Act[] = (['consumed', 'spoiled', 'buy', 'buy'] as const).map((kind) => ({ ...aGram, kind }));

async function done(app: TestApp, cook: Cook, { kind, quantity, unit, price, at }: Act): Promise<void> {
  if (kind === 'buy')
    await cook.request('POST', '/pantry/:me/items', { body: { name: 'flour', quantity, unit, price } });
  else if (kind === 'cook')
    await cook.request('POST', '/pantry/:me/cook', { body: { recipeId: at + 1, leftovers: 1 } });
  else if (kind === 'undo') {
    const { db } = app.nest.get(Database);
    const mine = eq(pantryTransactions.userId, cook.id);
    const acts = await db.select().from(pantryTransactions).where(mine).orderBy(desc(pantryTransactions.id)).limit(2);
    // One of the latest, so that undoings are undone as well.
    const id = acts[at % Math.max(1, acts.length)]?.id;
    if (id !== undefined) await cook.request('POST', `/pantry/:me/transactions/${id}/undo`);
  } else if (kind === 'correct') {
    const { items } = (await cook.get('/pantry/:me')).body;
    const id = items[at % Math.max(1, items.length)]?.id;
    if (id !== undefined) await cook.request('PATCH', `/pantry/:me/items/${id}`, { body: { quantity, unit, price } });
  } else {
    const body = { ingredient: 'flour', quantity, unit, reason: kind };
    await cook.request('POST', '/pantry/:me/consume', { body });
  }
}

describe.each([
  ['embedded database', () => both.embedded],
  ['PostgreSQL', () => both.atServer],
])('whatever somebody does, on the %s,', (_, place) => {
  it('what is told of it is what the journal comes to, line by line', async () => {
    let met = 0;
    const aZone = fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York');
    const property = fc.asyncProperty(
      fc.array(anAct, { minLength: 10, maxLength: 30 }),
      aZone,
      async (acts, timeZone) => {
        const app = place();
        app.clock.setWall(START);
        const cook = await Cook.with(app, [{ name: 'flour', quantity: 5, unit: 'kg', price: 4 }], { timeZone });
        for (const act of [...BEGINNING, ...acts]) {
          app.clock.advance(hours(act.after));
          await done(app, cook, act);
        }
        const lines = await linesGone(app, cook.id);
        const { weeks }: AnalyticsView = (await cook.get('/analytics/complex?userId=:me&weeks=26')).body;
        for (const { week, used, wasted, foods } of weeks) {
          const own = lines.filter(({ createdAt }) => weekOf(dayAt(createdAt.getTime(), timeZone)) === week);
          const [eaten, spoiled] = [true, false].map((is) => own.filter(({ reason }) => (reason !== 'spoiled') === is));
          expect([week, used, wasted]).toEqual([week, turnover(eaten ?? []), turnover(spoiled ?? [])]);

          const flour = foods.find(({ name }) => name === 'flour');
          const ofIt = (all: readonly Line[] = []) => grams(all.filter(({ name }) => name === 'flour'));
          expect([flour?.used[0]?.quantity ?? '0', flour?.wasted[0]?.quantity ?? '0']).toEqual([
            ofIt(eaten),
            ofIt(spoiled),
          ]);
          met += own.length;
        }
      },
    );
    await fc.assert(property, { numRuns: LIVES, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) });
    expect(met).toBeGreaterThanOrEqual(2 * LIVES);
  }, 120_000);
});

describe('a journal of a hundred thousand lines', () => {
  it('is gone through by its index, this user’s part of the last weeks alone', async () => {
    const cook = await Cook.with(both.atServer);
    const other = await Cook.with(both.atServer);
    const database = both.atServer.nest.get(Database);
    // Each in a transaction of its own, well within the time that the program grants a statement there.
    const write = (statement: SQL) => database.transaction(() => database.db.execute(statement));
    // One in a hundred is this user's.
    await write(sql`
      insert into pantry_lots (user_id, name, quantity, unit, price, category, location, purchased_on, expiry_kind, expiry_estimated, created_at, updated_at)
      select case n % 100 when 0 then ${cook.id}::integer else ${other.id}::integer end, 'gloop', 1, 'g', 1, 'other', 'pantry', '2026-01-01', 'best-before', false, '2026-01-01', '2026-01-01'
      from generate_series(1, 2000) n`);
    await write(sql`
      insert into pantry_transactions (user_id, reason, created_at)
      select user_id, 'consumed', ${START}::timestamptz - (n || ' days')::interval from pantry_lots, generate_series(1, 50) n
      where name = 'gloop'`);
    await write(sql`
      insert into pantry_journal (transaction_id, user_id, lot_id, reason, name, delta, unit, price, created_at)
      select acts.id, acts.user_id, lots.id, 'consumed', 'gloop', -1, 'g', -1, acts.created_at
      from pantry_transactions acts
      join (select user_id, min(id) as id from pantry_lots where name = 'gloop' group by user_id) lots using (user_id)`);
    // Whoever else analyzes them by itself just now is waited for.
    await database.transaction(async () => {
      await database.waitForLocks();
      await database.db.execute(sql`analyze pantry_journal, pantry_lots, pantry_transactions`);
    });

    const { lines = 0 } =
      (await database.rowsOf<{ lines: number }>(sql`select count(*)::integer as lines from pantry_journal`))[0] ?? {};
    expect(lines).toBeGreaterThanOrEqual(100_000);
    const weeks = weeksUntil(Date.parse(START), 'UTC', 2);
    const explained = await database.rowsOf<{ 'QUERY PLAN': string }>(sql`explain ${goneIn(weeks, cook.id)}`);
    const plan = explained.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('pantry_journal_gone');
    expect(plan).not.toMatch(/Seq Scan on pantry_(journal|transactions)/);
  }, 60_000);
});
