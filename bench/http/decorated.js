import 'reflect-metadata';
import { Controller, Get, Injectable, Res } from '@nestjs/common';

/** What TypeScript writes for `@Controller(path) class { @Get(…) name(@Param(…) …) { … } }`: plain JavaScript has no decorators yet. */
export function controllerOf(path, handlers, ...decorators) {
  class DishesController {}
  for (const [name, { handler, params, decorators }] of Object.entries(handlers)) {
    Object.defineProperty(DishesController.prototype, name, { value: handler, writable: true, configurable: true });
    for (const [at, param] of params.entries()) param(DishesController.prototype, name, at);
    Reflect.defineMetadata(
      'design:paramtypes',
      params.map(() => Object),
      DishesController.prototype,
      name,
    );
    Reflect.decorate(decorators, DishesController.prototype, name, descriptorOf(DishesController.prototype, name));
  }
  Reflect.decorate([Controller(path), ...decorators], DishesController);
  return DishesController;
}

/** `@Get(path)` with its parameters' decorators. */
export function aGet(path, handler, ...params) {
  return { handler: (...given) => handler(...given), params, decorators: [Get(path)] };
}

export function aReply() {
  return Res({ passthrough: true });
}

/** `@Injectable()`, with what the constructor is given. */
export function injectable(type, ...given) {
  Reflect.defineMetadata('design:paramtypes', given, type);
  Injectable()(type);
  return type;
}

function descriptorOf(prototype, name) {
  return Object.getOwnPropertyDescriptor(prototype, name);
}
