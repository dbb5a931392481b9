import { Controller, Get, Injectable, Module, UseInterceptors } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Cache } from '../cache.js';
import { hours, milliseconds, seconds } from '../duration.js';
import { defineAnswers } from '../http/answer.js';
import { TestClock } from '../testing/test.clock.js';
import { CacheModule } from './cache.module.js';
import { CachedResponse } from './cached-response.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';

const HOUR_MS = hours(1).ms;

const chimes = defineAnswers<object>({ name: 'chimes', version: 1, freshFor: hours(9), key: () => [] });

const clock = new TestClock();
/** What the handler, and who finds out its period, go on after. */
let [rung, looked] = [Promise.resolve(), Promise.resolve()];
let runs = 0;
let begun: () => void = () => undefined;

@Injectable()
class ChimesInterceptor extends ResponseCacheInterceptor {
  protected trackBy() {
    return {};
  }

  /** The hour. */
  protected override async periodOf(_query: unknown, at: number) {
    await looked;
    const from = Math.floor(at / HOUR_MS) * HOUR_MS;
    return { from, until: from + HOUR_MS };
  }
}

@Controller('chimes')
@UseInterceptors(ChimesInterceptor)
class ChimesController {
  @Get()
  @CachedResponse(chimes, { scope: 'public' })
  async chime() {
    runs += 1;
    begun();
    await rung;
    return { strokes: Math.floor(clock.now() / HOUR_MS) % 12 };
  }
}

@Module({
  imports: [CacheModule.forRootAsync({ useFactory: () => ({ name: 'test', cache: { clock } }) })],
  controllers: [ChimesController],
})
class Chimes {}

let app: NestFastifyApplication;
beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [Chimes] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

/** A second before the hour. */
beforeEach(async () => {
  clock.advance(milliseconds(HOUR_MS - (clock.now() % HOUR_MS) - 1000));
  await app.get(Cache).clear(chimes);
  runs = 0;
});

async function strokes(): Promise<number> {
  const answer = await app.inject({ method: 'GET', url: '/chimes' });
  return answer.json<{ strokes: number }>().strokes;
}

const hour = () => Math.floor(clock.now() / HOUR_MS) % 12;

function held(): [promise: Promise<void>, letGo: () => void] {
  let letGo: () => void = () => undefined;
  return [new Promise((resolve) => (letGo = resolve)), () => letGo()];
}

/** The hour strikes while one of both is still under way. */
async function strikesBefore(letGo: () => void): Promise<number> {
  const running = new Promise<void>((resolve) => (begun = resolve));
  const asked = strokes();
  await running;
  clock.advance(seconds(2));
  letGo();
  return asked;
}

it('an answer is kept until its period ends', async () => {
  const before = hour();
  expect([await strokes(), await strokes(), runs]).toEqual([before, before, 1]);
  clock.advance(seconds(2));
  expect([await strokes(), await strokes(), runs]).toEqual([before + 1, before + 1, 2].map((count) => count % 12));
});

it('an answer that was made before its period ended is not kept beyond that, however late the period is found out', async () => {
  const [promise, letGo] = held();
  looked = promise;
  await strikesBefore(letGo);
  expect(await strokes()).toBe(hour());
});

it('nor is one that was made after that, while its period was found out before', async () => {
  const [promise, letGo] = held();
  rung = promise;
  expect(await strikesBefore(letGo)).toBe(hour());
  expect([await strokes(), runs]).toEqual([hour(), 2]);
});
