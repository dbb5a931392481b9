import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { from as observed, lastValueFrom, of, type Observable } from 'rxjs';
import { Cache } from '../cache.js';
import { Clock } from '../clock.js';
import { Forms } from '../http/forms.js';
import type { ReadMode } from '../reading.js';
import type { AnyRegion } from '../region.js';
import { CacheModuleOptions } from './cache.module-options.js';
import { RESPONSE_POLICY, type ResponsePolicy } from './cached-response.js';
import { requestIn } from './exchange.js';
import { keyed } from './narrowed-request.js';
import { ShortWay } from './short-way/short-way.js';
import type { Feature, Period } from './visit.js';
import { visibleTo } from './visible-inputs.js';
import { waysOf, type Ways } from './ways.js';

export type { Period } from './visit.js';

/**
 * Serves whole answers from the cache, after all guards. A feature extends it and says by `trackBy` how its requests are told
 * apart; `@CachedResponse` on the handler says the rest. A hit never enters the handler, never serialises and never hashes.
 */
@Injectable()
export abstract class ResponseCacheInterceptor extends ShortWay implements NestInterceptor {
  @Inject(Forms) private readonly forms!: Forms;
  readonly #policies = new Map<object, ResponsePolicy>();
  #made: Ways | undefined;

  constructor(
    protected readonly cache: Cache,
    protected readonly clock: Clock,
    protected readonly reflector: Reflector,
    private readonly adapterHost: HttpAdapterHost,
    private readonly options: CacheModuleOptions,
  ) {
    super();
  }

  /**
   * True where the handler answers each person for themselves, as far as the program's own decorators tell; its region then must have an
   * identity, or the program does not start.
   */
  static isPersonal(_handler: object, _controller: object): boolean {
    return false;
  }

  /** The region's query for this request, made of validated input; undefined: this one is not to be cached. */
  protected abstract trackBy(context: ExecutionContext): unknown;

  /**
   * During which time an answer to this query that is made at this moment (ms since 1970) is right, where it is bound to one: the user's day. It is asked
   * for while the handler runs, so that it has to hold the moment that it is given, not the one at which it is found out.
   */
  protected periodOf(_query: unknown, _at: number): Period | Promise<Period> {
    return {};
  }

  /** How this request wants to be answered, where it says so in words of its own; `Cache-Control` comes on top. */
  protected asksFor(_context: ExecutionContext): ReadMode | Promise<ReadMode> {
    return 'use';
  }

  /** Called before somebody reads past the cache; throws to refuse it. */
  protected admitFresh(_context: ExecutionContext): void | Promise<void> {}

  /** A hit that could not take the short way, as others stand before this interceptor, is found in the same way here. */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const policy = this.#policyOf(context);
    if (!policy) return next.handle();
    const { short, long, teller } = this.#ways;
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    const found = short.replyTo(policy, context);
    if (found === undefined) return observed(long.answer(policy, context, handle));
    if (!(found instanceof Promise)) return of(teller.bodyOf(context, found));
    return observed(
      found.then((reply) => (reply ? teller.bodyOf(context, reply) : long.answer(policy, context, handle))),
    );
  }

  replyAtOnce(context: ExecutionContext): ReturnType<ShortWay['replyAtOnce']> {
    const policy = this.#policyOf(context);
    return policy && this.#ways.short.replyTo(policy, context);
  }

  /** The region that the handler's decorator names: where one interceptor serves several handlers. */
  protected regionOf(context: ExecutionContext): AnyRegion | undefined {
    return this.#policyOf(context)?.region;
  }

  #policyOf(context: ExecutionContext): ResponsePolicy | undefined {
    const handler = context.getHandler();
    const known = this.#policies.get(handler);
    if (known) return known;
    const policy = this.reflector.get<ResponsePolicy | undefined>(RESPONSE_POLICY, handler);
    if (policy) this.#policies.set(handler, policy);
    return policy;
  }

  /** Made with the first request: before that Nest has not given everything yet. */
  get #ways(): Ways {
    if (this.#made) return this.#made;
    const { cache, clock, forms, options } = this;
    const feature: Feature = {
      queryOf: (policy, context) => this.#queryOf(policy, context),
      periodOf: (query, at) => this.periodOf(query, at),
      asksFor: (context) => this.asksFor(context),
      admitFresh: (context) => this.admitFresh(context),
    };
    const { httpAdapter: adapter } = this.adapterHost;
    return (this.#made = waysOf({ cache, clock, forms, options, adapter }, feature));
  }

  #queryOf(policy: ResponsePolicy, context: ExecutionContext): unknown {
    if (!this.options.strict) return this.trackBy(context);
    const isPrivate = policy.region.options.identity !== undefined;
    return keyed(requestIn(context), visibleTo(policy), isPrivate, () => this.trackBy(context));
  }
}
