import { beforeEach, describe, expect, it } from '@jest/globals';
import { milliseconds, minutes } from '#cache';
import type { AnalyticsView, KitchenWeekView } from '../src/analytics/analytics.dto.js';
import { onBothDatabases } from './both-databases.js';
import { cameBy, Cook } from './cook.js';
import type { TestApp } from './harness/app.js';
import { expectProblem } from './problems.js';

const both = onBothDatabases();

describe.each([
  ['embedded database', () => both.embedded],
  ['PostgreSQL', () => both.atServer],
])('what became of what somebody had, by the %s,', (_, place) => {
  let app: TestApp;
  let cook: Cook;
  beforeEach(async () => {
    app = place();
    app.clock.setWall('2026-06-12T12:00:00Z');
    cook = await Cook.with(app);
  });

  const stock = (...items: object[]) => cook.change('PUT', '/pantry/:me/items', items);
  const act = async (path: string, body?: object) => (await cook.change('POST', `/pantry/:me/${path}`, body)).body;
  const eaten = (ingredient: string, quantity: number, unit: string) => act('consume', { ingredient, quantity, unit });
  const spoiled = (ingredient: string, quantity: number, unit: string) =>
    act('consume', { ingredient, quantity, unit, reason: 'spoiled' });
  const told = async (query = ''): Promise<AnalyticsView> =>
    (await cook.get(`/analytics/complex?userId=:me${query}`)).body;
  const thisWeek = async (): Promise<KitchenWeekView> => {
    const week = (await told('&weeks=1')).weeks[0];
    if (!week) throw new Error('no week was told');
    return week;
  };

  it('is told by week, exactly, each food in its unit, with what it had cost', async () => {
    await stock(
      { name: 'milk', quantity: 2, unit: 'l', price: 2.5 },
      { name: 'eggs', quantity: 6, unit: 'piece', price: 2 },
      { name: 'Blorpweed', quantity: 3, unit: 'bunch' },
    );
    await eaten('milk', 0.5, 'l');
    app.clock.setWall('2026-06-16T12:00:00Z');
    await eaten('milk', 1, 'cup');
    await eaten('milk', 100, 'ml');
    await spoiled('milk', 0.5, 'l');
    await spoiled('eggs', 2, 'piece');
    await spoiled('blorpweed', 1, 'bunch');

    const milk = expect.any(Number);
    expect(await told('&weeks=2')).toEqual({
      userId: cook.id,
      timeZone: 'UTC',
      used: { lots: 1, cost: '1.045735', unpriced: 0 },
      wasted: { lots: 3, cost: '1.291667', unpriced: 1 },
      dishes: { cooked: 0, measured: 0, coverage: null, cuisines: {} },
      weeks: [
        {
          week: '2026-W24',
          from: '2026-06-08',
          used: { lots: 1, cost: '0.625', unpriced: 0 },
          wasted: { lots: 0, cost: '0', unpriced: 0 },
          dishes: { cooked: 0, measured: 0, coverage: null, cuisines: {} },
          foods: [{ ingredientId: milk, name: 'milk', used: [{ quantity: '500', unit: 'ml' }], wasted: [] }],
        },
        {
          week: '2026-W25',
          from: '2026-06-15',
          used: { lots: 1, cost: '0.420735', unpriced: 0 },
          wasted: { lots: 3, cost: '1.291667', unpriced: 1 },
          dishes: { cooked: 0, measured: 0, coverage: null, cuisines: {} },
          foods: [
            { ingredientId: null, name: 'Blorpweed', used: [], wasted: [{ quantity: '1', unit: 'bunch' }] },
            { ingredientId: milk, name: 'egg', used: [], wasted: [{ quantity: '2', unit: 'piece' }] },
            {
              ingredientId: milk,
              name: 'milk',
              used: [{ quantity: '336.588', unit: 'ml' }],
              wasted: [{ quantity: '500', unit: 'ml' }],
            },
          ],
        },
      ],
      lastUpdated: '2026-06-16T12:00:00.000Z',
    });
  });

  it('is without what was undone, and with what was done after all, in the week in which it was done', async () => {
    await stock({ name: 'rice', quantity: 500, unit: 'g', price: 1 });
    let { transactionId } = await eaten('rice', 100, 'g');
    app.clock.setWall('2026-06-16T12:00:00Z');
    for (const lots of [0, 1, 0, 1]) {
      transactionId = (await act(`transactions/${transactionId}/undo`)).transactionId;
      const { used, weeks } = await told('&weeks=2');
      expect([used, weeks[0]?.used, weeks[1]?.used.lots]).toEqual([used, used, 0]);
      expect([used.lots, used.cost]).toEqual([lots, lots === 0 ? '0' : '0.2']);
    }
  });

  it('is without what was put right or deleted', async () => {
    await stock({ name: 'rice', quantity: 500, unit: 'g', price: 1 }, { name: 'milk', quantity: 1, unit: 'l' });
    const { items } = (await cook.get('/pantry/:me')).body;
    await cook.change('PATCH', `/pantry/:me/items/${items[0].id}`, { quantity: 0.25, unit: 'kg' });
    await cook.change('DELETE', `/pantry/:me/items/${items[1].id}`);
    await act('consume', { ingredient: 'rice', quantity: 50, unit: 'g', reason: 'corrected' });
    expect(await thisWeek()).toMatchObject({ used: { lots: 0 }, wasted: { lots: 0 }, foods: [] });

    await eaten('rice', 0.1, 'kg');
    const { used, foods } = await thisWeek();
    expect([used.cost, foods[0]?.used]).toEqual(['0.4', [{ quantity: '100', unit: 'g' }]]);
  });

  it('is added up in one unit where a way is known, and never by guess', async () => {
    await stock(
      { name: 'spinach', quantity: 2, unit: 'tub', openedOn: '2026-06-11' },
      { name: 'spinach', quantity: 1, unit: 'kg' },
      { name: 'flour', quantity: 1, unit: 'kg' },
      { name: 'flour', quantity: 2, unit: 'cup' },
      { name: 'Gloops', quantity: 1, unit: 'kg' },
      { name: 'gloops', quantity: 1, unit: 'oz' },
    );
    await eaten('spinach', 1, 'tub');
    await eaten('spinach', 100, 'g');
    await spoiled('flour', 1000, 'g');
    await spoiled('flour', 1, 'cup');
    await eaten('gloops', 1, 'kg');
    await eaten('gloops', 1, 'oz');
    const foods = new Map((await thisWeek()).foods.map((food) => [food.name, food]));
    expect(foods.get('spinach')?.used).toEqual([
      { quantity: '100', unit: 'g' },
      { quantity: '1', unit: 'tub' },
    ]);
    expect(foods.get('flour')?.wasted).toEqual([{ quantity: expect.stringMatching(/^11\d\d\.\d+$/), unit: 'g' }]);
    expect(foods.get('Gloops')?.used).toEqual([{ quantity: '1028.349523', unit: 'g' }]);
  });

  it('tells what was cooked, how much of it was at home, and of which cuisines', async () => {
    const omelette = await imported(app, 'Omelette', ['4 eggs', '100 g butter'], 'French');
    const soup = await imported(app, 'Soup', ['1 kg potatoes'], 'French');
    await stock({ name: 'eggs', quantity: 4, unit: 'piece' }, { name: 'butter', quantity: 50, unit: 'g' });
    await act('cook', { recipeId: omelette });
    await act('cook', { recipeId: soup });
    await cook.change('POST', '/preferences/:me/interactions', { recipeId: 1, kind: 'cooked' });
    await cook.change('POST', '/preferences/:me/interactions', { recipeId: soup, kind: 'saved' });
    const { dishes, used } = await thisWeek();
    expect(dishes).toMatchObject({ cooked: 3, measured: 2, coverage: 0.375 });
    expect(dishes.cuisines).toMatchObject({ french: 2 });
    expect((await told()).dishes).toEqual(dishes);
    expect(used.lots).toBe(2);
  });

  it('is without a dish that was taken back, and left-overs are not called unpriced', async () => {
    const recipeId = await imported(app, 'Omelette', ['4 eggs', '100 g butter'], 'French');
    await stock({ name: 'eggs', quantity: 4, unit: 'piece', price: 2 });
    const dish = await act('cook', { recipeId, leftovers: 1 });
    await spoiled('Leftovers: Omelette', 0.5, 'portion');
    expect(await thisWeek()).toMatchObject({
      used: { lots: 1, cost: '2', unpriced: 0 },
      wasted: { lots: 1, cost: '0', unpriced: 0 },
      dishes: { cooked: 1, coverage: 0.5 },
    });
    const [{ transactionId }] = (await cook.get('/pantry/:me/journal')).body.items;
    await act(`transactions/${transactionId}/undo`);
    await act(`transactions/${dish.transactionId}/undo`);
    expect(await thisWeek()).toMatchObject({
      used: { lots: 0 },
      wasted: { lots: 0 },
      dishes: { cooked: 0, coverage: null },
    });
  });

  it('is counted in the weeks of who lives there', async () => {
    await stock({ name: 'rice', quantity: 500, unit: 'g' });
    app.clock.setWall('2026-06-14T21:59:59.999Z');
    await eaten('rice', 1, 'g');
    app.clock.advance(milliseconds(1));
    await eaten('rice', 2, 'g');
    const amounts = async () => (await told('&weeks=2')).weeks.map(({ foods }) => foods[0]?.used[0]?.quantity);
    expect(await amounts()).toEqual([undefined, '3']);
    await cook.change('PATCH', '/preferences/:me', { timeZone: 'Europe/Berlin' });
    expect(await amounts()).toEqual(['1', '2']);
  });
});

/** The id of a dish for two. */
async function imported(app: TestApp, name: string, recipeIngredient: readonly string[], recipeCuisine: string) {
  const { token } = await app.admin();
  const recipe = {
    '@type': 'Recipe',
    name,
    recipeYield: '2',
    recipeIngredient,
    recipeCuisine,
    recipeInstructions: 'Cook.',
  };
  await app.post('/recipes/import', { token, body: recipe });
  const { items } = (await app.get(`/recipes/search?query=${name}&limit=100`)).body;
  return items.find(({ title }: { title: string }) => title === name).id as number;
}

describe('what is told of it', () => {
  let cook: Cook;
  const PATH = '/analytics/complex?userId=:me';
  const noon = () => both.embedded.clock.setWall('2026-06-14T12:00:00Z');
  beforeEach(async () => {
    noon();
    cook = await Cook.with(both.embedded, [{ name: 'rice', quantity: 500, unit: 'g', price: 1 }]);
  });

  it('is held for half an hour, confirmed by its tag, and never old after a change', async () => {
    const rice = (await cook.get('/pantry/:me')).body.items[0].id as number;
    const eat = { ingredient: 'rice', quantity: 1, unit: 'g' };
    const dish = { recipeId: 1, leftovers: 1 };
    const changes: (() => Promise<unknown>)[] = [
      () => cook.change('POST', '/pantry/:me/consume', eat),
      () => cook.change('POST', '/pantry/:me/cook', dish),
      () => cook.change('PATCH', `/pantry/:me/items/${rice}`, { name: 'Basmati' }),
      () => cook.change('POST', '/preferences/:me/interactions', { recipeId: 2, kind: 'cooked' }),
      () => cook.change('PATCH', '/preferences/:me', { timeZone: 'Asia/Tokyo' }),
      async () => {
        const [{ transactionId }] = (await cook.get('/pantry/:me/journal')).body.items;
        await cook.change('POST', `/pantry/:me/transactions/${transactionId}/undo`);
      },
    ];
    for (const change of changes) {
      const before = await cook.get(PATH);
      expect(cameBy(await cook.get(PATH))).toBe('memory');
      both.embedded.clock.advance(minutes(1));
      await change();
      const after = await cook.get(PATH, { 'if-none-match': before.headers.etag });
      expect([after.status, cameBy(after)]).toEqual([200, 'miss']);
      expect((await cook.get(PATH, { 'if-none-match': after.headers.etag })).status).toBe(304);
    }
    both.embedded.clock.advance(minutes(30));
    expect((await cook.get(PATH)).headers['cache-status']).toBe('PrepSense; fwd=stale; stored');
  });

  it('begins another week at midnight on Monday, held or not', async () => {
    await cook.change('PATCH', '/preferences/:me', { timeZone: 'Europe/Berlin' });
    both.embedded.clock.setWall('2026-06-14T21:59:59.999Z');
    const latest = (reply: { body: AnalyticsView }) => reply.body.weeks.at(-1)?.week;
    const before = await cook.get(PATH);
    expect([latest(before), cameBy(await cook.get(PATH))]).toEqual(['2026-W24', 'memory']);
    both.embedded.clock.advance(milliseconds(1));
    const after = await cook.get(PATH, { 'if-modified-since': before.headers['last-modified'] });
    expect([after.status, latest(after)]).toEqual([200, '2026-W25']);
  });

  it('is told to its owner and to admins alone', async () => {
    const path = PATH.replace(':me', String(cook.id));
    const other = await Cook.with(both.embedded);
    await cook.get(PATH);
    for (const headers of [{}, { 'if-none-match': '*' }]) {
      expectProblem(await both.embedded.get(path, { headers }), 401);
      expectProblem(await other.get(path, headers), 403);
    }
    const { token } = await both.embedded.admin();
    expect((await both.embedded.get(path, { token })).body).toMatchObject({ userId: cook.id });
    expectProblem(await both.embedded.get('/analytics/complex?userId=2147483647', { token }), 404);
  });

  it.each([
    '',
    '&weeks=0',
    '&weeks=27',
    '&weeks=1.5',
    '&weeks=x',
    '&weeks=1&weeks=2',
    '&until=2026-01-01',
    '&userId=1',
  ])('is asked for in known words: %j', async (query) => {
    const path = query === '' ? '/analytics/complex' : `${PATH}${query}`;
    expectProblem(await cook.get(path), 400);
  });
});
