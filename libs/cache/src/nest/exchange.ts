import type { ExecutionContext } from '@nestjs/common';
import type { WritableResponse } from './draft-response.js';
import type { CacheableRequest } from './visit.js';

/** `switchToHttp` of Nest's makes functions each time it is asked, which a hit would feel: hence by their places. */
export const requestIn = (context: ExecutionContext): CacheableRequest => context.getArgByIndex(0);
export const responseIn = (context: ExecutionContext): WritableResponse => context.getArgByIndex(1);
