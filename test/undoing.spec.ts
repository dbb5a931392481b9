import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cook } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { changesNothing, expectProblem } from './problems.js';

let app: TestApp;
let cook: Cook;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  cook = await Cook.with(app);
});
afterAll(() => app.stop());

const pantry = async () => (await cook.get('/pantry/:me')).body.items;
const buy = async (item: object) => (await cook.change('POST', '/pantry/:me/items', item)).body;
const act = async (path: string, body?: object) => (await cook.change('POST', `/pantry/:me/${path}`, body)).body;
const latest = async (): Promise<number> => (await cook.get('/pantry/:me/journal?limit=1')).body.items[0].transactionId;
const undo = (id: number) => cook.request('POST', `/pantry/:me/transactions/${id}/undo`);
const rice = { name: 'rice', quantity: 500, unit: 'g' };
const eat = (quantity: number, unit = 'g') => act('consume', { ingredient: 'rice', quantity, unit });
/** Whatever tells how often a thing was changed. */
const states = (items: readonly object[]) => items.map((item) => ({ ...item, version: 'any' }));
const expectChangedSince = async (id: number) => {
  await changesNothing(app, async () => {
    expect(expectProblem(await undo(id), 409).type).toBe('urn:prepsense:changed-since');
  });
};

describe('what is undone', () => {
  it('is as if it had not been, and stands in the journal beside what it takes back', async () => {
    await buy(rice);
    const before = await pantry();
    const { transactionId } = await eat(200);
    const { status, headers, body } = await undo(transactionId);
    expect([status, headers['cache-group-invalidation']]).toEqual([200, '"pantry"']);
    expect(states(await pantry())).toEqual(states(before));
    const [line] = (await cook.get('/pantry/:me/journal')).body.items;
    expect(line).toMatchObject({ transactionId: body.transactionId, reason: 'undone', quantity: 200, unit: 'g' });
  });

  it('is undone once', async () => {
    await buy(rice);
    const { transactionId } = await eat(200);
    const tries = await Promise.all(Array.from({ length: 10 }, () => undo(transactionId)));
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const refused of tries.filter(({ status }) => status !== 200)) {
      expect(expectProblem(refused, 409).type).toBe('urn:prepsense:already-undone');
    }
    expect((await pantry())[0].quantity).toBe(500);
  });

  it('may be undone in its turn', async () => {
    await buy(rice);
    const { transactionId } = await eat(200);
    const undone = (await undo(transactionId)).body;
    expect((await undo(undone.transactionId)).status).toBe(200);
    expect((await pantry())[0].quantity).toBe(300);
  });

  it('may be a whole dish with its left-overs, what was used up, opened, thrown away or corrected', async () => {
    const { id } = await buy(rice);
    await buy({ name: 'milk', quantity: 1, unit: 'l' });
    const before = states(await pantry());
    const all = [
      () => act('cook', { recipeId: 1, servings: 1, leftovers: 1 }),
      () => eat(500),
      () => act(`items/${id}/open`),
      () => act(`items/${id}/freeze`),
      () => cook.change('DELETE', `/pantry/:me/items/${id}`),
      () => cook.change('PATCH', `/pantry/:me/items/${id}`, { quantity: 1, unit: 'kg', location: 'fridge' }),
      () => cook.change('PUT', '/pantry/:me/items', [rice, { id, quantity: 7, name: 'brown rice' }]),
    ];
    for (const one of all) {
      await one();
      expect(states(await pantry())).not.toEqual(before);
      expect((await undo(await latest())).status).toBe(200);
      expect(states(await pantry())).toEqual(before);
    }
  });

  it('gives back amounts whatever else came and went since', async () => {
    await buy(rice);
    const first = await eat(200);
    await eat(100);
    await undo(first.transactionId);
    expect((await pantry())[0].quantity).toBe(400);
  });
});

describe('what was built upon', () => {
  it('is not undone: a purchase that was partly eaten', async () => {
    await buy(rice);
    const bought = await latest();
    const { transactionId } = await eat(200);
    await expectChangedSince(bought);
    await undo(transactionId);
    expect((await undo(bought)).status).toBe(200);
    expect(await pantry()).toEqual([]);
  });

  it('is not undone: a dish of which the left-overs were eaten, though all else is there', async () => {
    await buy(rice);
    const dish = await act('cook', { recipeId: 1, servings: 1, leftovers: 1 });
    await act('consume', { ingredient: dish.leftovers.name, quantity: 0.5, unit: 'portion' });
    await expectChangedSince(dish.transactionId);
  });

  it('is not undone: an opening before what was frozen, eating before another unit', async () => {
    const { id } = await buy({ name: 'milk', quantity: 1, unit: 'l' });
    await act(`items/${id}/open`);
    const opened = await latest();
    await act(`items/${id}/freeze`);
    await expectChangedSince(opened);
    await undo(await latest());
    expect((await undo(opened)).status).toBe(200);

    const { transactionId } = await act('consume', { ingredient: 'milk', quantity: 100, unit: 'ml' });
    await cook.change('PATCH', `/pantry/:me/items/${id}`, { quantity: 900, unit: 'ml' });
    await expectChangedSince(transactionId);
  });

  it('is not undone where more would be there than anybody can have', async () => {
    const { id } = await buy({ ...rice, quantity: 1e9 });
    const { transactionId } = await eat(1);
    await cook.change('PATCH', `/pantry/:me/items/${id}`, { quantity: 1e9 });
    await expectChangedSince(transactionId);
  });
});

describe('a transaction', () => {
  it('is one of the user’s own', async () => {
    await buy(rice);
    const mine = await latest();
    const other = await Cook.with(app);
    expectProblem(await other.request('POST', `/pantry/:me/transactions/${mine}/undo`), 404);
    expectProblem(await other.request('POST', `/pantry/${cook.id}/transactions/${mine}/undo`), 403);
    expectProblem(await undo(2147483647), 404);
    expectProblem(await cook.request('POST', '/pantry/:me/transactions/x/undo'), 400);
    expect(await pantry()).toHaveLength(1);
  });
});
