import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/internal';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { RESPONSE_POLICY, type ResponsePolicy } from './cached-response.js';
import { checkHandler, type CachedHandler } from './handler-check.js';
import { inputsOf } from './handler-inputs.js';
import { handlersIn } from './handlers-in.js';
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
    return handlersIn(this.modules).flatMap(({ controller, method, handler }): CachedHandler[] => {
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
