import { CACHE_MANAGER, CacheInterceptor, CacheKey, CacheTTL, type Cache as CacheManager } from '@nestjs/cache-manager';
import { Controller, Get, Module, UseInterceptors } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, defineTag, hours, milliseconds, under } from '#cache';
import { SharedStore, StoreTier, TestClock } from '#cache/testing';
import { cacheModule } from '../src/config/cache.js';
import { Config } from '../src/config/config.js';
import { ConfigModule } from '../src/config/config.module.js';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { PantryService } from '../src/pantry/pantry.service.js';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { redisAnswers } from './redis-answers.js';

const shelfTag = defineTag<[userId: number]>('shelf');
const shelves = defineRegion<{ userId: number }, readonly string[]>({
  name: 'shelf',
  version: 1,
  freshFor: hours(1),
  key: ({ userId }) => [userId],
  tags: ({ userId }) => [shelfTag(userId)],
  keysUnder: [under(shelfTag, (userId) => [{ userId }])],
});

/** What a cache is put before: it counts how often it is asked. */
class Source {
  asked = 0;
  rows: readonly string[] = ['eggs', 'milk'];

  readonly load = async () => {
    this.asked += 1;
    return this.rows;
  };
}

describe('a cached read', () => {
  let store: SharedStore;
  let tier: StoreTier;
  let cache: Cache;
  let source: Source;
  beforeEach(() => {
    store = new SharedStore();
    tier = new StoreTier(store);
    cache = new Cache({ clock: new TestClock(), far: tier, deadlineMs: 50 });
    source = new Source();
  });
  afterEach(() => cache.close());

  const read = () => cache.read(shelves, { userId: 7 }, source.load);

  it('asks the source once for two calls', async () => {
    expect([await read(), await read()]).toEqual([source.rows, source.rows]);
    expect(source.asked).toBe(1);
  });

  it('asks it again once a change was announced, and nobody else’s', async () => {
    await read();
    source.rows = ['bread'];
    await cache.invalidate(shelfTag(8));
    expect(await read()).toEqual(['eggs', 'milk']);
    await cache.invalidate(shelfTag(7));
    expect([...store.entries.keys()]).toEqual([]);
    expect(await read()).toEqual(['bread']);
    expect(source.asked).toBe(2);
  });

  it('keeps an empty answer too', async () => {
    source.rows = [];
    expect([await read(), await read()]).toEqual([[], []]);
    expect(source.asked).toBe(1);
  });

  it.each(['refuses', 'hangs'] as const)('is answered from the source when the shared tier %s', async (fault) => {
    tier.fault = fault;
    for (let times = 0; times < 10; times += 1) expect(await read()).toEqual(source.rows);
    await cache.invalidate(shelfTag(7));
    source.rows = ['bread'];
    expect(await read()).toEqual(['bread']);
  });

  it('tells the source’s own error, and keeps nothing of it', async () => {
    const failing = () => Promise.reject(new Error('the database is away'));
    await expect(cache.read(shelves, { userId: 7 }, failing)).rejects.toThrow('the database is away');
    expect(await read()).toEqual(source.rows);
  });
});

describe('a hundred cached reads', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('of a pantry ask the database not once, and take less than a tenth of a second', async () => {
    const { id } = await Cook.with(app, readmeKitchen);
    const pantry = app.nest.get(PantryService);
    await pantry.of(id);
    const repository = app.nest.get(PantryRepository);
    const pantryOf = repository.pantryOf.bind(repository);
    let asked = 0;
    repository.pantryOf = (userId) => ((asked += 1), pantryOf(userId));

    // The best of some rounds: the others tell of what else this machine does.
    const rounds: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const started = performance.now();
      for (let times = 0; times < 100; times += 1) await pantry.of(id);
      rounds.push(performance.now() - started);
    }
    expect(Math.min(...rounds)).toBeLessThan(100);
    expect(asked).toBe(0);
  });
});

describe.each(['memory', 'Redis'] as const)('the stock cache manager of the program, with the cache in %s', (where) => {
  let redis: RedisServer | undefined;
  let app: TestApp;
  let manager: CacheManager;
  beforeAll(async () => {
    if (where === 'Redis') redis = await RedisServer.start();
    app = await startApp({ redis: redis?.url, settings: { CACHE_FAR_DEADLINE_MS: '5000' } });
    manager = app.nest.get<CacheManager>(CACHE_MANAGER);
    if (redis) await redisAnswers(app);
  });
  afterAll(async () => {
    await app.stop();
    await redis?.stop();
  });
  beforeEach(() => manager.clear());

  it('gives back what was set, until its time is over', async () => {
    const soup = { name: 'soup', servings: [2, 4], at: null };
    await manager.set('soup', soup, 60_000);
    expect(await manager.get('soup')).toEqual(soup);
    app.clock.advance(milliseconds(59_999));
    if (where === 'memory') expect(await manager.get('soup')).toEqual(soup);
    app.clock.advance(milliseconds(1));
    if (where === 'memory') expect(await manager.get('soup')).toBeUndefined();
    expect(await manager.get('never set')).toBeUndefined();
  });

  it('tells when something ends', async () => {
    await manager.set('short', 1, 60_000);
    await manager.set('long', 1);
    expect(await manager.ttl('never set')).toBeUndefined();
    expect(typeof (await manager.ttl('short'))).toBe('number');
    expect(await manager.ttl('long')).toBeUndefined();
  });

  it('forgets one, several or all', async () => {
    await manager.mset<unknown>([
      { key: 'a', value: 1 },
      { key: 'b', value: 0 },
      { key: 'c', value: '' },
      { key: 'd', value: false },
    ]);
    expect(await manager.mget(['a', 'b', 'c', 'd', 'e'])).toEqual([1, 0, '', false, undefined]);
    await manager.del('a');
    await manager.mdel(['b', 'c']);
    expect(await manager.mget(['a', 'b', 'c', 'd'])).toEqual([undefined, undefined, undefined, false]);
    await manager.clear();
    expect(await manager.get('d')).toBeUndefined();
  });

  it('asks the source of a wrapped value once', async () => {
    let asked = 0;
    const wrapped = () => manager.wrap('menu', async () => ({ asked: (asked += 1) }), 60_000);
    expect([await wrapped(), await wrapped()]).toEqual([{ asked: 1 }, { asked: 1 }]);
    await manager.del('menu');
    expect(await wrapped()).toEqual({ asked: 2 });
  });

  it('keeps its things beside those of the program, and empties only its own', async () => {
    const cook = await Cook.with(app, readmeKitchen.slice(0, 3));
    await cook.get('/pantry/:me');
    await manager.set(`pantry:${cook.id}`, 'something else');
    expect(await manager.get(`pantry:${cook.id}`)).toBe('something else');
    if (redis) expect(await redis.cli('exists', `pantry:${cook.id}`, `cache-manager:pantry%3A${cook.id}`)).toBe(2);
    await manager.clear();
    expect((await cook.get('/pantry/:me')).headers['cache-status']).toContain('hit');
  });
});

/** A controller as Nest's documentation has it. */
@Controller('menus')
@UseInterceptors(CacheInterceptor)
class MenusController {
  static asked = 0;

  @Get('today')
  @CacheKey('menu-of-today')
  @CacheTTL(60_000)
  today() {
    MenusController.asked += 1;
    return { soup: 'leek', times: MenusController.asked };
  }

  @Get('all')
  all() {
    MenusController.asked += 1;
    return ['leek', 'lentil'];
  }
}

@Module({ controllers: [MenusController] })
class MenusModule {}

describe.each(['memory', 'Redis'] as const)('the stock CacheInterceptor, with the cache in %s', (where) => {
  let redis: RedisServer | undefined;
  let nest: NestFastifyApplication;
  const clock = new TestClock();
  beforeAll(async () => {
    if (where === 'Redis') redis = await RedisServer.start();
    const settings = { NODE_ENV: 'test', DATA_DIR: 'memory:', CACHE_FAR_DEADLINE_MS: '5000', REDIS_URL: redis?.url };
    const testing = await Test.createTestingModule({
      imports: [ConfigModule.with(Config.from(settings)), cacheModule(clock), MenusModule],
    }).compile();
    nest = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await nest.init();
    await nest.getHttpAdapter().getInstance().ready();
    if (redis) await redisAnswers({ nest, clock });
    MenusController.asked = 0;
  });
  afterAll(async () => {
    await nest.close();
    await redis?.stop();
  });

  const get = async (url: string) => (await nest.inject({ method: 'GET', url })).json<unknown>();

  it('enters the handler once', async () => {
    expect(await get('/menus/today')).toEqual({ soup: 'leek', times: 1 });
    await until('it is kept', () => nest.get<CacheManager>(CACHE_MANAGER).get('menu-of-today'));
    expect(await get('/menus/today')).toEqual({ soup: 'leek', times: 1 });
    if (redis) expect(await redis.cli('exists', 'cache-manager:menu-of-today')).toBe(1);
  });

  it('takes the address as the key where none is named', async () => {
    const before = MenusController.asked;
    await get('/menus/all');
    await until('it is kept', () => nest.get<CacheManager>(CACHE_MANAGER).get('/menus/all'));
    expect(await get('/menus/all')).toEqual(['leek', 'lentil']);
    expect(MenusController.asked).toBe(before + 1);
  });
});
