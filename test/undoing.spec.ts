import { describe, expect, it } from '@jest/globals';
import { minutes } from '#cache';
import { aKitchen } from './a-kitchen.js';
import { Cook } from './cook.js';
import { changesNothing, expectProblem } from './problems.js';

const kitchen = aKitchen();
const { buy, act, undo, latest, items } = kitchen;
const rice = { name: 'rice', quantity: 500, unit: 'g' };
const eat = (quantity: number, unit = 'g') => act('consume', { ingredient: 'rice', quantity, unit });
/** Whatever tells how often a thing was changed. */
const states = (items: readonly object[]) => items.map((item) => ({ ...item, version: 'any' }));
const expectChangedSince = async (id: number) => {
  await changesNothing(kitchen.app, async () => {
    expect(expectProblem(await undo(id), 409).type).toBe('urn:prepsense:changed-since');
  });
};

describe('what is undone', () => {
  it('is as if it had not been, and stands in the journal beside what it takes back', async () => {
    await buy(rice);
    const before = await items();
    const { transactionId } = await eat(200);
    const { status, headers, body } = await undo(transactionId);
    expect([status, headers['cache-group-invalidation']]).toEqual([200, '"pantry", "preferences"']);
    expect(states(await items())).toEqual(states(before));
    const [line] = await kitchen.journal();
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
    expect((await items())[0]?.quantity).toBe(500);
  });

  it('may be undone in its turn', async () => {
    await buy(rice);
    const { transactionId } = await eat(200);
    const undone = (await undo(transactionId)).body;
    expect((await undo(undone.transactionId)).status).toBe(200);
    expect((await items())[0]?.quantity).toBe(300);
  });

  it('may be a whole dish with its left-overs, what was used up, opened, thrown away or corrected', async () => {
    const { id } = await buy(rice);
    await buy({ name: 'milk', quantity: 1, unit: 'l' });
    const before = states(await items());
    const all = [
      () => act('cook', { recipeId: 1, servings: 1, leftovers: 1 }),
      () => eat(500),
      () => act(`items/${id}/open`),
      () => act(`items/${id}/freeze`),
      () => kitchen.cook.change('DELETE', `/pantry/:me/items/${id}`),
      () => kitchen.cook.change('PATCH', `/pantry/:me/items/${id}`, { quantity: 1, unit: 'kg', location: 'fridge' }),
      () => kitchen.cook.change('PUT', '/pantry/:me/items', [rice, { id, quantity: 7, name: 'brown rice' }]),
    ];
    for (const one of all) {
      await one();
      expect(states(await items())).not.toEqual(before);
      expect((await undo(await latest())).status).toBe(200);
      expect(states(await items())).toEqual(before);
    }
  });

  it('gives back amounts whatever else came and went since', async () => {
    await buy(rice);
    const first = await eat(200);
    await eat(100);
    await undo(first.transactionId);
    expect((await items())[0]?.quantity).toBe(400);
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
    expect(await items()).toEqual([]);
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
    await kitchen.cook.change('PATCH', `/pantry/:me/items/${id}`, { quantity: 900, unit: 'ml' });
    await expectChangedSince(transactionId);
  });

  it('is not undone where more would be there than anybody can have', async () => {
    const { id } = await buy({ ...rice, quantity: 1e9 });
    const { transactionId } = await eat(1);
    await kitchen.cook.change('PATCH', `/pantry/:me/items/${id}`, { quantity: 1e9 });
    await expectChangedSince(transactionId);
  });
});

describe('a dish that is taken back', () => {
  const COOKED = { recipeId: 1, servings: 1, leftovers: 1 };
  const preferences = async () => (await kitchen.cook.get('/preferences/:me')).body;
  const ranked = async (): Promise<{ recipe: { id: number } }[]> =>
    (await kitchen.cook.get('/recommendations/:me?limit=50&maxMissing=20')).body.recipes;

  it('was not cooked: nothing is learned of it, and it is as welcome as before', async () => {
    await buy(rice);
    const [before, first] = [await preferences(), await ranked()];
    const recipeId = first[0]?.recipe.id ?? 0;
    const { transactionId } = await act('cook', { recipeId, leftovers: 1 });
    expect((await preferences()).learned.samples).toBe(1);
    expect((await ranked())[0]?.recipe.id).not.toBe(recipeId);

    const { headers } = await undo(transactionId);
    expect(headers['cache-group-invalidation']).toBe('"pantry", "preferences"');
    expect((await preferences()).learned).toEqual(before.learned);
    expect(await ranked()).toEqual(first);
  });

  it('was cooked after all where that is taken back', async () => {
    await buy(rice);
    let { transactionId } = await act('cook', COOKED);
    for (const samples of [0, 1, 0, 1]) {
      transactionId = (await undo(transactionId)).body.transactionId;
      expect((await preferences()).learned.samples).toBe(samples);
    }
  });

  it('changed what is told of its user, at that time', async () => {
    await buy(rice);
    const { transactionId } = await act('cook', COOKED);
    const { headers } = await kitchen.cook.get('/preferences/:me');
    kitchen.app.clock.advance(minutes(1));
    await undo(transactionId);
    const since = { 'if-modified-since': String(headers['last-modified']) };
    expect((await kitchen.cook.get('/preferences/:me', since)).status).toBe(200);
    expect((await preferences()).lastUpdated).toBe('2026-06-15T12:01:00.000Z');
  });

  it('takes nothing back of what was said of it otherwise', async () => {
    await buy(rice);
    const { transactionId } = await act('cook', COOKED);
    await kitchen.cook.change('POST', '/preferences/:me/interactions', { recipeId: 1, kind: 'cooked' });
    await undo(transactionId);
    expect((await preferences()).learned.samples).toBe(1);
  });
});

describe('a transaction', () => {
  it('is one of the user’s own', async () => {
    await buy(rice);
    const mine = await latest();
    const other = await Cook.with(kitchen.app);
    expectProblem(await other.request('POST', `/pantry/:me/transactions/${mine}/undo`), 404);
    expectProblem(await other.request('POST', `/pantry/${kitchen.cook.id}/transactions/${mine}/undo`), 403);
    expectProblem(await undo(2147483647), 404);
    expectProblem(await kitchen.cook.request('POST', '/pantry/:me/transactions/x/undo'), 400);
    expect(await items()).toHaveLength(1);
  });
});
