import {
  GatewayTimeoutException,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { from as observed, lastValueFrom, type Observable } from 'rxjs';
import { Cache } from '../cache.js';
import { Clock } from '../clock.js';
import { answerHeaders, cacheStatusOf } from '../http/answer-headers.js';
import { answerOf, type Answer } from '../http/answer.js';
import { httpDate, isNotModified } from '../http/conditional.js';
import { requestDirectives } from '../http/request-directives.js';
import { Unstored } from '../landing.js';
import type { ReadMode } from '../reading.js';
import type { AnyRegion } from '../region.js';
import type { Served } from '../served.js';
import { CacheModuleOptions } from './cache.module-options.js';
import { RESPONSE_POLICY, type ResponsePolicy } from './cached-response.js';

interface CacheableRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Record<string, unknown>;
}

/** From when until when, ms since 1970; open where undefined. */
export interface Period {
  readonly from?: number;
  readonly until?: number;
}

/**
 * Serves whole answers from the cache, after all guards. A feature extends it and says by `trackBy` how its requests are told
 * apart; `@CachedResponse` on the handler says the rest. A hit never enters the handler, never serialises and never hashes.
 */
@Injectable()
export abstract class ResponseCacheInterceptor implements NestInterceptor {
  constructor(
    protected readonly cache: Cache,
    protected readonly clock: Clock,
    protected readonly reflector: Reflector,
    private readonly adapterHost: HttpAdapterHost,
    private readonly options: CacheModuleOptions,
  ) {}

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
    return observed(this.#answer(policy, context, next));
  }

  /** The region that the handler's decorator names: where one interceptor serves several handlers. */
  protected regionOf(context: ExecutionContext): AnyRegion | undefined {
    return this.#policyOf(context)?.region;
  }

  #policyOf(context: ExecutionContext): ResponsePolicy | undefined {
    return this.reflector.get<ResponsePolicy | undefined>(RESPONSE_POLICY, context.getHandler());
  }

  async #answer(policy: ResponsePolicy, context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = context.switchToHttp().getRequest<CacheableRequest>();
    const { mode: directed, onlyIfCached } = directivesOf(request);
    const mode = directed === 'use' ? await this.asksFor(context) : directed;
    if (mode !== 'use') await this.admitFresh(context);

    const query = (await this.trackBy(context)) as never;
    if (query === undefined) return lastValueFrom(next.handle());

    const load = () => this.#load(policy, query, context, next);
    const served = onlyIfCached
      ? await this.#onlyIfCached(policy, query)
      : await this.#fetch(mode, () => this.cache.fetch(policy.region, query, load));
    const told = policy.tells(query, this.options.clientMaxAgeMs);
    const response: unknown = context.switchToHttp().getResponse();
    const headers = answerHeaders(told, served.value, served.ageMs);
    headers.push(['cache-status', cacheStatusOf(this.options.name, served, mode)]);
    for (const [name, value] of headers) this.adapterHost.httpAdapter.setHeader(response, name, value);
    return this.#body(request, response, served.value);
  }

  #fetch<T>(mode: ReadMode, fetch: () => Promise<T>): Promise<T> {
    return mode === 'use' ? fetch() : this.cache.reading(mode, fetch);
  }

  async #onlyIfCached(policy: ResponsePolicy, query: never): Promise<Served<Answer>> {
    const held = (await this.cache.peek(policy.region, query)) as Served<Answer> | undefined;
    if (!held) throw new GatewayTimeoutException('Nothing is cached for this request');
    return held;
  }

  async #load(
    policy: ResponsePolicy,
    query: unknown,
    context: ExecutionContext,
    next: CallHandler,
  ): Promise<Answer | Unstored<Answer>> {
    const { from, until } = await this.periodOf(query);
    const body: unknown = await lastValueFrom(next.handle());
    const answer = answerOf(bytesOf(body), {
      contentType: policy.contentType,
      lastModified: latest(this.#changedAt(policy, body, context), from),
      goodUntil: until,
      madeAt: this.clock.now(),
    });
    return policy.keeps(body) && this.#isStorable(context) ? answer : new Unstored(answer);
  }

  /** As the policy finds it in the body, or as the handler said by a `Last-Modified` of its own. */
  #changedAt(policy: ResponsePolicy, body: unknown, context: ExecutionContext): number | undefined {
    const response: unknown = context.switchToHttp().getResponse();
    const told: unknown = this.adapterHost.httpAdapter.getHeader?.(response, 'last-modified');
    return policy.lastModified(body)?.getTime() ?? (typeof told === 'string' ? httpDate(told) : undefined);
  }

  /** Only a plain 200 is kept, and never one that sets a cookie. */
  #isStorable(context: ExecutionContext): boolean {
    const response = context.switchToHttp().getResponse<{ statusCode: number }>();
    const cookie: unknown = this.adapterHost.httpAdapter.getHeader?.(response, 'set-cookie');
    return response.statusCode === 200 && cookie === undefined;
  }

  #body({ headers }: CacheableRequest, response: unknown, answer: Answer): Buffer | undefined {
    const adapter = this.adapterHost.httpAdapter;
    if (isNotModified(headers, answer)) {
      adapter.status(response, 304);
      return undefined;
    }
    adapter.setHeader(response, 'content-type', answer.contentType);
    return answer.body;
  }
}

/** `?fresh=true` asks as `no-cache` does; it is taken out here, so that no handler has to declare it. */
function directivesOf(request: CacheableRequest) {
  const directives = requestDirectives(request.headers['cache-control']);
  const { fresh } = request.query;
  if (fresh === 'true' || fresh === 'false') delete request.query['fresh'];
  return fresh === 'true' && directives.mode === 'use' ? { ...directives, mode: 'refresh' as const } : directives;
}

/** An answer changes when its data does and when its period begins. */
function latest(changed: number | undefined, periodFrom: number | undefined): number | undefined {
  return changed === undefined || periodFrom === undefined ? changed : Math.max(changed, periodFrom);
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof Buffer) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
