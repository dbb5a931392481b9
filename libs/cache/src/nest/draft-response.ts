import type { ResponseHeaders } from '../http/given.js';
import type { Draft, Value } from './draft.js';
import { currentScope } from './load-scope.js';

/** What of Express' and Fastify's responses is used here. */
export interface WritableResponse {
  statusCode: number;
  getHeaders(): ResponseHeaders;
}

type Method = (this: unknown, ...given: never[]) => unknown;
type Methods = Record<string, Method | undefined>;

/** By name: what a method of a response does in a draft, where it is called inside of a load. */
const INTO_DRAFT: Readonly<Record<string, (draft: Draft, given: readonly unknown[], held: Method) => unknown>> = {
  header: setOne,
  set: setOne,
  setHeader: setOne,
  headers: (draft, [all]) => setAll(draft, all),
  append: (draft, [name, value]) => draft.append(String(name), value as Value),
  appendHeader: (draft, [name, value]) => draft.append(String(name), value as Value),
  removeHeader: (draft, [name]) => Reflect.deleteProperty(draft.headers, String(name).toLowerCase()),
  status: (draft, [code]) => (draft.status = Number(code)),
  code: (draft, [code]) => (draft.status = Number(code)),
};
/** Those of Fastify alone: Express does the same by the ones above. */
const OF_FASTIFY: typeof INTO_DRAFT = {
  type: (draft, [type]) => draft.set('content-type', String(type)),
  setCookie: (draft, given, held) => draft.later.push(() => void held(...(given as never[]))),
  clearCookie: (draft, given, held) => draft.later.push(() => void held(...(given as never[]))),
};

const prepared = new WeakSet<object>();

/** From now on what is written to `response` inside of a load goes to that load's draft; everybody else writes to it as ever. */
export function draftable(response: WritableResponse): void {
  if (prepared.has(response)) return;
  prepared.add(response);
  const methods = response as unknown as Methods;
  for (const [name, write] of Object.entries('raw' in response ? { ...INTO_DRAFT, ...OF_FASTIFY } : INTO_DRAFT)) {
    override(methods, name, (draft, given, held) => {
      write(draft, given, held);
      return response;
    });
  }
  override(
    methods,
    'getHeader',
    (draft, [name], held) => draft.headers[String(name).toLowerCase()] ?? held(name as never),
  );
  override(methods, 'getHeaders', (draft, _, held) => ({ ...(held() as ResponseHeaders), ...draft.headers }));
  override(
    methods,
    'hasHeader',
    (draft, [name], held) => String(name).toLowerCase() in draft.headers || held(name as never),
  );
  draftStatus(response);
}

function override(methods: Methods, name: string, write: (typeof INTO_DRAFT)[string]): void {
  const method = methods[name];
  if (typeof method !== 'function') return;
  const held: Method = (...given) => method.apply(methods, given);
  Object.defineProperty(methods, name, {
    configurable: true,
    writable: true,
    value: (...given: never[]) => {
      const draft = currentScope()?.draft;
      return draft ? write(draft, given, held) : held(...given);
    },
  });
}

/** `response.statusCode = 404`. */
function draftStatus(response: WritableResponse): void {
  const own = Object.getOwnPropertyDescriptor(response, 'statusCode');
  const prototype = Object.getPrototypeOf(response) as object;
  let kept = response.statusCode;
  Object.defineProperty(response, 'statusCode', {
    configurable: true,
    get: () =>
      currentScope()?.draft.status ?? (own ? kept : (Reflect.get(prototype, 'statusCode', response) as number)),
    set: (status: number) => {
      const draft = currentScope()?.draft;
      if (draft) draft.status = status;
      else if (own) kept = status;
      else Reflect.set(prototype, 'statusCode', status, response);
    },
  });
}

function setOne(draft: Draft, [name, value]: readonly unknown[]): void {
  if (typeof name === 'string') draft.set(name, value as Value);
  else setAll(draft, name);
}

function setAll(draft: Draft, all: unknown): void {
  for (const [name, value] of Object.entries(all as Record<string, Value>)) draft.set(name, value);
}
