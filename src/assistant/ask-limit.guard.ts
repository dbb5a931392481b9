import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import type { AuthenticatedRequest } from '../auth/access.js';
import { MINUTE_MS, tooManyRequests, trackerOf } from '../auth/rate-limit.js';

export const QUESTIONS_PER_MINUTE = 20;

/** Questions count on their own beside all other requests, as each may cost a call of a model. */
@Injectable()
export class AskLimitGuard implements CanActivate {
  constructor(@InjectThrottlerStorage() private readonly storage: ThrottlerStorage) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const key = `ask:${trackerOf(context.switchToHttp().getRequest<AuthenticatedRequest>())}`;
    const { isBlocked, timeToBlockExpire } = await this.storage.increment(
      key,
      MINUTE_MS,
      QUESTIONS_PER_MINUTE,
      MINUTE_MS,
      'ask',
    );
    if (isBlocked) throw tooManyRequests(QUESTIONS_PER_MINUTE, timeToBlockExpire);
    return true;
  }
}
