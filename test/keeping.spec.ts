import { describe, expect, it } from '@jest/globals';
import { days } from '#cache';
import { aKitchen } from './a-kitchen.js';
import { Cook } from './cook.js';
import { expectProblem } from './problems.js';

const kitchen = aKitchen();
const { journal } = kitchen;

const milk = { name: 'milk', quantity: 1, unit: 'l' };
const bought = (item: object = milk) => kitchen.buy(item);
const act = (id: number, what: string, headers = {}) =>
  kitchen.cook.request('POST', `/pantry/:me/items/${id}/${what}`, { headers });

describe('an item that is opened, frozen and thawed', () => {
  it('has new dates by a rule that it names, at once and for everybody who reads it', async () => {
    const item = await bought();
    expect(item).toMatchObject({ expiresOn: '2026-06-22', dateRule: 'closed', expiryEstimated: true });

    const opened = await act(item.id, 'open');
    expect([opened.status, opened.headers['cache-group-invalidation']]).toEqual([200, '"pantry"']);
    expect(opened.body).toEqual({
      ...item,
      openedOn: '2026-06-15',
      expiresOn: '2026-06-18',
      dateRule: 'opened',
      daysLeft: 3,
      version: 2,
    });
    expect((await kitchen.cook.get('/pantry/:me')).body.items).toEqual([opened.body]);

    kitchen.app.clock.advance(days(1));
    const frozen = await act(item.id, 'freeze');
    expect(frozen.body).toMatchObject({ location: 'freezer', expiresOn: '2026-09-14', dateRule: 'frozen', version: 3 });
    kitchen.app.clock.advance(days(10));
    const thawed = await act(item.id, 'thaw');
    expect(thawed.body).toMatchObject({ location: 'fridge', expiresOn: '2026-06-28', dateRule: 'thawed', daysLeft: 2 });
    expect((await kitchen.cook.get('/pantry/:me/expiring?within=2')).body.items).toEqual([thawed.body]);
  });

  it('leaves a line in the journal for each, with the fields as they were and as they became', async () => {
    const { id } = await bought();
    for (const what of ['open', 'freeze', 'thaw']) await act(id, what);
    const [thawed, frozen, opened] = await journal();
    expect([thawed, frozen, opened].map(({ reason, quantity }) => [reason, quantity])).toEqual([
      ['thawed', 0],
      ['frozen', 0],
      ['opened', 0],
    ]);
    expect(opened).toMatchObject({
      before: { openedOn: null, expiresOn: '2026-06-22', dateRule: 'closed' },
      after: { openedOn: '2026-06-15', expiresOn: '2026-06-18', dateRule: 'opened' },
    });
    expect(thawed).toMatchObject({ before: { location: 'freezer' }, after: { location: 'fridge' } });
  });

  it('is so as well for who says that it lies elsewhere', async () => {
    const item = await bought();
    const moved = async (location: string) =>
      (await kitchen.cook.change('PATCH', `/pantry/:me/items/${item.id}`, { location })).body;
    const acts: number[] = [];
    expect(await moved('freezer')).toMatchObject({ location: 'freezer', expiresOn: '2026-09-13', dateRule: 'frozen' });
    acts.unshift(await kitchen.latest());
    kitchen.app.clock.advance(days(10));
    expect(await moved('fridge')).toMatchObject({ location: 'fridge', expiresOn: '2026-07-02', dateRule: 'thawed' });
    acts.unshift(await kitchen.latest());
    for (const act of acts) expect((await kitchen.undo(act)).status).toBe(200);
    expect(await kitchen.items()).toMatchObject([{ expiresOn: '2026-06-22', dateRule: 'closed' }]);
  });

  it('stays as it is where it is so already', async () => {
    const item = await bought();
    expect((await act(item.id, 'thaw')).body).toEqual(item);
    const once = await act(item.id, 'open');
    const twice = await act(item.id, 'open');
    expect([twice.body, twice.headers.etag]).toEqual([once.body, once.headers.etag]);
    expect(await journal()).toHaveLength(2);
  });

  it('is changed only in the state that was seen, and once for an Idempotency-Key', async () => {
    const { id } = await bought();
    const opened = await act(id, 'open', { 'idempotency-key': 'open-it' });
    expectProblem(await act(id, 'freeze', { 'if-match': '"another"' }), 412);
    const frozen = await act(id, 'freeze', { 'if-match': String(opened.headers.etag) });
    expect([frozen.status, frozen.body.version]).toEqual([200, 3]);
    const again = await act(id, 'open', { 'idempotency-key': 'open-it' });
    expect([again.headers['idempotency-replayed'], again.body]).toEqual(['true', opened.body]);
  });

  it('is one of the user’s own', async () => {
    const other = await Cook.with(kitchen.app, [milk]);
    const [theirs] = (await other.get('/pantry/:me')).body.items;
    for (const what of ['open', 'freeze', 'thaw']) {
      expectProblem(await act(theirs.id, what), 404);
      expectProblem(await kitchen.cook.request('POST', `/pantry/${other.id}/items/${theirs.id}/${what}`), 403);
    }
    expect((await other.get('/pantry/:me')).body.items).toEqual([theirs]);
  });
});
