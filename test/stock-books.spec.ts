import { beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { and, eq } from 'drizzle-orm';
import * as fc from 'fast-check';
import { Database } from '../src/database/database.js';
import { pantryJournal, pantryLots, pantryTransactions } from '../src/pantry/pantry.tables.js';
import { aDish, chosenOf } from './a-kitchen.js';
import { onBothDatabases } from './both-databases.js';
import { Cook } from './cook.js';
import type { Reply, TestApp } from './harness/app.js';

/** How many sequences of acts are tried; `SEED` tries the same ones again. */
const SEQUENCES = 25;
const NOTHING = new Decimal(0);

const both = onBothDatabases();
/** All that it takes may be missing where something stands in for it. */
let replaceable: number;
beforeAll(async () => {
  replaceable = await aDish(both.embedded, 'Instead', ['100 g margarine', '200 ml soy milk', '100 g bread flour']);
});

/**
 * Over all that ever was in a pantry: what a lot has is what its lines add up to in its unit, those of other units come to nothing, and
 * what was paid for it is what its lines say.
 */
async function expectBooksToAgree({ nest }: TestApp, userId: number): Promise<void> {
  const { db } = nest.get(Database);
  const lots = await db.select().from(pantryLots).where(eq(pantryLots.userId, userId));
  const lines = await db.select().from(pantryJournal).where(eq(pantryJournal.userId, userId));
  for (const { id, quantity, unit, price, removedAt } of lots) {
    const own = lines.filter(({ lotId }) => lotId === id);
    for (const counted of new Set([unit, ...own.map((line) => line.unit)])) {
      const sum = own.filter((line) => line.unit === counted).reduce((all, { delta }) => all.plus(delta), NOTHING);
      expect([id, counted, sum.toFixed(6)]).toEqual([id, counted, counted === unit ? quantity : NOTHING.toFixed(6)]);
    }
    const paid = own.reduce((all, line) => all.plus(line.price ?? 0), NOTHING);
    expect([id, paid.toFixed(6)]).toEqual([id, price ?? NOTHING.toFixed(6)]);
    expect(new Decimal(quantity).isNegative()).toBe(false);
    expect([id, removedAt !== null]).toEqual([id, new Decimal(quantity).isZero()]);
  }
}

const FOODS = ['flour', 'milk', 'eggs', 'butter', 'oat milk', 'blorpweed'] as const;
const UNITS = ['g', 'kg', 'ml', 'l', 'cup', 'tbsp', 'oz', 'piece', 'tub'] as const;
const anAmount = fc
  .integer({ min: 1, max: 3_000_000_000 })
  .map((millionths) => new Decimal(millionths).div(1e6).toNumber());
const aPrice = fc.oneof(fc.constant(null), fc.constant(null), anAmount);
const some = { name: fc.constantFrom(...FOODS), quantity: anAmount, unit: fc.constantFrom(...UNITS) };
/** Which of the items or acts that are there. */
const at = fc.nat(30);

const anAct = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('buy' as const), ...some, price: aPrice }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('consume' as const), ...some }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cook' as const),
      recipeId: fc.integer({ min: 1, max: 40 }),
      servings: fc.integer({ min: 1, max: 12 }),
      leftovers: fc.constantFrom(0, 0.5, 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      servings: fc.integer({ min: 1, max: 12 }),
      leftovers: fc.constantFrom(0, 1),
      chosen: fc.nat(15),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('keep' as const), at, what: fc.constantFrom('open', 'freeze', 'thaw') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      at,
      quantity: anAmount,
      unit: some.unit,
      price: aPrice,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), at }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), at }) },
);
type Act = typeof anAct extends fc.Arbitrary<infer T> ? T : never;

interface ItemThere {
  readonly id: number;
  readonly name: string;
  readonly quantity: number;
  readonly unit: string;
  readonly price: number | null;
}

async function itemAt(cook: Cook, at: number): Promise<ItemThere | undefined> {
  const { items } = (await cook.get('/pantry/:me')).body as { items: ItemThere[] };
  return items[at % items.length];
}

async function transactionAt(userId: number, at: number): Promise<number | undefined> {
  const { db } = both.embedded.nest.get(Database);
  const acts = await db
    .select()
    .from(pantryTransactions)
    .where(eq(pantryTransactions.userId, userId))
    .orderBy(pantryTransactions.id);
  return acts[at % acts.length]?.id;
}

/** More was bought of something that lay there. */
async function hasJoined(userId: number): Promise<boolean> {
  const mine = and(eq(pantryJournal.userId, userId), eq(pantryJournal.reason, 'bought'));
  const bought = await both.embedded.nest.get(Database).db.select().from(pantryJournal).where(mine);
  return new Set(bought.map(({ lotId }) => lotId)).size < bought.length;
}

/** Cooks a dish with what is offered for what it lacks, as far as the bit of an offer is set in `chosen`; each of that is used. */
async function cookedInstead(cook: Cook, { servings, leftovers, chosen }: Act & { kind: 'replace' }) {
  const make = (rest: object) =>
    cook.request('POST', '/pantry/:me/cook', { body: { recipeId: replaceable, servings, leftovers, ...rest } });
  const substitutes = chosenOf((await make({ dryRun: true })).body.substitutions).filter((_, at) => (chosen >> at) & 1);
  if (substitutes.length === 0) return undefined;
  const { status, body } = await make({ substitutes });
  expect(body.substitutions).toMatchObject(substitutes);
  for (const { quantity } of body.substitutions) expect(quantity).toBeGreaterThan(0);
  return status;
}

/** The status it was answered with; undefined where there was nothing to do it to. */
async function done(cook: Cook, act: Act): Promise<number | undefined> {
  const post = async (path: string, body?: object) =>
    (await cook.request('POST', `/pantry/:me/${path}`, { body })).status;
  if (act.kind === 'buy') {
    const { name, quantity, unit, price } = act;
    return post('items', { name, quantity, unit, price });
  }
  if (act.kind === 'consume') return post('consume', { ingredient: act.name, quantity: act.quantity, unit: act.unit });
  if (act.kind === 'cook') {
    const { recipeId, servings, leftovers } = act;
    return post('cook', { recipeId, servings, leftovers });
  }
  if (act.kind === 'replace') return cookedInstead(cook, act);
  if (act.kind === 'undo') {
    const id = await transactionAt(cook.id, act.at);
    return id === undefined ? undefined : post(`transactions/${id}/undo`);
  }
  const there = await itemAt(cook, act.at);
  if (!there) return undefined;
  const { id, name, quantity, unit, price } = there;
  if (act.kind === 'again') return post('items', { name, quantity, unit, price });
  if (act.kind === 'keep') return post(`items/${id}/${act.what}`);
  const item = `/pantry/:me/items/${id}`;
  if (act.kind === 'remove') return (await cook.request('DELETE', item)).status;
  return (await cook.request('PATCH', item, { body: { quantity: act.quantity, unit: act.unit, price: act.price } }))
    .status;
}

describe('the books of a pantry', () => {
  it('agree to the last decimal after any acts in any order, and never tell of less than nothing', async () => {
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(fc.array(anAct, { minLength: 10, maxLength: 30 }), async (acts) => {
      const cook = await Cook.with(both.embedded);
      for (const act of acts) {
        const status = await done(cook, act);
        expect([undefined, 200, 201, 204, 409, 422]).toContain(status);
        seen.set(`${act.kind} ${status}`, (seen.get(`${act.kind} ${status}`) ?? 0) + 1);
        await expectBooksToAgree(both.embedded, cook.id);
      }
      if (await hasJoined(cook.id)) seen.set('purchases that joined', 1);
    });
    await fc.assert(property, { numRuns: SEQUENCES, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) });
    for (const met of [
      'consume 200',
      'cook 200',
      'keep 200',
      'undo 200',
      'undo 409',
      'replace 200',
      'purchases that joined',
    ]) {
      expect([met, (seen.get(met) ?? 0) > 0]).toEqual([met, true]);
    }
  }, 120_000);
});

describe.each([
  ['embedded database', () => both.embedded],
  ['PostgreSQL', () => both.atServer],
])('fifty who act at once on one pantry, on the %s', (_, place) => {
  it('and buy the same have one item of fifty, and take each their own back', async () => {
    const cook = await Cook.with(place());
    const rice = { name: 'rice', quantity: 0.1, unit: 'kg', price: 0.3 };
    await Promise.all(
      Array.from({ length: 50 }, () => inTheEnd(() => cook.request('POST', '/pantry/:me/items', { body: rice }), 201)),
    );
    const held = async () => (await cook.get('/pantry/:me')).body.items;
    expect(await held()).toMatchObject([{ quantity: 5, price: 15, version: 50 }]);
    await expectBooksToAgree(place(), cook.id);

    const { items } = (await cook.get('/pantry/:me/journal?limit=49')).body as { items: { transactionId: number }[] };
    const undo = (id: number) => cook.request('POST', `/pantry/:me/transactions/${id}/undo`);
    await Promise.all(items.map(({ transactionId }) => inTheEnd(() => undo(transactionId))));
    expect(await held()).toMatchObject([{ quantity: 0.1, price: 0.3 }]);
    await expectBooksToAgree(place(), cook.id);
  }, 60_000);

  it('and cook get what there is and no more, and the books agree', async () => {
    const cook = await Cook.with(place(), [
      { name: 'flour', quantity: 1, unit: 'kg', expiresOn: '2030-01-01' },
      { name: 'flour', quantity: 733.5, unit: 'g' },
    ]);
    const recipeId = await aDish(place(), 'Flatbread', ['100 g flour']);
    const dishes = await Promise.all(
      Array.from({ length: 50 }, () =>
        inTheEnd(() => cook.request('POST', '/pantry/:me/cook', { body: { recipeId, leftovers: 1 } })),
      ),
    );
    expect(dishes.filter(({ body }) => body.missing.length === 0)).toHaveLength(17);
    const missing = dishes.flatMap(({ body }) => body.missing as { quantity: number }[]);
    const short = missing.reduce((sum, { quantity }) => sum.plus(quantity), NOTHING);
    expect([missing.length, short.toFixed()]).toEqual([33, new Decimal(50 * 100).minus('1733.5').toFixed()]);

    const { items } = (await cook.get('/pantry/:me')).body;
    expect(items).toMatchObject([{ name: 'Leftovers: Flatbread', quantity: 50, unit: 'portion' }]);
    await expectBooksToAgree(place(), cook.id);

    const undone = await Promise.all(
      dishes.map(({ body }) =>
        inTheEnd(() => cook.request('POST', `/pantry/:me/transactions/${body.transactionId}/undo`)),
      ),
    );
    expect(undone).toHaveLength(50);
    const after = (await cook.get('/pantry/:me')).body.items as { quantity: number }[];
    expect(after.map(({ quantity }) => quantity)).toEqual([1, 733.5]);
    await expectBooksToAgree(place(), cook.id);
  }, 60_000);

  it('and cook with what stands in get what there is of it and no more, and each takes their own back', async () => {
    const cook = await Cook.with(place(), [{ name: 'butter', quantity: 1.7335, unit: 'kg' }]);
    const recipeId = await aDish(place(), 'Shortbread', ['100 g margarine']);
    const post = (path: string, body?: object) => cook.request('POST', `/pantry/:me/${path}`, { body });
    const substitutes = chosenOf((await post('cook', { recipeId, dryRun: true })).body.substitutions);
    const dishes = await Promise.all(
      Array.from({ length: 50 }, () => inTheEnd(() => post('cook', { recipeId, substitutes, leftovers: 1 }), 200, 404)),
    );
    const cooked = dishes.filter(({ status }) => status === 200);
    const went = cooked.map(({ body }) => body.substitutions[0].quantity as number);
    expect([went.length, went.filter((amount) => amount === 0.1).length]).toEqual([18, 17]);
    expect(went.reduce((sum, amount) => sum.plus(amount), NOTHING).toFixed()).toBe('1.7335');
    const held = async () => (await cook.get('/pantry/:me')).body.items;
    expect(await held()).toMatchObject([{ name: 'Leftovers: Shortbread', quantity: 18 }]);
    await expectBooksToAgree(place(), cook.id);

    await Promise.all(cooked.map(({ body }) => inTheEnd(() => post(`transactions/${body.transactionId}/undo`))));
    expect(await held()).toMatchObject([{ name: 'butter', quantity: 1.7335, unit: 'kg' }]);
    await expectBooksToAgree(place(), cook.id);
  }, 60_000);
});

/** What comes of it for who asks again as long as there is no time for them: then nothing was done. */
async function inTheEnd(ask: () => Promise<Reply>, ...statuses: readonly number[]): Promise<Reply> {
  let reply = await ask();
  while ([408, 503].includes(reply.status)) reply = await ask();
  expect(statuses.length > 0 ? statuses : [200]).toContain(reply.status);
  return reply;
}
