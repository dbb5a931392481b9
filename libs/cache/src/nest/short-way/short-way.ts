import type { ExecutionContext } from '@nestjs/common';
import type { ReadyReply } from '../../http/ready-replies.js';

/** Finds, before Nest's interceptors, what needs no handler: `ResponseCacheInterceptor` can. */
export abstract class ShortWay {
  /** What may be sent right away; undefined: the request goes on to the interceptors. Throws what the long way would. */
  abstract replyAtOnce(context: ExecutionContext): ReadyReply | undefined | Promise<ReadyReply | undefined>;
}
