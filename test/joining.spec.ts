import { describe, expect, it } from '@jest/globals';
import { days } from '#cache';
import { aKitchen } from './a-kitchen.js';
import { expectProblem } from './problems.js';

const kitchen = aKitchen();
const { amounts, act, buy, items, journal, latest, stock, undo } = kitchen;
const rice = (quantity: number, rest: object = {}) => ({ name: 'rice', quantity, unit: 'g', ...rest });

describe('what is bought once more', () => {
  it('joins what lies there, and stands in the journal as what came', async () => {
    const first = await buy(rice(500, { price: 1.5 }));
    const second = await buy(rice(250, { price: 0.75 }));
    expect(second).toEqual({ ...first, quantity: 750, price: 2.25, version: 2 });
    expect(await items()).toEqual([second]);
    expect((await journal()).map(({ reason, itemId, quantity, price }) => [reason, itemId, quantity, price])).toEqual([
      ['bought', first.id, 250, 0.75],
      ['bought', first.id, 500, 1.5],
    ]);
  });

  it('joins within one list as well, which tells of each', async () => {
    const { body } = await stock(rice(1), rice(2), rice(4, { location: 'fridge' }));
    expect(body).toEqual({ updated: 3 });
    expect(await amounts()).toEqual([
      ['rice', 3, 'g'],
      ['rice', 4, 'g'],
    ]);
  });

  it('stays beside what was opened, bought on another day, or at another price', async () => {
    const { id } = await buy(rice(1));
    await act(`items/${id}/open`);
    await buy(rice(2));
    await buy(rice(3, { price: 1 }));
    kitchen.app.clock.advance(days(1));
    await buy(rice(4));
    expect((await items()).map(({ quantity }) => quantity)).toEqual([1, 2, 3, 4]);
  });

  it('does not come back to life as what is used up', async () => {
    const first = await buy(rice(1));
    await act('consume', { ingredient: 'rice', quantity: 1, unit: 'g' });
    expect((await buy(rice(2))).id).not.toBe(first.id);
  });

  it('changes what is there, so who saw it before is told', async () => {
    const before = await kitchen.cook.request('POST', '/pantry/:me/items', { body: rice(1) });
    await buy(rice(2));
    const change = { body: { quantity: 9 }, headers: { 'if-match': String(before.headers.etag) } };
    expectProblem(await kitchen.cook.request('PATCH', `/pantry/:me/items/${before.body.id}`, change), 412);
  });
});

describe('a purchase that joined another', () => {
  it.each([
    ['first', 0, 250, 0.75],
    ['second', 1, 500, 1.5],
  ] as const)('is taken back alone, the %s as well', async (_, which, left, price) => {
    const purchases: number[] = [];
    for (const item of [rice(500, { price: 1.5 }), rice(250, { price: 0.75 })]) {
      await buy(item);
      purchases.push(await latest());
    }
    expect((await undo(purchases[which] ?? 0)).status).toBe(200);
    expect(await items()).toMatchObject([{ quantity: left, price }]);
    expect((await undo(purchases[1 - which] ?? 0)).status).toBe(200);
    expect(await items()).toEqual([]);
  });

  it('is not taken back where less is left than it brought', async () => {
    await buy(rice(500));
    const first = await latest();
    await buy(rice(250));
    await act('consume', { ingredient: 'rice', quantity: 300, unit: 'g' });
    expect(expectProblem(await undo(first), 409).type).toBe('urn:prepsense:changed-since');
    expect(await amounts()).toEqual([['rice', 450, 'g']]);
  });
});

describe('left-overs of one dish on one day', () => {
  it('are one thing; what each brought is told, and taken back alone', async () => {
    const dishes = [];
    for (const leftovers of [1, 0.5]) dishes.push(await act('cook', { recipeId: 1, servings: 1, leftovers }));
    const [one, other] = dishes;
    expect([one.leftovers.quantity, other.leftovers.quantity]).toEqual([1, 0.5]);
    expect(other.leftovers.itemId).toBe(one.leftovers.itemId);
    expect((await items()).map(({ quantity }) => quantity)).toEqual([1.5]);
    await undo(one.transactionId);
    expect((await items()).map(({ quantity }) => quantity)).toEqual([0.5]);
  });
});

describe('what was paid', () => {
  it('goes with what goes, share by share, and comes back with it', async () => {
    await buy({ name: 'flour', quantity: 3, unit: 'kg', price: 1 });
    const { transactionId } = await act('consume', { ingredient: 'flour', quantity: 1, unit: 'kg', reason: 'spoiled' });
    expect((await journal())[0]).toMatchObject({ reason: 'spoiled', quantity: -1, price: -0.333333 });
    expect(await items()).toMatchObject([{ quantity: 2, price: 0.666667 }]);
    await undo(transactionId);
    expect(await items()).toMatchObject([{ quantity: 3, price: 1 }]);
  });

  it('is put right like anything else, and told where it is', async () => {
    const { id } = await buy({ name: 'flour', quantity: 3, unit: 'kg' });
    const put = async (change: object) => (await kitchen.cook.change('PATCH', `/pantry/:me/items/${id}`, change)).body;
    expect((await put({ price: 2.4 })).price).toBe(2.4);
    expect((await journal())[0]).toMatchObject({ reason: 'corrected', quantity: 0, price: 2.4 });
    expect((await put({ quantity: 1500, unit: 'g' })).price).toBe(2.4);
    expect((await put({ price: null })).price).toBeNull();
    await undo(await latest());
    expect((await items())[0]?.price).toBe(2.4);
  });

  it('is never left for nothing', async () => {
    const { id } = await buy({ name: 'flour', quantity: 3, unit: 'kg' });
    const bought = await latest();
    await kitchen.cook.change('PATCH', `/pantry/:me/items/${id}`, { price: 2 });
    const priced = await latest();
    expect(expectProblem(await undo(bought), 409).type).toBe('urn:prepsense:changed-since');
    await undo(priced);
    expect((await undo(bought)).status).toBe(200);
  });

  it.each([0, -1, '1', 1e10, 1e-7, true])('is no %j', async (price) => {
    const body = { name: 'flour', quantity: 3, unit: 'kg', price };
    const problem = expectProblem(await kitchen.cook.request('POST', '/pantry/:me/items', { body }), 400);
    expect(problem.errors[0].pointer).toBe('/price');
  });
});
