import type { Type } from '@nestjs/common';
import {
  CUSTOM_ROUTE_ARGS_METADATA,
  RESPONSE_PASSTHROUGH_METADATA,
  ROUTE_ARGS_METADATA,
  RouteParamtypes,
} from '@nestjs/common/internal';

/** What a handler says that it takes from a request. Header names are in lower case. */
export interface HandlerInputs {
  readonly params: readonly string[];
  readonly query: readonly string[];
  readonly headers: readonly string[];
  /** It takes something by a decorator of the program's own, which may be anything of the request. */
  readonly custom: boolean;
  /** What of it leaves open what the answer depends on, in words. */
  readonly open: readonly string[];
}

interface Taken {
  readonly index: number;
  readonly data?: unknown;
}

const OPEN: Readonly<Record<number, string>> = {
  [RouteParamtypes.REQUEST]: 'the whole request',
  [RouteParamtypes.NEXT]: 'what comes after it',
  [RouteParamtypes.BODY]: 'the body',
  [RouteParamtypes.RAW_BODY]: 'the body',
  [RouteParamtypes.SESSION]: 'the session',
  [RouteParamtypes.FILE]: 'a file',
  [RouteParamtypes.FILES]: 'files',
  [RouteParamtypes.HOST]: 'the host',
  [RouteParamtypes.IP]: 'the address of who asks',
  [RouteParamtypes.COOKIES]: 'cookies',
  [RouteParamtypes.SIGNED_COOKIES]: 'cookies',
};

/** Reads the decorators of a handler's parameters. */
export function inputsOf(controller: Type<unknown>, method: string): HandlerInputs {
  const taken = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Taken>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as unknown[];
  const all = Object.entries(taken).map(([kind, { index, data }]) => ({ kind, data, type: types[index] }));
  const those = (kind: number) => all.filter((one) => Number.parseInt(one.kind, 10) === kind && !isCustom(one));
  const namesOf = (kind: RouteParamtypes) => those(kind).map(({ data, type }) => namesIn(data, type));
  const nameless = (kind: RouteParamtypes, words: string) => (namesOf(kind).includes(undefined) ? [words] : []);
  return {
    params: namesOf(RouteParamtypes.PARAM).flatMap((names) => names ?? []),
    query: namesOf(RouteParamtypes.QUERY).flatMap((names) => names ?? []),
    headers: namesOf(RouteParamtypes.HEADERS)
      .flatMap((names) => names ?? [])
      .map((name) => name.toLowerCase()),
    custom: all.some(isCustom),
    open: [
      ...all.filter((one) => !isCustom(one)).flatMap(({ kind }) => OPEN[Number.parseInt(kind, 10)] ?? []),
      ...nameless(RouteParamtypes.PARAM, 'path parameters without naming them'),
      ...nameless(RouteParamtypes.QUERY, 'query parameters without naming them'),
      ...nameless(RouteParamtypes.HEADERS, 'headers without naming them'),
      ...(those(RouteParamtypes.RESPONSE).length > 0 && !isPassedThrough(controller, method)
        ? ['the response, to send it itself']
        : []),
    ],
  };
}

const isCustom = ({ kind }: { kind: string }) => kind.includes(CUSTOM_ROUTE_ARGS_METADATA);

function isPassedThrough(controller: Type<unknown>, method: string): boolean {
  return Reflect.getMetadata(RESPONSE_PASSTHROUGH_METADATA, controller, method) === true;
}

/** The one that the decorator names, else the fields of the class that it becomes; undefined where neither says any. */
function namesIn(data: unknown, type: unknown): readonly string[] | undefined {
  if (typeof data === 'string') return [data];
  const fields = typeof type === 'function' && type !== Object ? fieldsOf(type as Type<object>) : [];
  return fields.length > 0 ? fields : undefined;
}

/** Classes of what comes in have no constructor of their own; each field is there from the start, if only as undefined. */
function fieldsOf(type: Type<object>): string[] {
  return type.length > 0 ? [] : Object.keys(new type());
}
