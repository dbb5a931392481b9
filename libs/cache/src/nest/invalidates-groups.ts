import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { tap, type Observable } from 'rxjs';
import { groupsIn } from '../http/answer-headers.js';

const CHANGED_GROUPS = Symbol('changed groups');

/** Tells the caches on the way that what is in these groups has changed (RFC 9875 3). An answer that is an error tells nothing. */
@Injectable()
class GroupInvalidation implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const groups = this.reflector.get<readonly string[]>(CHANGED_GROUPS, context.getHandler());
    const response = context.switchToHttp().getResponse<{ readonly statusCode: number }>();
    return next.handle().pipe(
      tap(() => {
        if (response.statusCode >= 400) return;
        this.adapterHost.httpAdapter.setHeader(response, 'cache-group-invalidation', groupsIn(groups));
      }),
    );
  }
}

/** For a handler that writes: which groups, as `@CachedResponse` names them, its change is a change of. */
export function InvalidatesGroups(...groups: readonly [string, ...string[]]): MethodDecorator {
  return applyDecorators(SetMetadata(CHANGED_GROUPS, groups), UseInterceptors(GroupInvalidation));
}
