import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';

/** A method of a controller, its own or an inherited one. */
export interface ControllerMethod {
  readonly controller: Type<object>;
  readonly method: string;
  readonly handler: object;
}

/** All that could be a handler. Where several controllers inherit one it is there for each. */
export function handlersIn(modules: ModulesContainer): ControllerMethod[] {
  const controllers = [...modules.values()].flatMap(({ controllers: those }) => [...those.values()]);
  return controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? methodsOf(metatype as Type) : []));
}

function methodsOf(controller: Type<object>): ControllerMethod[] {
  const found = new Map<string, object>();
  let prototype = controller.prototype as object | null;
  while (prototype !== null && prototype !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function' && name !== 'constructor' && !found.has(name)) found.set(name, value as object);
    }
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return [...found].map(([method, handler]) => ({ controller, method, handler }));
}
