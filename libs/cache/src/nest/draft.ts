import type { AbstractHttpAdapter } from '@nestjs/core';
import type { Given, ResponseHeaders } from '../http/given.js';

export type Value = NonNullable<ResponseHeaders[string]>;

/**
 * What a handler says of its answer. It is written here and not into the response: that may be on its way with an older answer while a
 * newer one is made in the background.
 */
export class Draft {
  readonly headers: Record<string, Value> = {};
  status: number | undefined;
  /** Cookies that a plugin sets once the response goes out. */
  readonly later: (() => void)[] = [];

  givenBeside({ statusCode }: { readonly statusCode: number }): Given {
    const cookies = this.later.length > 0 ? { 'set-cookie': 'to come' } : {};
    return { status: this.status ?? statusCode, headers: { ...cookies, ...this.headers } };
  }

  /** For the request that it was said to. */
  writeTo(response: unknown, adapter: AbstractHttpAdapter): void {
    if (this.status !== undefined) adapter.status(response, this.status);
    for (const [name, value] of Object.entries(this.headers)) adapter.setHeader(response, name, value as string);
    for (const set of this.later) set();
  }

  set(name: string, value: Value): void {
    this.headers[name.toLowerCase()] = value;
  }

  append(name: string, value: Value): void {
    const before = this.headers[name.toLowerCase()];
    this.set(name, before === undefined ? value : [before, value].flat().map(String));
  }
}
