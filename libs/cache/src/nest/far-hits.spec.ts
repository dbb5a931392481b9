import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Param,
  UseInterceptors,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ExpressAdapter } from 'nest-on-express';
import { Cache } from '../cache.js';
import { hours, minutes } from '../duration.js';
import type { FarRead } from '../far/far.tier.js';
import { defineAnswers } from '../http/answer.js';
import { defineTag } from '../tag.js';
import { SharedStore, StoreTier } from '../testing/store.tier.js';
import { TestClock } from '../testing/test.clock.js';
import { CacheModule } from './cache.module.js';
import { CachedResponse } from './cached-response.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';

const dishTag = defineTag<[id: string]>('dish');
const dishAnswers = defineAnswers<{ readonly id: string }>({
  name: 'dish.answer',
  version: 1,
  freshFor: hours(1),
  key: ({ id }) => [id],
  tags: ({ id }) => [dishTag(id)],
});

@Injectable()
class DishInterceptor extends ResponseCacheInterceptor {
  protected trackBy(context: ExecutionContext) {
    return { id: context.switchToHttp().getRequest<{ params: { id: string } }>().params.id };
  }
}

let handled = 0;
@Controller()
class DishesController {
  @Get('dishes/:id')
  @UseInterceptors(DishInterceptor)
  @CachedResponse(dishAnswers, { scope: 'public' })
  dish(@Param('id') id: string) {
    handled += 1;
    return { id, name: `Crème no. ${id}` };
  }
}

/** Notes which entries it is asked for. */
class NotingTier extends StoreTier {
  readonly entries: string[] = [];

  override read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    if (key !== undefined) this.entries.push(key);
    return super.read(key, fences);
  }
}

/** A program of its own on this store. */
async function aProgram(store: SharedStore, clock: TestClock, adapter: FastifyAdapter | ExpressAdapter) {
  const far = new NotingTier(store);
  const cache = { clock, far };
  @Module({
    imports: [CacheModule.forRootAsync({ useFactory: () => ({ name: 'test', cache }) })],
    controllers: [DishesController],
  })
  class Dishes {}
  const testing = await Test.createTestingModule({ imports: [Dishes] }).compile();
  const app: INestApplication = testing.createNestApplication(adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
  };
  return { app, far, get };
}

describe.each([
  ['Fastify', () => new FastifyAdapter()],
  ['Express', () => new ExpressAdapter()],
])('an answer that another instance kept, in Nest on %s', (_, adapter) => {
  const clock = new TestClock('2026-06-15T12:00:00Z');
  let here: Awaited<ReturnType<typeof aProgram>>;
  let there: Awaited<ReturnType<typeof aProgram>>;
  beforeEach(async () => {
    const store = new SharedStore(clock);
    [here, there] = [await aProgram(store, clock, adapter()), await aProgram(store, clock, adapter())];
    handled = 0;
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all([here.app.close(), there.app.close()]);
  });

  it('is sent as it lies in the store, and enters no interceptor and no handler', async () => {
    const made = await there.get('/dishes/1');
    const intercept = jest.spyOn(ResponseCacheInterceptor.prototype, 'intercept');
    const hit = await here.get('/dishes/1');
    expect(hit).toMatchObject({ status: 200, text: made.text, headers: { etag: made.headers.etag, age: '0' } });
    expect(hit.headers['cache-status']).toBe('test; hit; ttl=3600; detail=redis');
    expect(hit.headers['content-type']).toBe(made.headers['content-type']);
    expect((await here.get('/dishes/1')).headers['cache-status']).toBe('test; hit; ttl=3600; detail=memory');
    expect([intercept.mock.calls.length, handled, here.far.entries]).toEqual([0, 1, ['dish.answer:~s1']]);
  });

  it('is asked for once for 64 who want it at the same time', async () => {
    await there.get('/dishes/1');
    const hits = await Promise.all(Array.from({ length: 64 }, () => here.get('/dishes/1')));
    expect(new Set(hits.map(({ text: body }) => body)).size).toBe(1);
    expect([handled, here.far.entries.length]).toEqual([1, 1]);
  });

  it('answers HEAD and conditions', async () => {
    const { headers } = await there.get('/dishes/1');
    const head = await here.get('/dishes/1', {}, 'HEAD');
    expect([head.status, head.text, head.headers.etag]).toEqual([200, '', headers.etag]);
    await there.get('/dishes/2');
    const known = await here.get('/dishes/2', { 'if-none-match': '*' });
    expect([known.status, known.text]).toEqual([304, '']);
    expect(known.headers['cache-status']).toMatch(/detail=redis$/);
    expect(handled).toBe(2);
  });

  it('is not served after a change, wherever that was made', async () => {
    await there.get('/dishes/1');
    await here.app.get(Cache).invalidate(dishTag('1'));
    expect((await here.get('/dishes/1')).headers['cache-status']).toBe('test; fwd=miss; stored');
    await there.app.get(Cache).invalidate(dishTag('1'));
    expect((await there.get('/dishes/1')).headers['cache-status']).toBe('test; fwd=miss; stored');
    expect(handled).toBe(3);
  });

  it('is not asked for twice where it is not there, nor where it is too old to be sent without more ado', async () => {
    expect((await here.get('/dishes/1')).headers['cache-status']).toBe('test; fwd=miss; stored');
    expect(here.far.entries).toEqual(['dish.answer:~s1']);
    clock.advance(minutes(61));
    await there.get('/dishes/1');
    expect(handled).toBe(2);
  });

  it('is made here where the store does not answer', async () => {
    await there.get('/dishes/1');
    here.far.fault = 'refuses';
    expect((await here.get('/dishes/1')).headers['cache-status']).toMatch(/^test; fwd=miss/);
    expect([handled, here.far.entries.length]).toEqual([2, 1]);
  });
});
