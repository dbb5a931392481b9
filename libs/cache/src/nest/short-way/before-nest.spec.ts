import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  BadRequestException,
  Controller,
  Get,
  Injectable,
  Module,
  Param,
  UseGuards,
  UseInterceptors,
  VersioningType,
  type CanActivate,
  type ControllerOptions,
  type ExecutionContext,
  type MiddlewareConsumer,
  type ModuleMetadata,
} from '@nestjs/common';
import { APP_GUARD, NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { FastifyAdapter, RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Cache } from '../../cache.js';
import { hours } from '../../duration.js';
import { answerOf, defineAnswers } from '../../http/answer.js';
import { CachedResponse } from '../cached-response.js';
import { CacheModule } from '../cache.module.js';
import { ResponseCacheInterceptor } from '../response-cache.interceptor.js';
import { ShortWayGuard } from './short-way.guard.js';
import { ROUTE_CONFIG_METADATA } from './take-short-way.js';

const dishAnswers = defineAnswers<{ readonly of: string; readonly id: string }>({
  name: 'dish.answer',
  version: 1,
  freshFor: hours(1),
  key: ({ of, id }) => [of, id],
});

interface Asked {
  readonly params: Readonly<Record<string, string>>;
}

@Injectable()
class DishInterceptor extends ResponseCacheInterceptor {
  protected trackBy(context: ExecutionContext) {
    const { id = '' } = context.switchToHttp().getRequest<Asked>().params;
    if (id === 'odd') throw new BadRequestException('an odd dish');
    return { of: context.getClass().name, id };
  }
}

/** What ran, in its order. */
let ran: string[] = [];
beforeEach(() => {
  ran = [];
});

@Injectable()
class NotingGuard implements CanActivate {
  canActivate(): boolean {
    ran.push('guard');
    return true;
  }
}

const cached = (): MethodDecorator => CachedResponse(dishAnswers, { scope: 'public' });
const aDish = (id: string) => {
  ran.push(`handler ${id}`);
  return { id };
};

/** A class of its own each time, with a handler of its own. */
function dishesAt(about: ControllerOptions, path: string) {
  @Controller(about)
  @UseInterceptors(DishInterceptor)
  class DishesAt {
    @Get(path)
    @cached()
    dish(@Param('id') id: string) {
      return aDish(id);
    }
  }
  return DishesAt;
}
const DishesController = dishesAt({ path: 'dishes' }, ':id');

type Set = (app: NestFastifyApplication) => void;
let apps: NestFastifyApplication[] = [];
const passed = jest.spyOn(ShortWayGuard.prototype, 'canActivate');
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  passed.mockClear();
});

async function aProgram(about: ModuleMetadata, set: Set = () => {}) {
  const { imports = [], ...others } = about;
  const cacheModule = CacheModule.forRootAsync({ useFactory: () => ({ name: 'test' }) });
  const testing = await Test.createTestingModule({ ...others, imports: [cacheModule, ...imports] }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  apps.push(app);
  set(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const [answer] = (await once(request({ port, host: '127.0.0.1', path, headers, method }).end(), 'response')) as [
      IncomingMessage,
    ];
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  };
  return { app, ask };
}

/** Asked for twice, then once more: only this is told of. */
async function hitOf(ask: Awaited<ReturnType<typeof aProgram>>['ask'], path: string, headers = {}) {
  await ask(path, headers);
  await ask(path, headers);
  ran = [];
  passed.mockClear();
  return ask(path, headers);
}

describe('a hit of a handler before which nobody is asked', () => {
  it('never enters Nest', async () => {
    const { ask } = await aProgram({ controllers: [DishesController] });
    const miss = await ask('/dishes/1');
    expect(passed).toHaveBeenCalledTimes(1);
    const hit = await hitOf(ask, '/dishes/1');
    expect(passed).not.toHaveBeenCalled();
    expect(ran).toEqual([]);
    expect(hit).toMatchObject({ status: 200, body: miss.body });
    expect(hit.headers['cache-status']).toMatch(/^test; hit; ttl=\d+; detail=memory$/);
    expect(await ask('/dishes/1', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
    const { etag = '' } = hit.headers;
    expect(await ask('/dishes/1', { 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
    expect(await ask('/dishes/1', { 'if-match': '"other"' })).toMatchObject({ status: 412 });
  });

  it('is counted once, as a miss is', async () => {
    const { app, ask } = await aProgram({ controllers: [DishesController] });
    await ask('/dishes/1');
    await ask('/dishes/1');
    expect(app.get(Cache).counts.get('dish.answer')).toMatchObject({ misses: 1, memoryHits: 1 });
  });

  it('passes middleware and the hooks of Fastify, which may refuse it', async () => {
    @Module({ controllers: [DishesController] })
    class Dishes {
      configure(consumer: MiddlewareConsumer) {
        const note = (_request: unknown, _response: unknown, next: () => void) => {
          ran.push('middleware');
          next();
        };
        consumer.apply(note).forRoutes('*path');
      }
    }
    const { ask } = await aProgram({ imports: [Dishes] }, (app) => {
      const fastify = app.getHttpAdapter().getInstance();
      fastify.addHook('preHandler', (asked, reply, done) => {
        ran.push('hook');
        if (asked.headers['x-refused'] === undefined) done();
        else void reply.code(403).send('refused');
      });
      // As plugins do that come after the module: theirs stands behind all that others put at the route before.
      fastify.addHook('onRoute', (route) => {
        route.preHandler = (asked, reply, done) => {
          ran.push('hook of the route');
          if (asked.headers['x-denied'] === undefined) done();
          else void reply.code(429).send('denied');
        };
      });
      fastify.addHook('onSend', (_asked, reply, _payload, done) => {
        reply.header('x-sent', 'yes');
        done();
      });
    });
    const hit = await hitOf(ask, '/dishes/1');
    expect(ran).toEqual(['middleware', 'hook', 'hook of the route']);
    expect(hit.headers['x-sent']).toBe('yes');
    expect(await ask('/dishes/1', { 'x-refused': '1' })).toMatchObject({ status: 403, body: 'refused' });
    expect(await ask('/dishes/1', { 'x-denied': '1' })).toMatchObject({ status: 429, body: 'denied' });
  });

  it('is refused with what `trackBy` throws, by the filters of Nest', async () => {
    const { ask } = await aProgram({ controllers: [DishesController] });
    const refused = await hitOf(ask, '/dishes/odd');
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('an odd dish');
  });

  it('of a parameter that is empty is none, as elsewhere in Nest', async () => {
    const { app, ask } = await aProgram({ controllers: [DishesController] });
    const about = { contentType: 'text/plain', lastModified: undefined, goodUntil: undefined, madeAt: Date.now() };
    const query = { of: DishesController.name, id: '' };
    await app.get(Cache).fetch(dishAnswers, query, () => Promise.resolve(answerOf(Buffer.from('nothing'), about)));
    expect((await hitOf(ask, '/dishes/')).status).toBe(404);
    expect(ran).toEqual([]);
  });

  it('is one of its version', async () => {
    const versioned = (version: string) => {
      @Controller({ path: 'dishes', version })
      @UseInterceptors(DishInterceptor)
      class VersionedController {
        @Get(':id')
        @CachedResponse(
          defineAnswers<{ readonly id: string }>({
            name: `dish-${version}.answer`,
            version: 1,
            freshFor: hours(1),
            key: ({ id }) => [id],
          }),
          { scope: 'public' },
        )
        dish(@Param('id') id: string) {
          return { id, version };
        }
      }
      return VersionedController;
    };
    const { ask } = await aProgram({ controllers: [versioned('1'), versioned('2')] }, (app) =>
      app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    );
    for (const version of ['1', '2']) {
      const { body } = await hitOf(ask, '/dishes/1', { 'x-version': version });
      expect(JSON.parse(body)).toEqual({ id: '1', version });
    }
    expect((await ask('/dishes/1', { 'x-version': '3' })).status).toBe(404);
    expect(passed).not.toHaveBeenCalled();
  });
});

describe('the route of such a handler', () => {
  it('keeps what else is said of it, before or after', async () => {
    const { value } = Object.getOwnPropertyDescriptor(RouteConfigured.prototype, 'before') as { value: object };
    expect(Reflect.getMetadata(ROUTE_CONFIG_METADATA, value)).toMatchObject({ own: 1 });
    const seen: unknown[] = [];
    const { ask } = await aProgram({ controllers: [RouteConfigured] }, (app) => {
      const fastify = app.getHttpAdapter().getInstance();
      fastify.addHook('onRequest', ({ routeOptions: { config } }, _reply, done) => {
        seen.push(Reflect.get(config, 'own'));
        done();
      });
    });
    await hitOf(ask, '/before/1');
    await hitOf(ask, '/after/1');
    expect(seen).toEqual([1, 1, 1, 2, 2, 2]);
    expect(passed).not.toHaveBeenCalled();
  });

  @Controller()
  @UseInterceptors(DishInterceptor)
  class RouteConfigured {
    @Get('before/:id')
    @RouteConfig({ own: 1 })
    @cached()
    before(@Param('id') id: string) {
      return aDish(id);
    }

    @Get('after/:id')
    @cached()
    @RouteConfig({ own: 2 })
    after(@Param('id') id: string) {
      return aDish(id);
    }
  }
});

it('is not sought in a program without HTTP', async () => {
  @Module({ imports: [CacheModule.forRootAsync({ useFactory: () => ({}) })], controllers: [DishesController] })
  class Job {}
  const job = await NestFactory.createApplicationContext(Job, { logger: false, abortOnError: false });
  expect(job.get(Cache)).toBeInstanceOf(Cache);
  await job.close();
});

describe('a hit enters Nest', () => {
  @Controller('guarded')
  @UseInterceptors(DishInterceptor)
  class GuardedHandlers {
    @Get('above/:id')
    @UseGuards(NotingGuard)
    @cached()
    above(@Param('id') id: string) {
      return aDish(id);
    }

    @Get('below/:id')
    @cached()
    @UseGuards(NotingGuard)
    below(@Param('id') id: string) {
      return aDish(id);
    }
  }

  @Controller('guarded')
  @UseGuards(NotingGuard)
  @UseInterceptors(DishInterceptor)
  class GuardedController {
    @Get('all/:id')
    @cached()
    all(@Param('id') id: string) {
      return aDish(id);
    }
  }

  const notingGuard = { provide: APP_GUARD, useClass: NotingGuard };
  const forAll: Set = (app) => void app.useGlobalGuards(new NotingGuard());

  it.each<{ where: string; path: string; about: ModuleMetadata; set?: Set }>([
    { where: 'above its handler', path: '/guarded/above/1', about: { controllers: [GuardedHandlers] } },
    { where: 'below', path: '/guarded/below/1', about: { controllers: [GuardedHandlers] } },
    { where: 'at its controller', path: '/guarded/all/1', about: { controllers: [GuardedController] } },
    {
      where: 'as a provider',
      path: '/dishes/1',
      about: { controllers: [DishesController], providers: [notingGuard] },
    },
    { where: 'for all', path: '/dishes/1', about: { controllers: [DishesController] }, set: forAll },
  ])('where a guard stands $where', async ({ path, about, set }) => {
    const { ask } = await aProgram(about, set);
    const hit = await hitOf(ask, path);
    expect(ran).toEqual(['guard']);
    expect(hit.headers['cache-status']).toContain('hit');
  });

  it('where the controller answers one host alone', async () => {
    const oneHost = dishesAt({ path: 'dishes', host: 'one.test' }, ':id');
    const { ask } = await aProgram({ controllers: [oneHost] });
    expect((await hitOf(ask, '/dishes/1', { host: 'one.test' })).status).toBe(200);
    expect((await ask('/dishes/1', { host: 'two.test' })).status).toBe(404);
  });

  it('where controllers inherit the handler: each has its own answers', async () => {
    @UseInterceptors(DishInterceptor)
    abstract class Base {
      @Get(':id')
      @cached()
      dish(@Param('id') id: string) {
        return { id, of: this.constructor.name };
      }
    }
    @Controller('soups')
    class Soups extends Base {}
    @Controller('stews')
    class Stews extends Base {}
    const { ask } = await aProgram({ controllers: [Soups, Stews] });
    expect(JSON.parse((await hitOf(ask, '/soups/1')).body)).toEqual({ id: '1', of: 'Soups' });
    expect(JSON.parse((await hitOf(ask, '/stews/1')).body)).toEqual({ id: '1', of: 'Stews' });
  });

  it('where Nest reads a path otherwise than Fastify', async () => {
    const { ask } = await aProgram({ controllers: [dishesAt({ path: 'twice' }, ':id/of/:id')] });
    expect((await hitOf(ask, '/twice/1/of/2')).status).toBe(200);
    expect((await hitOf(ask, '/twice//of/2')).status).toBe(404);
  });

  it('where somebody counts the routes that are taken', async () => {
    const taken: string[] = [];
    const { ask } = await aProgram({ controllers: [DishesController] }, (app) =>
      (app.getHttpAdapter() as AbstractHttpAdapter).setOnRouteTriggered((_method, path) => taken.push(path)),
    );
    await hitOf(ask, '/dishes/1');
    expect(taken).toHaveLength(3);
  });
});
