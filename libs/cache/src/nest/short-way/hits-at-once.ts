import type { ExecutionContext } from '@nestjs/common';
import type { Answer } from '../../http/answer.js';
import type { ReadyReply } from '../../http/ready-replies.js';
import type { ReadMode } from '../../reading.js';
import type { Served } from '../../served.js';
import type { ResponsePolicy } from '../cached-response.js';
import { ForOne } from '../handler-run.js';
import { requestIn } from '../exchange.js';
import type { Grounds } from '../grounds.js';
import { policyToTell } from '../tellings.js';
import { isPlain, type CacheableRequest, type Feature } from '../visit.js';

type Reply = ReadyReply | undefined | Promise<ReadyReply | undefined>;

/** Answers plain requests with what is held: at once from memory, and from the far tier where memory has nothing. */
export class HitsAtOnce {
  constructor(
    private readonly grounds: Grounds,
    private readonly feature: Feature,
  ) {}

  replyTo(policy: ResponsePolicy, context: ExecutionContext): Reply {
    const request = requestIn(context);
    const { seen } = this.grounds;
    if (seen.has(request)) return undefined;

    const reply = isPlain(request) ? this.#replyToPlain(policy, context) : undefined;
    if (reply === undefined) seen.note(request);
    return reply;
  }

  #replyToPlain(policy: ResponsePolicy, context: ExecutionContext): Reply {
    const mode = this.feature.asksFor(context);
    if (mode instanceof Promise) return mode.then((asked) => this.#replyFor(policy, context, asked));
    return this.#replyFor(policy, context, mode);
  }

  #replyFor(policy: ResponsePolicy, context: ExecutionContext, mode: ReadMode): Reply {
    if (mode !== 'use') return undefined;
    const request = requestIn(context);
    const query = this.feature.queryOf(policy, context);
    if (query instanceof Promise) return query.then((tracked) => this.#hit(policy, request, tracked));
    return this.#hit(policy, request, query);
  }

  #hit(policy: ResponsePolicy, request: CacheableRequest, query: unknown): Reply {
    if (query === undefined) return undefined;
    const { cache, seen } = this.grounds;
    const served = cache.atHand(policy.region, query);
    if (served) return this.#replyOf(policy, request, query, served);

    return cache.seek(policy.region, query)?.then((sought) => {
      if ('served' in sought) return this.#replyOf(policy, request, query, sought.served);
      seen.note(request, sought.sighting);
      return undefined;
    });
  }

  #replyOf(
    policy: ResponsePolicy,
    request: CacheableRequest,
    query: unknown,
    served: Served<Answer | ForOne>,
  ): ReadyReply | undefined {
    const { forms, ready } = this.grounds;
    const { value } = served;
    if (value instanceof ForOne) return undefined;
    const told = () => policyToTell(policy, query, value, this.grounds);
    return ready.to(request, forms.formFor(request, value), { served, mode: 'use', by: policy }, told);
  }
}
