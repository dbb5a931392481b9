import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import * as fc from 'fast-check';
import { hours, milliseconds, seconds } from '#cache';
import { RoomApp, type Person } from '../../test/room-app.js';
import { Public } from '../auth/access.js';
import { conflict } from '../http/problem.js';
import { canonicalJson, hashOf } from './canonical.js';
import { IdempotencyModule } from './idempotency.module.js';
import { IdempotencyService } from './idempotency.service.js';
import { idempotencyKeys } from './idempotency.tables.js';
import { Idempotent } from './idempotent.js';

/** What the handler saw, and a gate that a test may close. */
const kitchen = { made: 0, fails: false, gate: Promise.resolve() };

@Controller()
class KitchenController {
  @Post('kitchen/:userId/dishes')
  @Idempotent()
  async cook(@Body() dish: object, @Param('userId') _: string, @Res({ passthrough: true }) reply: FastifyReply) {
    await kitchen.gate;
    if (kitchen.fails) throw conflict('oven-broken', 'The oven is broken');
    kitchen.made += 1;
    void reply.header('etag', `"dish-${kitchen.made}"`);
    return { id: kitchen.made, dish };
  }

  @Public()
  @Post('guests')
  @Idempotent()
  greet() {
    kitchen.made += 1;
    return { guest: kitchen.made };
  }
}

let app: RoomApp;
let ann: Person;

beforeAll(async () => {
  app = await RoomApp.start({ imports: [IdempotencyModule], controllers: [KitchenController] });
});
afterAll(() => app.close());
beforeEach(async () => {
  Object.assign(kitchen, { made: 0, fails: false, gate: Promise.resolve() });
  ann = await app.person();
});

function cook(key: string | undefined, payload: object | string = { name: 'soup' }, person = ann, owner = person) {
  const headers = {
    authorization: `Bearer ${app.tokenFor(person.id)}`,
    'content-type': 'application/json',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  return app.inject({ method: 'POST', url: `/kitchen/${owner.id}/dishes`, headers, payload });
}

const rows = () => app.db.select().from(idempotencyKeys);

describe('the same key and body', () => {
  it('give the first answer again and happen once', async () => {
    const first = await cook('k');
    const second = await cook('k');
    expect([first.statusCode, second.statusCode, kitchen.made]).toEqual([201, 201, 1]);
    expect(second.body).toBe(first.body);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(second.headers.etag).toBe('"dish-1"');
  });

  it('are the same however the body is written', async () => {
    await cook('k', '{"a":1,"b":{"c":[1,2],"d":null}}');
    const second = await cook('k', ' { "b" : {"d":null, "c":[1, 2.0]}, "a":1e0 }');
    expect([second.statusCode, kitchen.made]).toEqual([201, 1]);
  });

  it('happen once of fifty at a time', async () => {
    let open = () => {};
    kitchen.gate = new Promise<void>((resolve) => (open = resolve));
    const answers = Array.from({ length: 50 }, () => cook('k'));
    const refused = await Promise.race(answers);
    expect([refused.statusCode, refused.json().type]).toEqual([409, 'urn:prepsense:idempotency-in-progress']);
    open();
    const settled = await Promise.all(answers);
    const firsts = settled.filter(({ statusCode, headers }) => statusCode === 201 && !headers['idempotency-replayed']);
    expect([firsts.length, kitchen.made]).toEqual([1, 1]);
    expect(settled.every(({ statusCode, body }) => statusCode === 409 || body === firsts[0]?.body)).toBe(true);
  });

  it('happen again after a day, and without a key each time', async () => {
    await cook('k');
    app.clock.advance(hours(24));
    expect((await cook('k')).headers['idempotency-replayed']).toBeUndefined();
    await cook(undefined);
    await cook(undefined);
    expect(kitchen.made).toBe(4);
  });
});

describe('a key', () => {
  it('is refused with another body', async () => {
    await cook('k');
    const other = await cook('k', { name: 'stew' });
    expect([other.statusCode, other.json().type]).toEqual([422, 'urn:prepsense:idempotency-key-reused']);
    expect(kitchen.made).toBe(1);
  });

  it('is free after a failure', async () => {
    kitchen.fails = true;
    expect((await cook('k')).statusCode).toBe(409);
    kitchen.fails = false;
    expect((await cook('k', { name: 'stew' })).json()).toEqual({ id: 1, dish: { name: 'stew' } });
  });

  it('belongs to one caller and one address of the application', async () => {
    const bob = await app.person();
    const admin = await app.person('admin');
    await cook('k');
    await cook('k', undefined, bob);
    await cook('k', undefined, admin, ann);
    await cook('k', undefined, admin, bob);
    const guest = { method: 'POST', url: '/guests', headers: { 'idempotency-key': 'k' } } as const;
    const [one, same, other] = [
      await app.inject(guest),
      await app.inject(guest),
      await app.inject({ ...guest, remoteAddress: '192.0.2.7' }),
    ];
    expect([one.json(), same.json(), other.json()]).toEqual([{ guest: 5 }, { guest: 5 }, { guest: 6 }]);
  });

  it('is 1 to 255 visible ASCII characters', async () => {
    for (const key of ['', ' ', 'a b', 'é', 'x'.repeat(256), 'a,\tb']) {
      expect([key, (await cook(key)).statusCode]).toEqual([key, 400]);
    }
    for (const key of ['x', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', '~'.repeat(255)]) {
      expect([key, (await cook(key)).statusCode]).toEqual([key, 201]);
    }
  });

  it('left behind by a crash is taken over after a minute, and the late one spoils nothing', async () => {
    const service = app.nest.get(IdempotencyService);
    const begin = () => service.begin({ owner: 'user:0', route: 'POST /x', key: 'crash', requestHash: hashOf({}) });
    const crashed = await begin();
    app.clock.advance(milliseconds(59_999));
    await expect(begin()).rejects.toThrow('still under way');
    app.clock.advance(milliseconds(1));
    const [taken, ...refused] = (await Promise.allSettled([begin(), begin(), begin()])).toSorted((a) =>
      a.status === 'fulfilled' ? -1 : 1,
    );
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    if (taken?.status !== 'fulfilled' || !('claim' in taken.value) || !('claim' in crashed))
      throw new Error('no claim');

    await service.finish(crashed.claim, { status: 201, headers: {}, body: 'late' });
    await service.abandon(crashed.claim);
    await service.finish(taken.value.claim, { status: 201, headers: {}, body: 'right' });
    app.clock.advance(seconds(120));
    expect(await begin()).toEqual({ answer: { status: 201, headers: {}, body: 'right' } });
  });
});

describe('kept answers', () => {
  it('are removed after a day, and with their user', async () => {
    await app.nest.get(IdempotencyService).removeOld();
    const before = (await rows()).length;
    await cook('k');
    await app.inject({
      method: 'DELETE',
      url: `/users/${ann.id}`,
      headers: { authorization: `Bearer ${app.tokenFor(ann.id)}` },
    });
    expect(await rows()).toHaveLength(before);

    app.clock.advance(hours(24));
    await app.nest.get(IdempotencyService).removeOld();
    expect(await rows()).toEqual([]);
  });
});

describe('the hash of a body', () => {
  it('is that of its meaning', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed: unknown = JSON.parse(canonicalJson(value));
        expect(parsed).toEqual(JSON.parse(JSON.stringify(value)));
        expect(hashOf(parsed)).toBe(hashOf(value));
      }),
    );
    expect(new Set([null, 0, '', false, [], {}, [null], { a: null }, '0'].map(hashOf)).size).toBe(9);
    expect(hashOf(undefined)).toBe(hashOf(null));
  });
});
