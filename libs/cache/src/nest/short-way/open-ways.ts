import { Injectable, type Type } from '@nestjs/common';
import { HOST_METADATA } from '@nestjs/common/internal';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { handlersIn } from '../handlers-in.js';
import { ShortWayGuard } from './short-way.guard.js';
import type { ShortWay } from './short-way.js';
import { ShortWays } from './short-ways.js';
import { guardsOf } from './take-short-way.js';

/** The short way of a handler before which nobody is asked. */
export interface OpenWay {
  readonly way: ShortWay;
  readonly controller: Type<unknown>;
  readonly handler: object;
}

/** Which handlers' hits need not even wait for the guards, as there are none. */
@Injectable()
export class OpenWays {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly application: ApplicationConfig,
    private readonly ways: ShortWays,
  ) {}

  /** Undefined, too, where several controllers inherit the handler. */
  of(handler: object): OpenWay | undefined {
    const [one, ...others] = handlersIn(this.modules).filter((known) => known.handler === handler);
    if (!one || others.length > 0 || this.#isAskedAbout(one.controller, handler)) return undefined;
    const { controller } = one;
    const way = this.ways.of(controller, handler);
    return way && { way, controller, handler };
  }

  /** By guards, or, with a host of its own, by Nest itself. */
  #isAskedAbout(controller: Type<unknown>, handler: object): boolean {
    const guards = [
      ...this.application.getGlobalGuards(),
      ...this.application.getGlobalRequestGuards(),
      ...guardsOf(controller),
      ...guardsOf(handler).filter((guard) => guard !== ShortWayGuard),
    ];
    return guards.length > 0 || Reflect.getMetadata(HOST_METADATA, controller) !== undefined;
  }
}
