import type { Type } from '@nestjs/common';
import type { HttpArgumentsHost } from '@nestjs/common/internal';
import { ExecutionContextHost } from '@nestjs/core/internal';

/** A request on its way to its handler, as guards and interceptors get to see it. Nest's own makes functions each time it is asked for the request. */
export class RouteContext extends ExecutionContextHost implements HttpArgumentsHost {
  constructor(
    private readonly request: unknown,
    private readonly response: unknown,
    controller: Type<unknown>,
    handler: object,
  ) {
    super([request, response, undefined], controller, handler as () => unknown);
  }

  override switchToHttp(): this {
    return this;
  }

  /** Of the type that its reader says it has, as Nest's. */
  getRequest(): never {
    return this.request as never;
  }

  getResponse(): never {
    return this.response as never;
  }

  getNext(): never {
    return undefined as never;
  }
}
