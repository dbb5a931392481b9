import { Param, UseGuards, UseInterceptors } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Cache, CachedResponse, CacheModule, defineAnswers, RedisTier, ResponseCacheInterceptor } from '#cache';
import { AccessGuard, accessModule } from './access.js';
import { aGet, controllerOf, injectable } from './decorated.js';
import { dishes } from './dishes.js';
import { started } from './started.js';

/** How busy the machine is shall not decide whether an answer counts. */
const PATIENT_MS = 2000;

const twoHours = { version: 1, freshFor: '2h' };
const dishesAnswers = defineAnswers({ name: 'dishes.answer', ...twoHours, key: ({ size }) => [size] });
const ownAnswers = defineAnswers({
  name: 'own-dishes.answer',
  ...twoHours,
  identity: ({ userId }) => userId,
  key: ({ size }) => [size],
});

/** As a user of the library writes it. */
class DishesCacheInterceptor extends ResponseCacheInterceptor {
  trackBy(context) {
    const { size, userId } = context.switchToHttp().getRequest().params;
    return { size, userId };
  }
}
Reflect.defineMetadata(
  'design:paramtypes',
  Reflect.getMetadata('design:paramtypes', ResponseCacheInterceptor),
  DishesCacheInterceptor,
);

function controllers() {
  const asOurs = (handler, ...decorators) => ({
    ...handler,
    decorators: [...handler.decorators, UseInterceptors(DishesCacheInterceptor), ...decorators],
  });
  const list = aGet(':size', dishes, Param('size'));
  const own = aGet(':userId/:size', (_, size) => dishes(size), Param('userId'), Param('size'));
  return [
    controllerOf('dishes', { list: asOurs(list, CachedResponse(dishesAnswers, { scope: 'public' })) }),
    controllerOf('own', {
      list: asOurs(own, CachedResponse(ownAnswers, { scope: 'private' }), UseGuards(AccessGuard)),
    }),
  ];
}

export function oursNear(platform) {
  return ours(platform, () => ({}));
}

/** Something else stands before the cache's interceptor, so every hit goes the long way. */
export function oursThroughInterceptor(platform) {
  class Bystander {
    intercept(_, next) {
      return next.handle();
    }
  }
  return ours(platform, () => ({}), [{ provide: APP_INTERCEPTOR, useClass: injectable(Bystander) }]);
}

/** Next to nothing fits into memory: each answer comes from Redis. */
export function oursFar(platform, { redis }) {
  const far = () => new RedisTier({ url: redis, prefix: 'ours:', onError: () => {} });
  return ours(platform, () => ({ maxBytes: 1, deadlineMs: PATIENT_MS, far: far() }));
}

async function ours(platform, cacheOptions, providers = []) {
  const { app, port } = await started(platform, {
    imports: [CacheModule.forRootAsync({ useFactory: () => ({ cache: cacheOptions() }) }), accessModule()],
    controllers: controllers(),
    providers,
  });
  const cache = app.get(Cache);
  const job = new WarmUp(cache);
  return {
    port,
    answers: {
      token: () => app.get(AccessGuard).tokenOf('7'),
      seen: (count) => seen(cache, Number(count)),
      warm: () => job.goOn(),
      rest: () => job.rest(),
    },
  };
}

/** Whatever the keys are, each has bytes of its own. */
const aDish = (id) => async () => answerOf(id);

/** As many keys more are asked for once. */
async function seen(cache, count) {
  for (let id = 0; id < count; id += 1) await cache.fetch(dishesAnswers, { size: `seen-${id}` }, aDish(id));
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { ...cache.memory, heap: heapUsed + arrayBuffers };
}

/** Reads early, four at once; as a job of an application does. */
class WarmUp {
  #cache;
  #isOn = false;
  #next = 0;

  constructor(cache) {
    this.#cache = cache;
  }

  goOn() {
    this.#isOn = true;
    for (let at = 0; at < 4; at += 1) void this.#readOn();
    return true;
  }

  rest() {
    this.#isOn = false;
    return true;
  }

  async #readOn() {
    while (this.#isOn) {
      const id = (this.#next += 1);
      await this.#cache.fetch(dishesAnswers, { size: `warm-${id}` }, aDish(id));
      await pause(1);
    }
  }
}

function answerOf(id) {
  const body = Buffer.from(JSON.stringify({ ...dishes('2k'), id }));
  return { body, contentType: 'application/json', etag: `"${id}"`, madeAt: Date.now() };
}
