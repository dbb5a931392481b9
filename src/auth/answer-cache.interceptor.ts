import { Injectable, type ExecutionContext, type Type } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { Cache, CacheModuleOptions, Clock, ResponseCacheInterceptor } from '#cache';
import { Public, type AuthenticatedRequest } from './access.js';
import { ration } from './rate-limit.js';
import { RequestCounts } from './request-counts.js';

const FRESH_READS_PER_MINUTE = 30;

/** What the cached answers of all rooms share: reading past the cache is free for admins and rationed for everybody else. */
@Injectable()
export abstract class AnswerCacheInterceptor extends ResponseCacheInterceptor {
  constructor(
    cache: Cache,
    clock: Clock,
    reflector: Reflector,
    adapterHost: HttpAdapterHost,
    options: CacheModuleOptions,
    private readonly counts: RequestCounts,
  ) {
    super(cache, clock, reflector, adapterHost, options);
  }

  /** Whatever needs a token. */
  static override isPersonal(handler: () => unknown, controller: Type<unknown>): boolean {
    return new Reflector().getAllAndOverride(Public, [handler, controller]) !== true;
  }

  protected override admitFresh(context: ExecutionContext): void {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.caller?.role !== 'admin') ration('fresh', FRESH_READS_PER_MINUTE, request, this.counts);
  }
}
