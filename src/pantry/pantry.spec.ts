import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { eq } from 'drizzle-orm';
import { etagOf, hours, milliseconds, minutes } from '#cache';
import { RoomApp, type Person } from '../../test/room-app.js';
import type { PantryItemView } from './pantry.dto.js';
import { PantryModule } from './pantry.module.js';
import { PantryService } from './pantry.service.js';
import { pantryJournal, pantryLots, pantryTransactions } from './pantry.tables.js';

let app: RoomApp;
let ann: Person;

beforeAll(async () => {
  app = await RoomApp.start({ imports: [PantryModule] });
});
afterAll(() => app.close());
beforeEach(async () => {
  ann = await app.person();
});

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
const ask = (method: Method, path: string, payload?: unknown, headers: Record<string, string> = {}, person = ann) =>
  app.inject({
    method,
    url: `/pantry/${ann.id}${path}`,
    headers: {
      authorization: `Bearer ${app.tokenFor(person.id)}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    payload: payload === undefined ? undefined : JSON.stringify(payload),
  });
const add = async (item: object): Promise<PantryItemView> => {
  const answer = await ask('POST', '/items', { quantity: 1, unit: 'piece', ...item });
  expect(answer.statusCode).toBe(201);
  return answer.json();
};
const pantry = async () => (await ask('GET', '')).json();
const zone = (timeZone: string) =>
  app.inject({
    method: 'PUT',
    url: `/preferences/${ann.id}`,
    headers: { authorization: `Bearer ${app.tokenFor(ann.id)}` },
    payload: { timeZone },
  });

const gloop = {
  name: 'gloop',
  quantity: 2.5,
  unit: 'kg',
  category: 'other',
  location: 'fridge',
  purchasedOn: '2026-06-10',
  expiresOn: '2026-06-18',
  expiryKind: 'use-by',
  openedOn: '2026-06-11',
};

async function expectJournalToAddUp() {
  const lots = await app.db.select().from(pantryLots).where(eq(pantryLots.userId, ann.id));
  for (const lot of lots) {
    const lines = await app.db.select().from(pantryJournal).where(eq(pantryJournal.lotId, lot.id));
    const sum = lines.reduce((total, { delta }) => total.plus(delta), new Decimal(0));
    expect([lot.id, sum.toFixed()]).toEqual([lot.id, new Decimal(lot.quantity).toFixed()]);
  }
}

describe('the pantry', () => {
  it('is empty for somebody who never put anything in', async () => {
    expect(await pantry()).toEqual({
      userId: ann.id,
      items: [],
      analysis: {
        expired: 0,
        expiringSoon: 0,
        expiringThisWeek: 0,
        fresh: 0,
        undated: 0,
        totalItems: 0,
        urgencyScore: 0,
      },
      lastUpdated: new Date(app.clock.now()).toISOString(),
    });
  });

  it('gives back what was put in, in the shape of the contract', async () => {
    const item = await add({ ...gloop, name: ' gloop ', unit: 'Kilograms' });
    expect(item).toEqual({
      id: item.id,
      ...gloop,
      ingredientId: null,
      price: null,
      expiryEstimated: false,
      dateRule: 'told',
      daysLeft: 3,
      version: 1,
    });
    expect((await pantry()).items).toEqual([item]);
    expect((await pantry()).analysis).toMatchObject({ expiringSoon: 1, totalItems: 1 });
  });

  it('knows foods, and estimates how long they keep', async () => {
    const milk = await add({ name: 'milk', quantity: 1, unit: 'l' });
    expect(milk).toMatchObject({ category: 'dairy', location: 'fridge', expiryEstimated: true, expiryKind: 'use-by' });
    expect(milk.ingredientId).toEqual(expect.any(Number));
    expect(milk.daysLeft).toBeGreaterThan(0);
  });

  it('shows a change at once, and is the same from the source', async () => {
    const admin = await app.person('admin');
    const item = await add(gloop);
    await ask('PATCH', `/items/${item.id}`, { quantity: 1 });
    const cached = await ask('GET', '');
    expect(cached.json().items[0]).toMatchObject({ quantity: 1, version: 2 });
    const source = { method: 'GET', url: `/admin/pantry/${ann.id}`, headers: admin.headers } as const;
    expect((await app.inject(source)).body).toBe(cached.body);
    expect((await app.inject({ ...source, headers: ann.headers })).statusCode).toBe(403);
  });

  it('counts days where the user lives, right after midnight too', async () => {
    app.clock.setWall('2026-06-15T12:00:00Z');
    await add({ name: 'gloop', expiresOn: '2026-06-18' });
    const left = async () => (await pantry()).items[0].daysLeft;
    expect(await left()).toBe(3);
    await zone('Pacific/Kiritimati');
    expect(await left()).toBe(2);
    await zone('Europe/Berlin');
    expect(await left()).toBe(3);
    app.clock.advance(milliseconds(hours(10).ms - 1));
    expect(await left()).toBe(3);
    app.clock.advance(milliseconds(1));
    expect(await left()).toBe(2);
    expect(await app.nest.get(PantryService).todayOf(ann.id)).toBe('2026-06-16');
    expect((await add({ name: 'gloop' })).purchasedOn).toBe('2026-06-16');
    app.clock.setWall('2026-06-15T12:00:00Z');
  });

  it('tells when it changed last, also by what went', async () => {
    const item = await add(gloop);
    app.clock.advance(minutes(1));
    await ask('DELETE', `/items/${item.id}`);
    expect((await pantry()).lastUpdated).toBe(new Date(app.clock.now()).toISOString());
  });

  it('belongs to its user alone', async () => {
    const item = await add(gloop);
    const bob = await app.person();
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/journal'],
      ['GET', '/expiring'],
      ['POST', '/items'],
      ['PUT', '/items'],
      ['PATCH', `/items/${item.id}`],
      ['DELETE', `/items/${item.id}`],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : gloop;
      expect([method, path, (await ask(method, path, body, {}, bob)).statusCode]).toEqual([method, path, 403]);
    }
    const own = { method: 'DELETE', url: `/pantry/${bob.id}/items/${item.id}`, headers: bob.headers } as const;
    expect((await app.inject(own)).statusCode).toBe(404);
  });
});

describe('one item', () => {
  it('changes where it is told to, and only then gets a new version', async () => {
    const item = await add(gloop);
    const same = await ask('PATCH', `/items/${item.id}`, { quantity: 2.5, name: 'gloop' });
    expect(same.json()).toEqual(item);
    const changed = await ask('PATCH', `/items/${item.id}`, { expiresOn: null, openedOn: null, location: 'freezer' });
    const fields = { expiresOn: null, openedOn: null, dateRule: null, location: 'freezer', daysLeft: null, version: 2 };
    expect(changed.json()).toEqual(Object.assign(item, fields));
  });

  it('changes only in the state that was seen', async () => {
    const first = await ask('POST', '/items', gloop);
    const path = `/items/${first.json().id}`;
    const second = await ask('PATCH', path, { quantity: 2 }, { 'if-match': String(first.headers.etag) });
    expect(second.statusCode).toBe(200);
    expect((await ask('PATCH', path, { quantity: 9 }, { 'if-match': String(first.headers.etag) })).statusCode).toBe(
      412,
    );
    expect((await ask('DELETE', path, undefined, { 'if-match': String(first.headers.etag) })).statusCode).toBe(412);
    expect((await pantry()).items[0].quantity).toBe(2);
    expect((await ask('DELETE', path, undefined, { 'if-match': String(second.headers.etag) })).statusCode).toBe(204);
    expect((await ask('DELETE', path, undefined, { 'if-match': '*' })).statusCode).toBe(404);
  });

  it('lets one of fifty writers win', async () => {
    const first = await ask('POST', '/items', gloop);
    const writers = Array.from({ length: 50 }, (_, index) =>
      ask('PATCH', `/items/${first.json().id}`, { quantity: index + 100 }, { 'if-match': String(first.headers.etag) }),
    );
    const statuses = (await Promise.all(writers)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(49);
    await expectJournalToAddUp();
  });

  it('comes in once for an Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'k1' };
    const first = await ask('POST', '/items', gloop, key);
    const again = await ask('POST', '/items', gloop, key);
    expect([again.body, again.headers.etag]).toEqual([first.body, first.headers.etag]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await ask('POST', '/items', { ...gloop, quantity: 3 }, key)).statusCode).toBe(422);
    expect((await pantry()).items).toHaveLength(1);
  });

  it('is refused when it makes no sense', async () => {
    const wrong: Record<string, unknown>[] = [
      { name: '' },
      { name: ' ' },
      { name: 'x'.repeat(201) },
      { name: 7 },
      { name: 'nul\u0000' },
      { name: 'half \ud800' },
      { quantity: 0 },
      { quantity: -1 },
      { quantity: '1' },
      { quantity: 1e10 },
      { quantity: 0.0000001 },
      { quantity: null },
      { unit: 'parsec' },
      { unit: '' },
      { unit: null },
      { unit: 'g'.repeat(1000) },
      { unit: ['g'] },
      { category: '' },
      { category: null },
      { location: 'attic' },
      { purchasedOn: '2026-02-29' },
      { purchasedOn: null },
      { expiresOn: 'soon' },
      { expiresOn: '2026-06-18T00:00:00Z' },
      { expiresOn: 20260618 },
      { expiryKind: 'never' },
      { openedOn: '0000-00-00' },
      { userId: 1 },
      { version: 3 },
      { daysLeft: 1 },
      { ingredientId: 1 },
      { expiryEstimated: true },
    ];
    const item = await add(gloop);
    for (const fields of wrong) {
      const [post, patch, put] = [
        await ask('POST', '/items', { ...gloop, ...fields }),
        await ask('PATCH', `/items/${item.id}`, fields),
        await ask('PUT', '/items', [{ ...gloop, ...fields }]),
      ];
      expect([fields, post.statusCode, patch.statusCode, put.statusCode]).toEqual([fields, 400, 400, 400]);
      expect(put.json().errors[0].pointer).toBe(`/0/${Object.keys(fields)[0]}`);
    }
    expect((await ask('POST', '/items', { ...gloop, id: 1 })).statusCode).toBe(400);
    expect((await pantry()).items).toEqual([item]);
  });

  it('is named by an id in its one form', async () => {
    const { id } = await add(gloop);
    for (const form of [`0${id}`, `${id}.0`, '0', '-1', 'x', '%20']) {
      expect([form, (await ask('PATCH', `/items/${form}`, { quantity: 1 })).statusCode]).toEqual([form, 400]);
    }
    expect((await ask('PATCH', '/items/2147483647', { quantity: 1 })).statusCode).toBe(404);
  });
});

describe('many items', () => {
  it('are added and changed in one go', async () => {
    const item = await add(gloop);
    const answer = await ask('PUT', '/items', [
      { id: item.id, quantity: 1 },
      { name: 'rice', quantity: 500, unit: 'g' },
    ]);
    expect(answer.json()).toEqual({ updated: 2 });
    expect((await pantry()).items).toMatchObject([{ id: item.id, quantity: 1 }, { name: 'rice' }]);
    expect((await ask('PUT', '/items', [])).json()).toEqual({ updated: 0 });
    await expectJournalToAddUp();
  });

  it('are all left alone when one is wrong', async () => {
    const item = await add(gloop);
    const change = { id: item.id, quantity: 1 };
    const wrong: [unknown, number][] = [
      [[change, { name: 'rice' }], 400],
      [[change, { id: 2147483647, quantity: 1 }], 404],
      [[change, change], 400],
      [[change, null], 400],
      [[change, [gloop]], 400],
      [[{ id: 0, ...gloop }], 400],
      [[{ id: '1', ...gloop }], 400],
      [[{ id: null, ...gloop }], 400],
      [{}, 400],
      [{ 0: gloop, length: 1 }, 400],
      ['rice', 400],
      [Array.from({ length: 501 }, () => gloop), 400],
    ];
    for (const [payload, status] of wrong) {
      const answer = await ask('PUT', '/items', payload);
      expect([JSON.stringify(payload).slice(0, 80), answer.statusCode]).toEqual([
        JSON.stringify(payload).slice(0, 80),
        status,
      ]);
    }
    expect((await pantry()).items).toEqual([item]);
  });

  it('come in only for the pantry that was seen, when its tag is told', async () => {
    const etag = etagOf((await ask('GET', '')).body);
    expect((await ask('PUT', '/items', [gloop], { 'if-match': etag })).statusCode).toBe(200);
    expect((await ask('PUT', '/items', [gloop], { 'if-match': etag })).statusCode).toBe(412);
    expect((await pantry()).items).toHaveLength(1);
  });

  it('are two thousand at most', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => ({ ...gloop, name: `gloop ${at}` }));
    for (let from = 0; from < 2000; from += 500) {
      expect((await ask('PUT', '/items', many.slice(from, from + 500))).statusCode).toBe(200);
    }
    expect((await ask('POST', '/items', many[0])).statusCode).toBe(201);
    const over = await ask('POST', '/items', gloop);
    expect([over.statusCode, over.json().type]).toEqual([409, 'urn:prepsense:pantry-full']);
    const { items } = await pantry();
    expect(items).toHaveLength(2000);
    await ask('DELETE', `/items/${items[0].id}`);
    expect((await ask('POST', '/items', gloop)).statusCode).toBe(201);
  });
});

describe('what is due', () => {
  it('comes soonest first, within the days asked for', async () => {
    app.clock.setWall('2026-06-15T12:00:00Z');
    for (const expiresOn of ['2026-06-20', '2026-06-14', '2026-06-16', null, '2026-06-15', '2026-06-18']) {
      await add({ name: 'gloop', expiresOn });
    }
    const days = async (query: string) =>
      (await ask('GET', `/expiring${query}`)).json().items.map(({ daysLeft }: PantryItemView) => daysLeft);
    expect(await days('')).toEqual([0, 1, 3]);
    expect(await days('?within=0')).toEqual([0]);
    expect(await days('?within=365')).toEqual([0, 1, 3, 5]);
    for (const query of ['-1', '366', '1.5', 'x', '3&within=4', '1e1000']) {
      expect([query, (await ask('GET', `/expiring?within=${query}`)).statusCode]).toEqual([query, 400]);
    }
  });
});

describe('the journal', () => {
  it('tells every change, newest first, and adds up', async () => {
    const item = await add({ name: 'gloop', quantity: 2.5, unit: 'kg' });
    await ask('PATCH', `/items/${item.id}`, { quantity: 0.3, location: 'fridge' });
    await ask('PATCH', `/items/${item.id}`, { quantity: 300, unit: 'g' });
    await expectJournalToAddUp();
    await ask('DELETE', `/items/${item.id}`);
    await expectJournalToAddUp();

    const page = (await ask('GET', '/journal?limit=3')).json();
    expect([page.page, page.limit, page.total]).toEqual([1, 3, 5]);
    expect(page.items).toMatchObject([
      { reason: 'removed', quantity: -300, unit: 'g', itemId: item.id, name: 'gloop' },
      { reason: 'corrected', quantity: 300, unit: 'g' },
      { reason: 'corrected', quantity: -0.3, unit: 'kg' },
    ]);
    expect((await ask('GET', '/journal?limit=3&page=2')).json().items).toMatchObject([
      { reason: 'corrected', quantity: -2.2, before: { location: 'pantry' }, after: { location: 'fridge' } },
      { reason: 'bought', quantity: 2.5 },
    ]);
    expect((await ask('GET', '/journal?limit=101')).statusCode).toBe(400);
  });

  it('goes with its user, and is in the export before', async () => {
    await add(gloop);
    const headers = { authorization: `Bearer ${app.tokenFor(ann.id)}` };
    const exported = await app.inject({ method: 'GET', url: `/users/${ann.id}/export`, headers });
    expect(exported.json().pantry).toMatchObject({ items: [{ name: 'gloop' }], journal: [{ reason: 'bought' }] });

    await app.inject({ method: 'DELETE', url: `/users/${ann.id}`, headers });
    for (const table of [pantryLots, pantryJournal, pantryTransactions]) {
      expect(await app.db.select().from(table).where(eq(table.userId, ann.id))).toEqual([]);
    }
    await expect(app.nest.get(PantryService).itemsOf(ann.id)).rejects.toThrow('does not exist');
  });
});

describe('the facts for ranking', () => {
  it('are exact, and read once for who asks again', async () => {
    await add({ name: 'gloop', quantity: 0.1, unit: 'kg' });
    const service = app.nest.get(PantryService);
    const facts = await service.itemsOf(ann.id);
    expect(facts).toMatchObject([{ name: 'gloop', quantity: '0.1', unit: 'kg' }]);
    app.clock.advance(minutes(59));
    expect(await service.itemsOf(ann.id)).toBe(facts);
    app.clock.advance(hours(1));
    expect(await service.itemsOf(ann.id)).toEqual(facts);
  });
});
