import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PreferencesRepository } from '../src/preferences/preferences.repository.js';
import { aDish, aKitchen, inWords } from './a-kitchen.js';
import { changesNothing, expectProblem } from './problems.js';

const kitchen = aKitchen();
const { stock, amounts } = kitchen;
let pancakes: number;

/** Everything that can be the matter with a line: two units, one nobody can convert, no amount, no such food, not needed, always there. */
const LINES = [
  '200 g flour',
  '2 eggs',
  '300 ml milk',
  '1 bunch blorpweed',
  '50 g spinach',
  '100 g sugar (optional)',
  '1 tsp salt',
  'maple syrup, to serve',
];

beforeAll(async () => {
  pancakes = await aDish(kitchen.app, 'Pancakes', LINES);
});

const make = (body: object, headers = {}) =>
  kitchen.cook.request('POST', '/pantry/:me/cook', { body: { recipeId: pancakes, ...body }, headers });
const flour = (quantity: number, rest: object = {}) => ({ name: 'flour', quantity, unit: 'g', ...rest });
const eggs = (quantity: number, rest: object = {}) => ({ name: 'eggs', quantity, unit: 'piece', ...rest });

describe('a dish', () => {
  it('takes what it asks for, converted and in the order of use, and tells what it could not', async () => {
    await stock(
      flour(0.15, { unit: 'kg', expiresOn: '2026-09-01' }),
      flour(100, { expiresOn: '2026-08-01' }),
      eggs(1, { openedOn: '2026-06-14' }),
      { name: 'milk', quantity: 1, unit: 'l' },
      { name: 'spinach', quantity: 1, unit: 'tub' },
      { name: 'salt', quantity: 1, unit: 'kg' },
    );
    const { status, headers, body } = await make({});
    expect([status, headers['cache-group-invalidation']]).toEqual([200, '"pantry", "preferences"']);
    expect(body).toMatchObject({ recipeId: pancakes, servings: 2, leftovers: null, dryRun: false });
    expect(inWords(body.used).filter(([name]) => name !== 'salt')).toEqual([
      ['flour', 100, 'g'],
      ['flour', 0.1, 'kg'],
      ['eggs', 1, 'piece'],
      ['milk', 0.3, 'l'],
    ]);
    expect(inWords(body.missing)).toEqual([['eggs', 1, 'piece']]);
    expect(body.unresolved).toEqual(['1 bunch blorpweed', '50 g spinach', 'maple syrup, to serve']);
    expect(await amounts()).toEqual([
      ['flour', 0.05, 'kg'],
      ['milk', 0.7, 'l'],
      ['spinach', 1, 'tub'],
      ['salt', expect.any(Number), 'kg'],
    ]);
    const lines = (await kitchen.journal()).slice(0, 5);
    for (const line of lines) expect(line).toMatchObject({ transactionId: body.transactionId, reason: 'cooked' });
  });

  it('is for as many as are told, its amounts scaled', async () => {
    await stock(flour(1000), eggs(12));
    const { body } = await make({ servings: 3 });
    expect([body.servings, inWords(body.used)]).toEqual([
      3,
      [
        ['flour', 300, 'g'],
        ['eggs', 3, 'piece'],
      ],
    ]);
    expect(inWords(body.missing)).toEqual([
      ['milk', 450, 'ml'],
      ['spinach', 75, 'g'],
    ]);
  });

  it('uses what is optional where it is there, and never misses it or what every house has', async () => {
    await stock({ name: 'sugar', quantity: 60, unit: 'g' });
    const { body } = await make({});
    expect(inWords(body.used)).toEqual([['sugar', 60, 'g']]);
    expect(inWords(body.missing).map(([name]) => name)).toEqual(['flour', 'eggs', 'milk', 'spinach']);
  });

  it('is not made of food past its use-by day, though of food past its best-before day', async () => {
    await stock(
      flour(500, { expiresOn: '2026-06-01', expiryKind: 'best-before' }),
      eggs(6, { expiresOn: '2026-06-14', expiryKind: 'use-by' }),
    );
    const { body } = await make({});
    expect(inWords(body.used)).toEqual([['flour', 200, 'g']]);
  });

  it('asked for twice over takes the same grams once', async () => {
    const recipeId = await aDish(kitchen.app, 'Double flour', ['200 g flour', '100 g flour']);
    await stock(flour(250));
    const { body } = await make({ recipeId });
    expect(inWords(body.used)).toEqual([['flour', 250, 'g']]);
    expect(inWords(body.missing)).toEqual([['flour', 50, 'g']]);
  });

  it('takes what stands in tins where it asks for a tin, however the tin is named, and whatever it was called before', async () => {
    const recipeId = await aDish(kitchen.app, 'Three tins', ['3 cans chickpeas']);
    const { id } = await kitchen.buy({ name: 'tin of something', quantity: 1, unit: 'can' });
    await stock({ name: 'chickpeas', quantity: 2, unit: 'can' }, { id, name: 'chickpeas' });
    const { body } = await make({ recipeId });
    expect([body.missing, body.substitutions, body.unresolved]).toEqual([[], [], []]);
    expect(await amounts()).toEqual([]);
  });

  it('leaves over what keeps three days in the fridge', async () => {
    await stock(flour(500));
    const { body } = await make({ servings: 4, leftovers: 1.5 });
    expect(body.leftovers).toEqual({
      itemId: expect.any(Number),
      name: 'Leftovers: Pancakes',
      quantity: 1.5,
      unit: 'portion',
      location: 'fridge',
      expiresOn: '2026-06-18',
    });
    const { items } = (await kitchen.cook.get('/pantry/:me/expiring?within=3')).body;
    expect(items).toMatchObject([
      { id: body.leftovers.itemId, expiryKind: 'use-by', expiryEstimated: true, dateRule: 'leftovers', daysLeft: 3 },
    ]);
    const eaten = { ingredient: 'Leftovers: Pancakes', quantity: 1, unit: 'portion' };
    expect((await kitchen.cook.change('POST', '/pantry/:me/consume', eaten)).body.short).toBeNull();
  });

  it('is noted as cooked for what is recommended, once', async () => {
    await stock(flour(500));
    const samples = async () => (await kitchen.cook.get('/preferences/:me')).body.learned.samples;
    const before = await samples();
    await make({}, { 'idempotency-key': 'tonight' });
    const again = await make({}, { 'idempotency-key': 'tonight' });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await samples()).toBe(before + 1);
    expect(await amounts()).toEqual([['flour', 300, 'g']]);
  });
});

describe('a dry run', () => {
  it('tells what would be, and writes nothing', async () => {
    await stock(flour(500), eggs(6));
    await changesNothing(kitchen.app, async () => {
      const { body } = await make({ dryRun: true, leftovers: 1 });
      expect(body).toMatchObject({ transactionId: null, dryRun: true, leftovers: { itemId: null, quantity: 1 } });
      expect(inWords(body.used)).toEqual([
        ['flour', 200, 'g'],
        ['eggs', 2, 'piece'],
      ]);
    });
    const { body } = await make({});
    expect(inWords(body.used)).toHaveLength(2);
  });
});

describe('cooking', () => {
  it('is refused by name where it makes no sense', async () => {
    await stock(flour(500));
    const wrong: Record<string, unknown>[] = [
      ...[0, -1, 1.5, '1', null, 2 ** 31].map((recipeId) => ({ recipeId })),
      ...[0, -1, 1.5, '2', null, 1001].map((servings) => ({ servings })),
      ...['true', 1, null].map((dryRun) => ({ dryRun })),
      ...[-1, 2.5, '1', true, 0.001].map((leftovers) => ({ leftovers })),
      { userId: 1 },
    ];
    await changesNothing(kitchen.app, async () => {
      for (const fields of wrong) {
        const problem = expectProblem(await make(fields), 400);
        expect(problem.errors[0].pointer).toBe(`/${Object.keys(fields)[0]}`);
      }
      expectProblem(await make({ recipeId: 2147483647 }), 404);
    });
  });

  it('is all or nothing: not cooked where it cannot be noted', async () => {
    await stock(flour(500));
    const noted = jest.spyOn(kitchen.app.nest.get(PreferencesRepository), 'addAct');
    await changesNothing(kitchen.app, async () => {
      noted.mockRejectedValueOnce(Object.assign(new Error('connection terminated'), { code: '08006' }));
      expectProblem(await make({ leftovers: 1 }), 503);
    });
    noted.mockRestore();
    expect(await amounts()).toEqual([['flour', 500, 'g']]);
  });

  it('is all or nothing: no room for the left-overs leaves everything where it was', async () => {
    const recipeId = await aDish(kitchen.app, 'Half a gram', ['1 g flour']);
    const many = Array.from({ length: 2000 }, (_, at) => flour(1, { price: at + 1 }));
    for (let round = 0; round < 4; round += 1) await stock(...many.slice(round * 500, round * 500 + 500));
    await changesNothing(kitchen.app, async () => {
      const refused = await make({ recipeId, servings: 1, leftovers: 1 });
      expect(expectProblem(refused, 409).type).toBe('urn:prepsense:pantry-full');
    });
  });
});
