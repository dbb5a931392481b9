import { Injectable, type Type } from '@nestjs/common';
import { HEADERS_METADATA, HTTP_CODE_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/internal';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { ShortWay } from './short-way.js';

type Enhancer = Type<unknown> | object;

/**
 * Which handlers' hits may be answered before Nest's interceptors: those where the cache's own comes first, so that on a hit none of the others
 * would have run anyway. Where that can't be told, and where a handler sets headers or a status by decorators, the interceptor answers.
 */
@Injectable()
export class ShortWays {
  readonly #known = new Map<object, Map<object, ShortWay | undefined>>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly application: ApplicationConfig,
  ) {}

  of(controller: Type<unknown>, handler: object): ShortWay | undefined {
    let known = this.#known.get(controller);
    if (!known) this.#known.set(controller, (known = new Map()));
    if (!known.has(handler)) known.set(handler, this.#find(controller, handler));
    return known.get(handler);
  }

  #find(controller: Type<unknown>, handler: object): ShortWay | undefined {
    if ([HEADERS_METADATA, HTTP_CODE_METADATA].some((said) => Reflect.hasMetadata(said, handler))) return undefined;
    if (this.application.getGlobalRequestInterceptors().length > 0) return undefined;

    const inOrder: Enhancer[] = [
      ...this.application.getGlobalInterceptors(),
      ...enhancersOf(controller),
      ...enhancersOf(handler),
    ];
    const [first] = inOrder;
    const interceptor = typeof first === 'function' ? this.#instanceOf(first, controller) : first;
    return interceptor instanceof ShortWay ? interceptor : undefined;
  }

  /** As Nest looks it up: in the controller's module; undefined where that is one of several, or it is made for each request. */
  #instanceOf(interceptor: Enhancer, controller: Type<unknown>): unknown {
    const hosts = [...this.modules.values()].filter(({ controllers }) => controllers.has(controller));
    if (hosts.length !== 1) return undefined;
    const wrapper = hosts[0]?.injectables.get(interceptor as Type<unknown>);
    return wrapper?.isDependencyTreeStatic() ? wrapper.instance : undefined;
  }
}

function enhancersOf(place: object): Enhancer[] {
  return (Reflect.getMetadata(INTERCEPTORS_METADATA, place) ?? []) as Enhancer[];
}
