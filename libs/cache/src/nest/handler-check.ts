import { RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, REDIRECT_METADATA, SSE_METADATA } from '@nestjs/common/internal';
import { CacheError } from '../cache.error.js';
import type { ResponsePolicy } from './cached-response.js';
import type { HandlerInputs } from './handler-inputs.js';
import { keyFieldsOf } from './key-fields.js';

/** A handler whose answers are kept, and what is known of it at the start. */
export interface CachedHandler {
  readonly controller: Type<unknown>;
  readonly method: string;
  readonly handler: object;
  readonly policy: ResponsePolicy;
  readonly inputs: HandlerInputs;
  /** Its interceptor says that not everybody gets the same. */
  readonly isPersonal: boolean;
  /** A `ResponseCacheInterceptor` stands before it. */
  readonly isServed: boolean;
}

/**
 * Throws `POLICY_INVALID` with the handler's name where its answers could reach somebody whom they are not for: what it takes from the
 * request must be in its key, or be said to steer only how it is answered.
 */
export function checkHandler(cached: CachedHandler): void {
  const fault = [...faultsOfRoute(cached), ...faultsOfPerson(cached), ...faultsOfInputs(cached)][0];
  if (fault === undefined) return;
  throw new CacheError('POLICY_INVALID', `${cached.controller.name}.${cached.method} can't be cached: ${fault}`);
}

function* faultsOfRoute({ handler, isServed }: CachedHandler): Iterable<string> {
  const said = (key: string): unknown => Reflect.getMetadata(key, handler);
  if (said(METHOD_METADATA) !== RequestMethod.GET) yield 'only a GET is';
  if (!isServed) yield 'no ResponseCacheInterceptor stands before it';
  if ((said(HTTP_CODE_METADATA) ?? 200) !== 200) yield 'only 200 is kept, and it answers something else';
  if (said(REDIRECT_METADATA) !== undefined) yield 'it redirects';
  if (said(SSE_METADATA) !== undefined) yield 'it sends events';
}

function* faultsOfPerson({ policy: { region }, inputs, isPersonal }: CachedHandler): Iterable<string> {
  if (region.options.identity !== undefined) return;
  const cure = `give region "${region.name}" an identity`;
  if (isPersonal) yield `it answers each person for themselves, and its key does not say whom: ${cure}`;
  if (inputs.custom) yield `it takes something by a decorator of its own, which may tell people apart: ${cure}`;
}

function* faultsOfInputs({ policy, inputs }: CachedHandler): Iterable<string> {
  const { region, inputs: declared } = policy;
  for (const open of inputs.open) yield `it takes ${open}: nobody can say what its answer depends on`;

  const fields = keyFieldsOf(region) ?? new Set<string>();
  const isHeld = (name: string) => fields.has(name) || declared.keyHolds.has(name) || declared.steeredBy.has(name);
  for (const name of [...inputs.params, ...inputs.query]) {
    if (!isHeld(name)) yield `it takes "${name}", which the key of region "${region.name}" does not hold`;
  }
  for (const name of inputs.headers) {
    if (!declared.vary.has(name)) yield `it takes the header "${name}": name it in \`vary\`, and let the key hold it`;
  }
}
