import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/internal';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { RESPONSE_POLICY, type ResponsePolicy } from './cached-response.js';
import { checkHandler, type CachedHandler } from './handler-check.js';
import { inputsOf } from './handler-inputs.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';

type InterceptorClass = typeof ResponseCacheInterceptor;

/** Every handler of the program whose answers are kept. One of which that must not be stops the program at its start, by name. */
@Injectable()
export class CachedHandlers implements OnModuleInit {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly application: ApplicationConfig,
  ) {}

  onModuleInit(): void {
    for (const cached of this.all()) checkHandler(cached);
  }

  all(): CachedHandler[] {
    const controllers = [...this.modules.values()].flatMap(({ controllers: those }) => [...those.values()]);
    return controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? this.#in(metatype as Type) : []));
  }

  #in(controller: Type<object>): CachedHandler[] {
    return methodsOf(controller).flatMap(([method, handler]): CachedHandler[] => {
      const policy = Reflect.getMetadata(RESPONSE_POLICY, handler) as ResponsePolicy | undefined;
      if (!policy) return [];
      const before = this.#interceptorsBefore(controller, handler);
      return [
        {
          controller,
          method,
          handler,
          policy,
          inputs: inputsOf(controller, method),
          isPersonal: before.some((interceptor) => interceptor.isPersonal(handler, controller)),
          isServed: before.length > 0,
        },
      ];
    });
  }

  #interceptorsBefore(controller: Type<object>, handler: object): InterceptorClass[] {
    const own = [handler, controller].flatMap(
      (place) => (Reflect.getMetadata(INTERCEPTORS_METADATA, place) ?? []) as unknown[],
    );
    return [...own, ...this.application.getGlobalInterceptors()]
      .map((one) => (typeof one === 'function' ? one : (one as object).constructor))
      .filter((one): one is InterceptorClass => one.prototype instanceof ResponseCacheInterceptor);
  }
}

/** Inherited ones too. */
function methodsOf(controller: Type<object>): [name: string, method: object][] {
  const found = new Map<string, object>();
  let prototype = controller.prototype as object | null;
  while (prototype !== null && prototype !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function' && name !== 'constructor' && !found.has(name)) found.set(name, value as object);
    }
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return [...found];
}
