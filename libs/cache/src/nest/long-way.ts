import { GatewayTimeoutException, PreconditionFailedException, type ExecutionContext } from '@nestjs/common';
import { cacheStatusOf } from '../http/cache-status.js';
import { requestDirectives, suits } from '../http/request-directives.js';
import type { ReadMode } from '../reading.js';
import type { Served } from '../served.js';
import type { Answer } from '../http/answer.js';
import type { ResponsePolicy } from './cached-response.js';
import { requestIn, responseIn } from './exchange.js';
import type { Grounds } from './grounds.js';
import { answerFrom, ForOne } from './handler-run.js';
import { policyToTell, type Teller } from './tellings.js';
import { takeFresh, type Feature, type Found, type Visit } from './visit.js';

/** From a request to its answer where it may take a handler, with all that a request can ask for besides. */
export class LongWay {
  constructor(
    private readonly grounds: Grounds,
    private readonly feature: Feature,
    private readonly teller: Teller,
  ) {}

  async answer(policy: ResponsePolicy, context: ExecutionContext, handle: Visit['handle']): Promise<unknown> {
    const request = requestIn(context);
    const { headers } = request;
    const directives = requestDirectives(headers['cache-control']);
    const asked = takeFresh(request) ? 'refresh' : await this.feature.asksFor(context);
    const mode = directives.mode === 'use' ? asked : directives.mode;
    if (mode !== 'use') await this.feature.admitFresh(context);

    const query = (await this.feature.queryOf(policy, context)) as never;
    if (query === undefined) {
      this.teller.tellUncached(context, `${this.grounds.options.name}; fwd=bypass`);
      return handle();
    }
    const visit = { policy, context, query, directives, isPastCaches: asked !== 'use', headers, handle };
    const found = directives.onlyIfCached ? await this.#held(visit, mode) : await this.#found(visit, mode);
    return this.#sent(visit, found);
  }

  async #found(visit: Visit, mode: ReadMode): Promise<Found> {
    const served = await this.#fetch(visit, mode);
    if (mode !== 'use' || served.from === 'load' || suits(visit.directives, served)) return { served, mode };

    await this.feature.admitFresh(visit.context);
    return { served: await this.#fetch(visit, 'refresh'), mode: 'refresh' };
  }

  #fetch(visit: Visit, mode: ReadMode): Promise<Served<Answer | ForOne>> {
    const { cache, seen } = this.grounds;
    const request = requestIn(visit.context);
    const load = () => this.#load(visit);
    if (mode === 'use') return cache.fetch(visit.policy.region, visit.query, load, seen.for(request));
    return cache.reading(mode, () => cache.fetch(visit.policy.region, visit.query, load));
  }

  /** For who wants only what is held; who does not want that either is told the same as where there is nothing. */
  async #held({ policy, query, directives }: Visit, mode: ReadMode): Promise<Found> {
    const { cache } = this.grounds;
    const held = mode === 'use' ? ((await cache.peek(policy.region, query)) as Served<Answer> | undefined) : undefined;
    if (!held || !suits(directives, held)) throw new GatewayTimeoutException('Nothing is cached for this request');
    return { served: held, mode };
  }

  #load({ policy, context, query, handle }: Visit) {
    const periodAt = async (at: number) => this.feature.periodOf(query, at);
    return answerFrom(handle, periodAt, {
      policy,
      request: requestIn(context),
      response: responseIn(context),
      strict: this.grounds.options.strict,
      now: () => this.grounds.clock.now(),
    });
  }

  async #sent(visit: Visit, found: Found): Promise<unknown> {
    const { policy, context, query, headers } = visit;
    const { served, mode } = found;
    const { value } = served;
    if (value instanceof ForOne) return this.#sentForOne(visit, found, value);

    const { forms, ready } = this.grounds;
    const asked = { method: requestIn(context).method, headers };
    const reply = ready.to(asked, forms.formFor(asked, value), { served, mode, by: policy }, () => {
      const told = policyToTell(policy, query, value, this.grounds);
      return visit.isPastCaches || isUnkept(found) ? { ...told, maxAgeMs: 0 } : told;
    });
    if (!reply) throw new PreconditionFailedException('It is not what the request means by its conditions');
    return this.teller.bodyOf(context, reply);
  }

  #sentForOne({ context, handle }: Visit, { served, mode }: Found, { request, draft, body }: ForOne): unknown {
    const isOwn = request === requestIn(context);
    if (isOwn) draft.writeTo(responseIn(context), this.grounds.adapter);
    this.teller.tellUncached(context, cacheStatusOf(this.grounds.options.name, served, mode));
    return isOwn ? body : handle();
  }
}

/** Made of something past its time, overtaken by a change, or not to be kept: nobody shall keep longer what is not kept here. */
function isUnkept({ served: { from, stored }, mode }: Found): boolean {
  return mode === 'use' && from === 'load' && !stored;
}
