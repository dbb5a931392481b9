import {
  GatewayTimeoutException,
  Inject,
  Injectable,
  PreconditionFailedException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { from as observed, lastValueFrom, type Observable } from 'rxjs';
import { Cache } from '../cache.js';
import { Clock } from '../clock.js';
import type { AnswerPolicy } from '../http/answer-headers.js';
import type { Answer } from '../http/answer.js';
import { cacheStatusOf } from '../http/cache-status.js';
import type { ConditionalHeaders } from '../http/conditional.js';
import { Forms } from '../http/forms.js';
import { ReadyReplies, type ReadyReply } from '../http/ready-replies.js';
import { replyTo } from '../http/reply.js';
import { requestDirectives, suits, type RequestDirectives } from '../http/request-directives.js';
import type { ReadMode } from '../reading.js';
import type { AnyRegion } from '../region.js';
import type { Served } from '../served.js';
import { CacheModuleOptions } from './cache.module-options.js';
import { RESPONSE_POLICY, type ResponsePolicy } from './cached-response.js';
import { keyed } from './narrowed-request.js';
import { visibleTo } from './visible-inputs.js';
import type { WritableResponse } from './draft-response.js';
import { answerFrom, ForOne } from './handler-run.js';
import { bodyFor } from './short-way/send.js';
import { ShortWay } from './short-way/short-way.js';

type SentHeaders = ConditionalHeaders & { readonly 'cache-control'?: string; readonly 'accept-encoding'?: string };

interface CacheableRequest {
  readonly method: string;
  readonly headers: SentHeaders;
  readonly query: Record<string, unknown>;
}

/** From when until when, ms since 1970; open where undefined. */
export interface Period {
  readonly from?: number;
  readonly until?: number;
}

/** One request on its way to an answer. */
interface Visit {
  readonly policy: ResponsePolicy;
  readonly context: ExecutionContext;
  readonly query: never;
  readonly directives: RequestDirectives;
  /** As they were sent; the request itself shows fewer while its handler runs. */
  readonly headers: SentHeaders;
  readonly handle: () => Promise<unknown>;
}

/** How an answer was come by, and in which mode that was. */
interface Found {
  readonly served: Served<Answer | ForOne>;
  readonly mode: ReadMode;
}

/**
 * Serves whole answers from the cache, after all guards. A feature extends it and says by `trackBy` how its requests are told
 * apart; `@CachedResponse` on the handler says the rest. A hit never enters the handler, never serialises and never hashes.
 */
@Injectable()
export abstract class ResponseCacheInterceptor extends ShortWay implements NestInterceptor {
  @Inject(Forms) private readonly forms!: Forms;
  readonly #ready = new ReadyReplies();
  readonly #policies = new Map<object, ResponsePolicy>();

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

  /** The time (ms since 1970) during which an answer to this query is right, where it is bound to one: the user's day. */
  protected periodOf(_query: unknown): Period | Promise<Period> {
    return {};
  }

  /** How this request wants to be answered, where it says so in words of its own; `Cache-Control` comes on top. */
  protected asksFor(_context: ExecutionContext): ReadMode | Promise<ReadMode> {
    return 'use';
  }

  /** Called before somebody reads past the cache; throws to refuse it. */
  protected admitFresh(_context: ExecutionContext): void | Promise<void> {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const policy = this.#policyOf(context);
    if (!policy) return next.handle();
    return observed(this.#answer(policy, context, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  replyAtOnce(context: ExecutionContext): ReadyReply | undefined | Promise<ReadyReply | undefined> {
    const policy = this.#policyOf(context);
    // `switchToHttp` makes functions each time it is asked, which a hit would feel.
    const request = context.getArgByIndex<CacheableRequest>(0);
    if (!policy || !isPlain(request)) return undefined;

    const mode = this.asksFor(context);
    if (mode instanceof Promise) return mode.then((asked) => this.#replyFor(policy, context, asked));
    return this.#replyFor(policy, context, mode);
  }

  #replyFor(policy: ResponsePolicy, context: ExecutionContext, mode: ReadMode): ReturnType<ShortWay['replyAtOnce']> {
    if (mode !== 'use') return undefined;
    const request = context.getArgByIndex<CacheableRequest>(0);
    const query = this.#query(policy, context);
    if (query instanceof Promise) return query.then((tracked) => this.#atHand(policy, request, tracked));
    return this.#atHand(policy, request, query);
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

  async #answer(policy: ResponsePolicy, context: ExecutionContext, handle: Visit['handle']): Promise<unknown> {
    const request = context.switchToHttp().getRequest<CacheableRequest>();
    const { headers } = request;
    const directives = directivesOf(request);
    const mode = directives.mode === 'use' ? await this.asksFor(context) : directives.mode;
    if (mode !== 'use') await this.admitFresh(context);

    const query = (await this.#query(policy, context)) as never;
    if (query === undefined) return this.#uncached(context, handle);

    const visit = { policy, context, query, directives, headers, handle };
    const found = directives.onlyIfCached ? await this.#held(visit, mode) : await this.#found(visit, mode);
    return this.#sent(visit, found);
  }

  #query(policy: ResponsePolicy, context: ExecutionContext): unknown {
    if (!this.options.strict) return this.trackBy(context);
    const isPrivate = policy.region.options.identity !== undefined;
    const request = context.switchToHttp().getRequest<object>();
    return keyed(request, visibleTo(policy), isPrivate, () => this.trackBy(context));
  }

  #atHand(policy: ResponsePolicy, request: CacheableRequest, query: unknown): ReadyReply | undefined {
    const served = query === undefined ? undefined : this.cache.atHand(policy.region, query);
    if (!served || served.value instanceof ForOne) return undefined;

    const form = this.forms.formFor(request, served.value as Answer);
    const passing = { ageMs: served.ageMs, cacheStatus: cacheStatusOf(this.options.name, served, 'use') };
    return this.#ready.to(request, form, passing, () => this.#told(policy, query, served.value as Answer));
  }

  async #found(visit: Visit, mode: ReadMode): Promise<Found> {
    const served = await this.#fetch(visit, mode);
    if (mode !== 'use' || served.from === 'load' || suits(visit.directives, served)) return { served, mode };

    await this.admitFresh(visit.context);
    return { served: await this.#fetch(visit, 'refresh'), mode: 'refresh' };
  }

  #fetch(visit: Visit, mode: ReadMode): Promise<Served<Answer | ForOne>> {
    const fetch = () => this.cache.fetch(visit.policy.region, visit.query, () => this.#load(visit));
    return mode === 'use' ? fetch() : this.cache.reading(mode, fetch);
  }

  /** For who wants only what is held; who does not want that either is told the same as where there is nothing. */
  async #held({ policy, query, directives }: Visit, mode: ReadMode): Promise<Found> {
    const held =
      mode === 'use' ? ((await this.cache.peek(policy.region, query)) as Served<Answer> | undefined) : undefined;
    if (!held || !suits(directives, held)) throw new GatewayTimeoutException('Nothing is cached for this request');
    return { served: held, mode };
  }

  async #load({ policy, context, query, handle }: Visit) {
    const period = await this.periodOf(query);
    const http = context.switchToHttp();
    return answerFrom(handle, period, {
      policy,
      request: http.getRequest<object>(),
      response: http.getResponse<WritableResponse>(),
      strict: this.options.strict,
      now: () => this.clock.now(),
    });
  }

  async #sent({ policy, context, query, headers, handle }: Visit, { served, mode }: Found): Promise<unknown> {
    const request = context.switchToHttp().getRequest<CacheableRequest>();
    const { value, ageMs } = served;
    const status = cacheStatusOf(this.options.name, served, mode);
    if (value instanceof ForOne) {
      const isOwn = value.request === request;
      if (isOwn) value.draft.writeTo(context.switchToHttp().getResponse(), this.adapterHost.httpAdapter);
      this.#tell(context, [['cache-status', status], ...this.#unlessSaid(context, 'cache-control', 'no-store')]);
      return isOwn ? value.body : handle();
    }

    const { method } = request;
    const form = this.forms.formFor({ method, headers }, value);
    const reply = replyTo({ method, headers }, this.#told(policy, query, value), form, ageMs);
    if (!reply) throw new PreconditionFailedException('It is not what the request means by its conditions');
    this.#tell(context, [...reply.headers, ['cache-status', status]]);
    if (reply.status === 304) this.adapterHost.httpAdapter.status(context.switchToHttp().getResponse(), 304);
    return reply.body && bodyFor(this.adapterHost.httpAdapter, reply.body);
  }

  #told(policy: ResponsePolicy, query: unknown, answer: Answer): AnswerPolicy {
    const told = policy.tells(query, this.options.clientMaxAgeMs);
    return this.forms.mayHave(answer) ? { ...told, vary: [...told.vary, 'Accept-Encoding'] } : told;
  }

  /** What is not cached here shall not be anywhere, unless its handler says otherwise. */
  #uncached(context: ExecutionContext, handle: Visit['handle']): Promise<unknown> {
    const status = `${this.options.name}; fwd=bypass`;
    this.#tell(context, [['cache-status', status], ...this.#unlessSaid(context, 'cache-control', 'no-store')]);
    return handle();
  }

  #tell(context: ExecutionContext, headers: Iterable<readonly [name: string, value: string]>): void {
    const response: unknown = context.switchToHttp().getResponse();
    for (const [name, value] of headers) this.adapterHost.httpAdapter.setHeader(response, name, value);
  }

  #unlessSaid(context: ExecutionContext, name: string, value: string): [name: string, value: string][] {
    const response: unknown = context.switchToHttp().getResponse();
    return this.adapterHost.httpAdapter.getHeader?.(response, name) === undefined ? [[name, value]] : [];
  }
}

/** It asks for nothing but the answer, however old, so that what is in memory will do. */
function isPlain({ headers, query }: CacheableRequest): boolean {
  return headers['cache-control'] === undefined && query['fresh'] === undefined;
}

/** `?fresh=true` asks as `no-cache` does; it is taken out here, so that no handler has to declare it. */
function directivesOf(request: CacheableRequest): RequestDirectives {
  const directives = requestDirectives(request.headers['cache-control']);
  const { fresh } = request.query;
  if (fresh === 'true' || fresh === 'false') delete request.query['fresh'];
  return fresh === 'true' && directives.mode === 'use' ? { ...directives, mode: 'refresh' } : directives;
}
