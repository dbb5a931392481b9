import { directivesIn } from './directives.js';

export type ResponseHeaders = Readonly<Record<string, number | string | readonly string[] | undefined>>;

/** What a handler made of its response, apart from the body. */
export interface Given {
  readonly status: number;
  /** Those it set itself; names in lower case. */
  readonly headers: ResponseHeaders;
}

/** Headers whose presence says that the next one may not be answered with these bytes as they are. */
const ONE_TIME = ['set-cookie', 'vary', 'content-range', 'content-encoding', 'www-authenticate'];

/**
 * True for a whole, plain 200 that is right for whoever asks by the same key (RFC 9111 3). Not so with a cookie; with a `Vary` of the
 * handler's own, as then something counted that the key does not hold; a part of something; or where the handler says `no-store`.
 */
export function isForAll({ status, headers }: Given): boolean {
  if (status !== 200 || ONE_TIME.some((name) => headers[name] !== undefined)) return false;
  const cacheControl = headers['cache-control'];
  return typeof cacheControl !== 'string' || !directivesIn(cacheControl).has('no-store');
}

/** Said by the cache, or by the connection, or about one request alone. */
const NOT_KEPT = [
  /^(?:etag|last-modified|age|date|expires|cache-control|cache-status|cache-groups)$/,
  /^(?:content-type|content-length|connection|keep-alive|transfer-encoding|trailer|upgrade)$/,
  /^(?:x-request-id|x-correlation-id|traceparent|tracestate|server-timing|x-response-time)$/,
];

/** What the handler said besides, and every answer from the cache says too. */
export function keptHeaders(headers: ResponseHeaders): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || NOT_KEPT.some((names) => names.test(name))
      ? []
      : [[name, typeof value === 'object' ? value.join(', ') : `${value}`]],
  );
}
