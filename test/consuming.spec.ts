import { describe, expect, it } from '@jest/globals';
import { aKitchen } from './a-kitchen.js';
import { changesNothing, expectProblem } from './problems.js';

const kitchen = aKitchen();
const { stock, amounts } = kitchen;

const consume = (body: unknown, headers = {}) => kitchen.cook.request('POST', '/pantry/:me/consume', { body, headers });
const flour = (quantity: number, rest: object = {}) => ({ name: 'plain flour', quantity, unit: 'g', ...rest });

describe('what is consumed', () => {
  it('goes in the order of use, from any unit, exactly', async () => {
    await stock(
      flour(0.3, { unit: 'kg', expiresOn: '2030-02-01' }),
      flour(500, { expiresOn: '2030-01-01' }),
      flour(100, { openedOn: '2026-06-01', expiresOn: '2030-03-01' }),
    );
    const { status, body, headers } = await consume({ ingredient: 'flour', quantity: 0.7, unit: 'kg' });
    expect([status, headers['cache-group-invalidation']]).toEqual([200, '"pantry"']);
    expect(body).toEqual({
      transactionId: expect.any(Number),
      used: [
        expect.objectContaining({ name: 'plain flour', quantity: 100, unit: 'g' }),
        expect.objectContaining({ name: 'plain flour', quantity: 500, unit: 'g' }),
        expect.objectContaining({ name: 'plain flour', quantity: 0.1, unit: 'kg', ingredientId: expect.any(Number) }),
      ],
      short: null,
    });
    expect(await amounts()).toEqual([['plain flour', 0.2, 'kg']]);
    const journal = (await kitchen.journal()).slice(0, 3);
    for (const line of journal) expect(line).toMatchObject({ transactionId: body.transactionId, reason: 'consumed' });
  });

  it('is told as short where there is less, in the unit that was asked for', async () => {
    await stock(flour(0.25, { unit: 'kg' }));
    const { body } = await consume({ ingredient: 'flour', quantity: 400, unit: 'grams', reason: 'spoiled' });
    expect([body.used[0].quantity, body.short]).toEqual([0.25, { quantity: 150, unit: 'g' }]);
    expect((await kitchen.journal())[0]).toMatchObject({ reason: 'spoiled', quantity: -0.25 });
    expect((await consume({ ingredient: 'flour', quantity: 1, unit: 'g' })).body).toEqual({
      transactionId: null,
      used: [],
      short: { quantity: 1, unit: 'g' },
    });
  });

  it('may be named by its id, and what nobody knows by its name', async () => {
    await stock(flour(100), { name: 'Gloops', quantity: 3, unit: 'piece' });
    const [item] = await kitchen.items();
    expect((await consume({ ingredient: item?.ingredientId, quantity: 40, unit: 'g' })).body.short).toBeNull();
    expect((await consume({ ingredient: 'gloop', quantity: 1, unit: 'pieces' })).body.short).toBeNull();
    expect(await amounts()).toEqual([
      ['plain flour', 60, 'g'],
      ['Gloops', 2, 'piece'],
    ]);
  });

  it('is not guessed where nobody knows how much one is', async () => {
    await stock({ name: 'spinach', quantity: 1, unit: 'tub' }, { name: 'spinach', quantity: 50, unit: 'g' });
    expect((await consume({ ingredient: 'spinach', quantity: 20, unit: 'g' })).body.short).toBeNull();
    await changesNothing(kitchen.app, async () => {
      const refused = await consume({ ingredient: 'spinach', quantity: 31, unit: 'g' });
      expect(expectProblem(refused, 422).type).toBe('urn:prepsense:no-conversion');
    });
    expect((await consume({ ingredient: 'spinach', quantity: 1, unit: 'tub' })).body.short).toBeNull();
    expect(await amounts()).toEqual([['spinach', 30, 'g']]);
  });

  it('goes once for an Idempotency-Key', async () => {
    await stock(flour(100));
    const body = { ingredient: 'flour', quantity: 10, unit: 'g' };
    const first = await consume(body, { 'idempotency-key': 'eat' });
    const again = await consume(body, { 'idempotency-key': 'eat' });
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    expect(await amounts()).toEqual([['plain flour', 90, 'g']]);
  });

  it('is refused by name where it makes no sense, and nothing goes', async () => {
    await stock(flour(100));
    const good = { ingredient: 'flour', quantity: 1, unit: 'g', reason: 'consumed' };
    const wrong: Record<string, unknown>[] = [
      ...['', ' ', 'x'.repeat(201), 0, -1, 1.5, 2 ** 31, null, true, ['flour'], {}, 'nul\0'].map((ingredient) => ({
        ingredient,
      })),
      ...[0, -1, '1', null, 1e-7, 1e10].map((quantity) => ({ quantity })),
      ...['parsec', '', null, 7].map((unit) => ({ unit })),
      ...['bought', 'undone', '', null, 7].map((reason) => ({ reason })),
      { itemId: 1 },
    ];
    await changesNothing(kitchen.app, async () => {
      for (const fields of wrong) {
        const problem = expectProblem(await consume({ ...good, ...fields }), 400);
        expect(problem.errors[0].pointer).toBe(`/${Object.keys(fields)[0]}`);
      }
      expectProblem(await consume({ ...good, ingredient: 2147483647 }), 404);
      for (const body of [[], null, 'flour', { quantity: 1 }]) expectProblem(await consume(body), 400);
    });
  });
});

describe('fifty who eat at once', () => {
  it('get what there is, and no more', async () => {
    await stock(flour(100, { openedOn: '2026-06-01' }), flour(0.23, { unit: 'kg' }));
    const eaters = Array.from({ length: 50 }, () => consume({ ingredient: 'flour', quantity: 10, unit: 'g' }));
    const answers = await Promise.all(eaters);
    expect(answers.filter(({ body }) => body.short === null)).toHaveLength(33);
    expect(answers.filter(({ body }) => body.short?.quantity === 10 && body.used.length === 0)).toHaveLength(17);
    expect(await amounts()).toEqual([]);
  });
});
