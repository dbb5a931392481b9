import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from '../auth/access.js';
import { ration } from '../auth/rate-limit.js';
import { RequestCounts } from '../auth/request-counts.js';

export const QUESTIONS_PER_MINUTE = 20;

/** Questions count on their own beside all other requests, as each may cost a call of a model. */
@Injectable()
export class AskLimitGuard implements CanActivate {
  constructor(private readonly counts: RequestCounts) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    ration('ask', QUESTIONS_PER_MINUTE, request, this.counts);
    return true;
  }
}
