import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import type { AuthenticatedRequest } from './access.js';
import { RateLimit } from './rate-limit.js';

/** Counts what the access guard let in, but for what is exempt (`@SkipThrottle()`). What is refused elsewhere is counted when it is told. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly limit: RateLimit,
  ) {
    super(options, storage, reflector);
  }

  /** The library's own count would be one for each handler, and wait four times for what is here. */
  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    this.limit.admit(http.getRequest<AuthenticatedRequest>(), http.getResponse<FastifyReply>());
    return true;
  }
}
