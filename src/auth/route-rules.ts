import { Injectable, type ExecutionContext, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AdminOnly, OwnerIn, Public, Uncounted, type OwnerPlace } from './access.js';

/** What the decorators of a handler and its controller say; the handler's own go first. */
export interface Rules {
  readonly isPublic: boolean;
  readonly isForAdmins: boolean;
  readonly isUncounted: boolean;
  readonly ownerIn: OwnerPlace | undefined;
}

/** The rules of each route, read once: looking decorators up for each request costs a twentieth of a hit. */
@Injectable()
export class RouteRules {
  readonly #known = new Map<Type<unknown>, Map<unknown, Rules>>();

  constructor(private readonly reflector: Reflector) {}

  of(context: ExecutionContext): Rules {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    let known = this.#known.get(controller);
    if (!known) this.#known.set(controller, (known = new Map()));
    let rules = known.get(handler);
    if (!rules) known.set(handler, (rules = this.#read([handler, controller])));
    return rules;
  }

  #read(route: Parameters<Reflector['getAllAndOverride']>[1]): Rules {
    return {
      isPublic: this.reflector.getAllAndOverride(Public, route) === true,
      isForAdmins: this.reflector.getAllAndOverride(AdminOnly, route) === true,
      isUncounted: this.reflector.getAllAndOverride(Uncounted, route) === true,
      ownerIn: this.reflector.getAllAndOverride(OwnerIn, route),
    };
  }
}
