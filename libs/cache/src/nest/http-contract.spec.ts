import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import {
  Controller,
  ForbiddenException,
  Get,
  Header,
  Injectable,
  Module,
  Param,
  ParseIntPipe,
  Query,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ExpressAdapter } from 'nest-on-express';
import { Cache } from '../cache.js';
import { hours, minutes } from '../duration.js';
import { defineAnswers } from '../http/answer.js';
import { Forms } from '../http/forms.js';
import type { ReadMode } from '../reading.js';
import { defineTag } from '../tag.js';
import { TestClock } from '../testing/test.clock.js';
import { CacheModule } from './cache.module.js';
import { CachedResponse } from './cached-response.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';

const dishTag = defineTag<[id: number]>('dish');
const lives = { version: 1, freshFor: hours(1), staleFor: minutes(10) };
const dishAnswers = defineAnswers<{ readonly id: number }>({
  name: 'dish.answer',
  ...lives,
  key: ({ id }) => [id],
  tags: ({ id }) => [dishTag(id)],
});
const ownAnswers = defineAnswers<{ readonly userId: string }>({
  name: 'own.answer',
  ...lives,
  identity: ({ userId }) => userId,
  key: () => [],
});

interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
}
const askedIn = (context: ExecutionContext) => context.switchToHttp().getRequest<Asked>();

/** What ran, in its order. */
let ran: string[] = [];
const last = () => ran.splice(0);

/** The token is the user's name. */
@Injectable()
class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    ran.push('access');
    const { headers, params } = askedIn(context);
    if (headers['authorization'] === undefined) throw new UnauthorizedException();
    if (![params['userId'], 'admin'].includes(headers['authorization'])) throw new ForbiddenException();
    return true;
  }
}

@Injectable()
class LimitGuard implements CanActivate {
  canActivate(): Promise<boolean> {
    ran.push('limit');
    return Promise.resolve(true);
  }
}

@Injectable()
class DishInterceptor extends ResponseCacheInterceptor {
  protected trackBy(context: ExecutionContext) {
    const id = Number(askedIn(context).params['id']);
    return id > 0 ? { id } : undefined;
  }

  protected override asksFor(context: ExecutionContext): ReadMode {
    const { headers, query } = askedIn(context);
    return headers['authorization'] === 'admin' || query['useCache'] === 'false' ? 'bypass' : 'use';
  }
}

@Injectable()
class OwnInterceptor extends ResponseCacheInterceptor {
  protected async trackBy(context: ExecutionContext) {
    await Promise.resolve();
    return { userId: askedIn(context).params['userId'] ?? '' };
  }
}

@Injectable()
class Bystander implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler) {
    ran.push('bystander');
    return next.handle();
  }
}

/** From 50 on with a long story, so that it is worth compressing. */
const dish = (id: number) => ({ id, name: `Crème no. ${id}`, story: 'stir and wait, '.repeat(id < 50 ? 0 : 200) });

@Controller()
class DishesController {
  @Get('dishes/:id')
  @UseInterceptors(DishInterceptor, Bystander)
  @CachedResponse<{ id: number }>(dishAnswers, {
    scope: 'public',
    keeps: ({ id }) => id < 100,
    steeredBy: ['useCache'],
  })
  dish(@Param('id', ParseIntPipe) id: number, @Query('useCache') useCache?: string) {
    ran.push(useCache === undefined ? 'handler' : 'handler, unheld');
    return dish(id);
  }

  @Get('behind/:id')
  @UseInterceptors(Bystander, DishInterceptor)
  @CachedResponse(dishAnswers, { scope: 'public' })
  behind(@Param('id', ParseIntPipe) id: number) {
    ran.push('handler');
    return dish(id);
  }

  @Get('titled/:id')
  @Header('x-title', 'a dish')
  @UseInterceptors(DishInterceptor)
  @CachedResponse(dishAnswers, { scope: 'public' })
  titled(@Param('id', ParseIntPipe) id: number) {
    ran.push('handler');
    return dish(id);
  }

  @UseGuards(AccessGuard, LimitGuard)
  @Get('own/:userId')
  @UseInterceptors(OwnInterceptor)
  @CachedResponse(ownAnswers, { scope: 'private' })
  own(@Param('userId') userId: string) {
    ran.push('handler');
    return { userId };
  }
}

const clock = new TestClock('2026-06-15T12:00:00Z');

@Module({
  imports: [CacheModule.forRootAsync({ useFactory: () => ({ name: 'test', cache: { clock } }) })],
  controllers: [DishesController],
})
class Dishes {}

describe.each([
  ['Fastify', () => new FastifyAdapter()],
  ['Express', () => new ExpressAdapter()],
])('a cached answer in Nest on %s', (_, adapter) => {
  let app: INestApplication;
  let port: number;
  beforeAll(async () => {
    const testing = await Test.createTestingModule({ imports: [Dishes] }).compile();
    app = testing.createNestApplication(adapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.get(Cache).clear(dishAnswers);
    await app.get(Cache).clear(ownAnswers);
    last();
  });

  /** As it came over the wire, with what ran for it. Not by `fetch`, which adds `Cache-Control` of its own to conditional requests. */
  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const bytes = await buffer(answer);
    return { status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString(), ran: last() };
  };
  const lasting = (headers: IncomingHttpHeaders) =>
    Object.entries(headers).filter(([name]) => !/^(age|date|cache-status|connection|keep-alive)$/.test(name));

  it('is the same on a hit as on the miss before it, and enters nothing on its way', async () => {
    const miss = await get('/dishes/1');
    clock.advance(minutes(1));
    const parse = jest.spyOn(JSON, 'parse');
    const stringify = jest.spyOn(JSON, 'stringify');
    const intercept = jest.spyOn(ResponseCacheInterceptor.prototype, 'intercept');
    const hit = await get('/dishes/1');
    const calls = [parse, stringify, intercept].map(({ mock }) => mock.calls.length);
    jest.restoreAllMocks();

    expect(miss).toMatchObject({ status: 200, text: JSON.stringify(dish(1)), ran: ['bystander', 'handler'] });
    expect(hit).toMatchObject({ status: 200, text: miss.text, ran: [] });
    expect(calls).toEqual([0, 0, 0]);
    expect(lasting(hit.headers)).toEqual(lasting(miss.headers));
    expect(hit.headers['age']).toBe('60');
    expect(hit.headers['cache-status']).toBe('test; hit; ttl=3540; detail=memory');
    expect(hit.headers['content-length']).toBe(String(hit.bytes.length));
  });

  it('answers HEAD and conditions from the same entry', async () => {
    const { headers } = await get('/dishes/1');
    const head = await get('/dishes/1', {}, 'HEAD');
    expect([head.status, head.bytes.length, head.ran]).toEqual([200, 0, []]);
    expect(lasting(head.headers)).toEqual(lasting(headers));

    const etag = headers.etag ?? '';
    const known = await get('/dishes/1', { 'if-none-match': `"other", W/${etag}` });
    expect([known.status, known.bytes.length, known.ran]).toEqual([304, 0, []]);
    expect(known.headers['etag']).toBe(etag);
    expect(known.headers['cache-status']).toMatch(/hit/);
    expect((await get('/dishes/1', { 'if-match': '"other"' })).status).toBe(412);
  });

  it('asks every guard in its order before a hit, and refuses as ever', async () => {
    await get('/own/ann', { authorization: 'ann' });
    expect(await get('/own/ann', { authorization: 'ann' })).toMatchObject({ status: 200, ran: ['access', 'limit'] });
    expect(await get('/own/ann')).toMatchObject({ status: 401, ran: ['access'] });
    expect(await get('/own/ann', { authorization: 'bob' })).toMatchObject({ status: 403, ran: ['access'] });
    expect((await get('/own/bob', { authorization: 'bob' })).text).toBe('{"userId":"bob"}');
  });

  it('comes through an interceptor that stands before the cache, and says what its handler says by decorators', async () => {
    for (const path of ['/behind/1', '/titled/2']) await get(path);
    expect(await get('/behind/1')).toMatchObject({ status: 200, text: JSON.stringify(dish(1)), ran: ['bystander'] });
    const titled = await get('/titled/2');
    expect([titled.text, titled.headers['x-title'], titled.ran]).toEqual([JSON.stringify(dish(2)), 'a dish', []]);
    expect((await get('/behind/1', { 'if-none-match': '*' })).status).toBe(304);
  });

  it('is passed by for whom the operators say, and refreshed for who asks for it', async () => {
    await get('/dishes/1');
    expect((await get('/dishes/1', { authorization: 'admin' })).ran).toEqual(['bystander', 'handler']);
    const past = await get('/dishes/1?useCache=false');
    expect(past.headers['cache-status']).toBe('test; fwd=bypass');
    expect((await get('/dishes/1')).ran).toEqual([]);

    const refreshed = await get('/dishes/1?fresh=true');
    expect(refreshed.headers['cache-status']).toBe('test; fwd=request; stored');
    for (const { headers } of [past, refreshed]) expect(headers['cache-control']).toBe('public, no-cache');
    expect((await get('/dishes/1', { 'cache-control': 'no-cache' })).ran).toEqual(['bystander', 'handler']);
    expect((await get('/dishes/1', { 'cache-control': 'only-if-cached' })).ran).toEqual([]);
  });

  it('is not kept where the request or the answer says so', async () => {
    for (const [path, told] of [
      ['/dishes/0', 'no-store'],
      ['/dishes/100', 'public, no-cache'],
    ] as const) {
      await get(path);
      const { ran: again, headers } = await get(path);
      expect([path, again, headers['cache-control']]).toEqual([path, ['bystander', 'handler'], told]);
    }
  });

  it('is sent compressed to who accepts that, under a tag of its own', async () => {
    const plain = await get('/dishes/50');
    const accept = { 'accept-encoding': 'gzip, br' };
    await get('/dishes/50', accept);
    await app.get(Forms).settled();
    const small = await get('/dishes/50', accept);
    expect([plain.headers.vary, small.headers.vary, small.ran]).toEqual(['Accept-Encoding', 'Accept-Encoding', []]);
    expect(small.headers['content-encoding']).toBe('br');
    expect(Number(small.headers['content-length'])).toBe(small.bytes.length);
    expect(brotliDecompressSync(small.bytes).toString()).toBe(plain.text);
    expect(small.headers.etag).not.toBe(plain.headers.etag);

    const known = await get('/dishes/50', { ...accept, 'if-none-match': small.headers.etag ?? '' });
    expect([known.status, known.headers.etag, known.bytes.length]).toEqual([304, small.headers.etag, 0]);
    const refused = await get('/dishes/50', { 'accept-encoding': 'br;q=0' });
    expect([refused.text, refused.headers['content-encoding']]).toEqual([plain.text, undefined]);
    expect((await get('/dishes/50', accept, 'HEAD')).headers['content-length']).toBe(String(small.bytes.length));
  });

  it('is gone with a change, and is refreshed past its time', async () => {
    await get('/dishes/1');
    await app.get(Cache).invalidate(dishTag(1));
    expect((await get('/dishes/1')).ran).toEqual(['bystander', 'handler']);

    clock.advance(minutes(61));
    const stale = await get('/dishes/1');
    expect(stale.headers['cache-status']).toMatch(/detail=stale$/);
    expect(stale.ran).toContain('handler');
  });

  it('is made once for 64 who ask at once, and all get the same bytes', async () => {
    const replies = await Promise.all(Array.from({ length: 64 }, () => get('/dishes/7')));
    expect(new Set(replies.map(({ text }) => text))).toEqual(new Set([JSON.stringify(dish(7))]));
    expect(replies.flatMap(({ ran: names }) => names).filter((name) => name === 'handler')).toEqual(['handler']);
  });

  it('leaves bad input to the handler, which refuses it', async () => {
    expect(await get('/dishes/soup')).toMatchObject({ status: 400, ran: ['bystander'] });
  });
});
