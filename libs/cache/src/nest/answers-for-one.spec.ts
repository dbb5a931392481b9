import { Readable } from 'node:stream';
import {
  Controller,
  Get,
  Injectable,
  Module,
  NotFoundException,
  Param,
  Res,
  StreamableFile,
  UseInterceptors,
  type ExecutionContext,
} from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cache } from '../cache.js';
import { hours, seconds } from '../duration.js';
import { defineAnswers } from '../http/answer.js';
import { TestClock } from '../testing/test.clock.js';
import { CacheModule } from './cache.module.js';
import { CachedResponse } from './cached-response.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';

const dishes = defineAnswers<{ readonly kind: string }>({
  name: 'dishes',
  version: 1,
  freshFor: hours(1),
  staleFor: hours(1),
  staleIfErrorFor: hours(1),
  key: ({ kind }) => [kind],
});

@Injectable()
class DishInterceptor extends ResponseCacheInterceptor {
  protected trackBy(context: ExecutionContext) {
    const { kind } = context.switchToHttp().getRequest<FastifyRequest>().params as { kind: string };
    return kind === 'untold' ? undefined : { kind };
  }
}

let runs = 0;
let open: (() => void) | undefined;
let opened: Promise<void> = Promise.resolve();

const answering = (_: FastifyReply, body: unknown) => body;

/** What a handler may do to its response, by kind. */
const makes: Readonly<Record<string, (reply: FastifyReply, run: number) => unknown>> = {
  plain: () => ({ dish: 'soup' }),
  untold: () => ({ dish: 'soup' }),
  text: () => 'soup',
  bytes: () => Buffer.from('soup'),
  nothing: () => null,
  cookie: (reply, run) => answering(reply.header('set-cookie', `seen=${run}`), { run }),
  partial: (reply) => answering(reply.status(206).header('content-range', 'bytes 0-1/4'), 'so'),
  refused: (reply, run) => answering(reply.status(404), { run }),
  varied: (reply, run) => answering(reply.header('vary', 'accept-language'), { run }),
  secret: (reply, run) => answering(reply.header('cache-control', 'no-store'), { run }),
  streamed: (_, run) => new StreamableFile(Readable.from(['so', `up ${run}`])),
  piped: (_, run) => Readable.from(['so', `up ${run}`]),
  described: (reply, run) =>
    answering(reply.headers({ 'content-language': 'en', 'x-request-id': `${run}` }), { dish: 'soup' }),
  numbered: (reply, run) => {
    reply.header('content-language', `x-run-${run}`).header('last-modified', 'Mon, 15 Jun 2026 11:00:00 GMT');
    return { run };
  },
  missing: () => {
    throw new NotFoundException();
  },
};

@Controller('dishes')
@UseInterceptors(DishInterceptor)
class DishesController {
  @Get(':kind')
  @CachedResponse(dishes, { scope: 'public' })
  async dish(@Param('kind') kind: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const run = (runs += 1);
    await opened;
    return makes[kind]?.(reply, run);
  }
}

const clock = new TestClock();

@Module({
  imports: [CacheModule.forRootAsync({ useFactory: () => ({ name: 'test', cache: { clock } }) })],
  controllers: [DishesController],
})
class Dishes {}

let app: NestFastifyApplication;
beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [Dishes] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.get(Cache).clear(dishes);
  runs = 0;
});

const get = (kind: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url: `/dishes/${kind}`, headers });

/** So many at once: all are there before the handler goes on. */
async function together(kind: string, many: number) {
  opened = new Promise((resolve) => (open = resolve));
  const asked = Array.from({ length: many }, () => get(kind));
  await new Promise<void>((resolve) => setImmediate(resolve));
  open?.();
  return Promise.all(asked);
}

describe('an answer for all', () => {
  it.each(['plain', 'text', 'bytes', 'nothing', 'described'])(
    '%s is made once, for 64 at once as for the next',
    async (kind) => {
      const replies = await together(kind, 64);
      const hit = await get(kind);
      expect(runs).toBe(1);
      for (const reply of [...replies, hit]) {
        expect([reply.statusCode, reply.body]).toEqual([200, replies[0]?.body]);
        expect(reply.headers['etag']).toBe(hit.headers['etag']);
      }
      expect(hit.headers['cache-status']).toMatch(/^test; hit; ttl=3\d{3}; detail=memory$/);
    },
  );

  it('says on a hit what its handler said on the miss, but for what belonged to that request', async () => {
    const miss = await get('described');
    const hit = await get('described');
    expect([miss, hit].map(({ headers }) => headers['content-language'])).toEqual(['en', 'en']);
    expect([miss, hit].map(({ headers }) => headers['x-request-id'])).toEqual([undefined, undefined]);
  });
});

describe('an answer that is past its time', () => {
  it('goes out with its own headers while the next is made, and the next has its own', async () => {
    const first = await get('numbered');
    clock.advance(seconds(3601));
    opened = new Promise((resolve) => (open = resolve));
    const stale = get('numbered');
    open?.();
    expect([(await stale).body, (await stale).headers['content-language']]).toEqual([first.body, 'x-run-1']);

    const refreshed = await app.get(Cache).read(dishes, { kind: 'numbered' }, () => Promise.reject(new Error('held')));
    expect(runs).toBe(2);
    const next = await get('numbered');
    expect(refreshed.body.toString()).toBe(next.body);
    expect(next.headers).toMatchObject({
      'content-language': 'x-run-2',
      'last-modified': 'Mon, 15 Jun 2026 11:00:00 GMT',
      'cache-status': expect.stringMatching(/detail=memory/),
    });
  });
});

describe('an answer for one', () => {
  it.each([
    ['cookie', 200],
    ['partial', 206],
    ['refused', 404],
    ['varied', 200],
    ['secret', 200],
    ['streamed', 200],
    ['piped', 200],
  ])('%s is never given to another, and never kept', async (kind, status) => {
    const replies = [...(await together(kind, 8)), await get(kind)];
    expect(runs).toBe(9);
    for (const { statusCode, headers } of replies) {
      expect(statusCode).toBe(status);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['cache-status']).toBe('test; fwd=miss');
      expect(headers['etag']).toBeUndefined();
    }
    const cookies = replies.map(({ headers }) => headers['set-cookie']).filter((cookie) => cookie !== undefined);
    expect(new Set(cookies).size).toBe(cookies.length);
    expect(await app.get(Cache).peek(dishes, { kind })).toBeUndefined();
  });

  it('that is a stream reaches each of them whole', async () => {
    for (const { body } of await together('streamed', 4)) expect(body).toMatch(/^soup \d$/);
  });

  it('that failed is not kept either', async () => {
    expect((await get('missing')).statusCode).toBe(404);
    expect((await get('missing')).statusCode).toBe(404);
    expect(runs).toBe(2);
  });

  it('whose request is not tracked is kept nowhere', async () => {
    const { headers } = await get('untold');
    expect([headers['cache-status'], headers['cache-control']]).toEqual(['test; fwd=bypass', 'no-store']);
    await get('untold');
    expect(runs).toBe(2);
  });
});

describe('a request', () => {
  it('with If-Match of something else is 412, on a miss and on a hit', async () => {
    for (const etag of ['"other"', 'W/"other"']) {
      expect((await get('plain', { 'if-match': etag })).statusCode).toBe(412);
    }
    const { headers } = await get('plain');
    expect((await get('plain', { 'if-match': String(headers['etag']) })).statusCode).toBe(200);
  });

  it('for a part gets the whole, for there are no parts', async () => {
    const whole = await get('plain');
    for (const range of ['bytes=0-1', 'bytes=900-', 'lines=1-2']) {
      const reply = await get('plain', { range, 'if-range': String(whole.headers['etag']) });
      expect([reply.statusCode, reply.body, reply.headers['content-range']]).toEqual([200, whole.body, undefined]);
    }
  });
});
