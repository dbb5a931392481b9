import {
  Body,
  Controller,
  createParamDecorator,
  Get,
  Headers,
  HttpCode,
  Injectable,
  Module,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseInterceptors,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap } from 'rxjs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CacheError } from '../cache.error.js';
import { hours } from '../duration.js';
import { defineAnswers } from '../http/answer.js';
import { CacheModule } from './cache.module.js';
import type { CacheModuleOptions } from './cache.module-options.js';
import { CachedResponse } from './cached-response.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';

interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<string, string>>;
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<Asked>();
const soups = defineAnswers<{ id?: unknown; size?: unknown }>({
  name: 'soups',
  version: 1,
  freshFor: hours(1),
  key: ({ id, size }) => [String(id), String(size)],
});
const ownSoups = defineAnswers<{ userId?: unknown }>({
  name: 'own-soups',
  version: 1,
  freshFor: hours(1),
  identity: ({ userId }) => String(userId),
  key: () => [],
});

@Injectable()
class SoupInterceptor extends ResponseCacheInterceptor {
  protected trackBy(context: ExecutionContext): unknown {
    const { params, query } = requestOf(context);
    return { id: params['id'], size: query['size'] };
  }
}

/** As a program would whose own decorators say who is meant. */
@Injectable()
class PersonalInterceptor extends SoupInterceptor {
  static override isPersonal(): boolean {
    return true;
  }
}

const Visitor = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).headers['x-visitor'],
);

let app: NestFastifyApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** An error as it is, for the test to look at. */
const tellingAll: ExceptionFilter = {
  catch({ code, message }: CacheError, host) {
    host.switchToHttp().getResponse<FastifyReply>().status(500).send({ code, message });
  },
};

async function started(controller: Type<unknown>, options: Partial<CacheModuleOptions> = {}) {
  @Module({ imports: [CacheModule.forRootAsync({ useFactory: () => options })], controllers: [controller] })
  class Soups {}
  const testing = await Test.createTestingModule({ imports: [Soups] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(tellingAll);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

const get = (url: string, headers: Record<string, string> = {}) => app!.inject({ method: 'GET', url, headers });

describe('the program does not start, and names the handler, when what is to be cached', () => {
  class Sizes {
    size?: string;
    salt?: string;
  }
  const cached = () => CachedResponse(soups, { scope: 'public' });
  const handlers: [what: string, controller: () => Type<unknown>, message: RegExp][] = [];
  const handler = (what: string, controller: () => Type<unknown>, message: RegExp) =>
    handlers.push([what, controller, message]);

  handler(
    'changes something',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Post() @cached() cook(@Param('id') id: string) {
          return id;
        }
      }
      return SoupsController;
    },
    /SoupsController\.cook .*only a GET is/,
  );
  handler(
    'has no interceptor',
    () => {
      @Controller('soups/:id')
      class SoupsController {
        @Get() @cached() soup(@Param('id') id: string) {
          return id;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*no ResponseCacheInterceptor/,
  );
  handler(
    'answers each person for themselves under a key of nobody',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(PersonalInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Param('id') id: string) {
          return id;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*give region "soups" an identity/,
  );
  handler(
    'takes what may tell people apart',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Visitor() visitor: string) {
          return visitor;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*a decorator of its own/,
  );
  handler(
    'takes a parameter that is not in the key',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Param('id') id: string, @Query('salt') salt: string) {
          return id + salt;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*"salt", which the key of region "soups" does not hold/,
  );
  handler(
    'takes a class with a field that is not in the key',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Query() { size, salt }: Sizes) {
          return [size, salt];
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*"salt"/,
  );
  handler(
    'takes all parameters there are',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Query() query: Record<string, string>) {
          return query;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*query parameters without naming them/,
  );
  handler(
    'takes a header',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Headers('Accept-Language') language: string) {
          return language;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*the header "accept-language"/,
  );
  handler(
    'takes the whole request',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Req() request: Asked) {
          return request.query;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*the whole request/,
  );
  handler(
    'takes a body',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Body() body: object) {
          return body;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*the body/,
  );
  handler(
    'sends its answer itself',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @cached() soup(@Res() reply: { send: (text: string) => void }) {
          reply.send('soup');
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*to send it itself/,
  );
  handler(
    'is no 200',
    () => {
      @Controller('soups/:id')
      @UseInterceptors(SoupInterceptor)
      class SoupsController {
        @Get() @HttpCode(206) @cached() soup(@Param('id') id: string) {
          return id;
        }
      }
      return SoupsController;
    },
    /SoupsController\.soup .*only 200/,
  );

  it.each(handlers)('%s', async (_, controller, message) => {
    const start = started(controller());
    await expect(start).rejects.toThrow(message);
    await expect(start).rejects.toMatchObject({ code: 'POLICY_INVALID' });
  });

  it('belongs to one person and its region has no identity, or is public and has one', () => {
    const decorated = (region: typeof soups | typeof ownSoups, scope: 'private' | 'public') => () => {
      class SoupsController {
        @CachedResponse(region as typeof soups, { scope }) soup() {
          return 'soup';
        }
      }
      return SoupsController;
    };
    expect(decorated(soups, 'private')).toThrow(/SoupsController\.soup: region "soups".*give it an identity/);
    expect(decorated(ownSoups, 'public')).toThrow(/SoupsController\.soup: region "own-soups".*can't be public/);
  });

  it.each([
    [['x'.repeat(33)], /the group/],
    [['two words'], /the group "two words"/],
    [Array.from({ length: 33 }, (_, index) => `g${index}`), /at most 32 groups/],
  ])('says groups that caches on the way need not understand', (groups, message) => {
    expect(() => {
      class SoupsController {
        @CachedResponse(soups, { scope: 'public', groups }) soup() {
          return 'soup';
        }
      }
      return SoupsController;
    }).toThrow(message);
  });
});

describe('a handler', () => {
  it('starts where all that it takes is in the key, under another name, or steers how it is answered', async () => {
    class Wishes {
      size?: string;
      cup?: string;
      hurry?: string;
    }
    @Controller('soups/:id')
    @UseInterceptors(SoupInterceptor)
    class SoupsController {
      @Get()
      @CachedResponse(soups, { scope: 'public', keyHolds: ['cup'], steeredBy: ['hurry'] })
      soup(@Param('id') id: string, @Query() { size }: Wishes) {
        return { id, size };
      }
    }
    await started(SoupsController);
    expect((await get('/soups/1?size=2')).json()).toEqual({ id: '1', size: '2' });
  });

  /** Reads the request behind the back of its decorators: by a pipe, or a provider of the request's, say. */
  let peeked: ((asked: Asked) => unknown) | undefined;
  const Peek = createParamDecorator((_: unknown, context: ExecutionContext) => peeked?.(requestOf(context)));

  @Injectable()
  class OwnInterceptor extends ResponseCacheInterceptor {
    protected trackBy(context: ExecutionContext): unknown {
      return { userId: requestOf(context).params['userId'] };
    }
  }
  @Controller('own/:userId')
  @UseInterceptors(OwnInterceptor)
  class OwnController {
    @Get()
    @CachedResponse(ownSoups, { scope: 'private' })
    soup(@Param('userId') userId: string, @Peek() seen: unknown) {
      return { userId, seen: seen ?? null };
    }
  }

  it.each<[string, (asked: Asked) => unknown, string]>([
    ['a parameter', ({ query }) => query['lang'], 'OwnController.soup reads the query parameter "lang"'],
    ['a header', ({ headers }) => headers['accept-language'], 'OwnController.soup reads the header "accept-language"'],
    ['cookies', ({ headers }) => headers['cookie'], 'OwnController.soup reads the header "cookie"'],
  ])('that reads %s and does not declare it fails by its name, sent or not', async (_, peek, message) => {
    peeked = peek;
    await started(OwnController, { strict: true });
    const sent: Record<string, string>[] = [{}, { 'accept-language': 'de', cookie: 'a=b' }];
    for (const headers of sent) {
      const { code, message: told } = (await get('/own/1?lang=de', headers)).json();
      expect([code, told]).toEqual(['INPUT_UNDECLARED', expect.stringContaining(message)]);
    }
  });

  it('in production does not see what it does not declare, so that nobody else gets it', async () => {
    peeked = ({ query, headers }) => [query['lang'], headers['accept-language'], headers['cookie']];
    await started(OwnController, { strict: false });
    const first = await get('/own/1?lang=de', { 'accept-language': 'de', cookie: 'a=b' });
    expect(first.json()).toEqual({ userId: '1', seen: [null, null, null] });
    expect((await get('/own/1')).body).toBe(first.body);
  });

  it('leaves the request as it was for what comes after it', async () => {
    peeked = undefined;
    const after: unknown[] = [];
    @Injectable()
    class Looker implements NestInterceptor {
      intercept(context: ExecutionContext, next: CallHandler) {
        const request = requestOf(context);
        return next.handle().pipe(tap(() => after.push(request.headers['accept-language'], request.query['lang'])));
      }
    }
    @Controller('own/:userId')
    @UseInterceptors(Looker, OwnInterceptor)
    class WatchedController {
      @Get()
      @CachedResponse(ownSoups, { scope: 'private' })
      soup(@Param('userId') userId: string) {
        return { userId };
      }
    }

    await started(WatchedController, { strict: true });
    await get('/own/1?lang=de', { 'accept-language': 'fr' });
    expect(after).toEqual(['fr', 'de']);
  });
});

describe('Vary is true:', () => {
  class Languages extends ResponseCacheInterceptor {
    static asks: readonly string[] = [];
    protected trackBy(context: ExecutionContext): unknown {
      const { headers } = requestOf(context);
      return { id: Languages.asks.map((name) => headers[name]).join('|') };
    }
  }
  @Controller('menus')
  @UseInterceptors(Languages)
  class MenusController {
    @Get()
    @CachedResponse(soups, { scope: 'public', vary: ['Accept-Language'] })
    menu(@Headers('accept-language') language = 'en') {
      return { language };
    }
  }

  it('what it names tells answers apart, and the handler sees it', async () => {
    Languages.asks = ['accept-language'];
    await started(MenusController, { strict: true });
    const german = await get('/menus', { 'accept-language': 'de' });
    const plain = await get('/menus');
    expect([german.json(), plain.json()]).toEqual([{ language: 'de' }, { language: 'en' }]);
    for (const { headers } of [german, plain]) expect(headers['vary']).toBe('Accept-Language');
    expect((await get('/menus', { 'accept-language': 'de' })).headers['cache-status']).toMatch(/hit/);
  });

  it.each([
    [[], 'names the header "accept-language"'],
    [['accept-language', 'x-region'], 'depends on the header "x-region"'],
  ])('a key of the headers %j does not go with it', async (asks, message) => {
    Languages.asks = asks;
    await started(MenusController, { strict: true });
    const { code, message: told } = (await get('/menus')).json();
    expect([code, told]).toEqual(['INPUT_UNDECLARED', expect.stringContaining(message)]);
  });
});
