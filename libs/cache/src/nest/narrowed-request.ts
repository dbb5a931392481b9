import { CacheError } from '../cache.error.js';
import { currentScope } from './load-scope.js';

/** What of a request may count for an answer: names of query parameters, and of headers in lower case. */
export interface Visible {
  /** The handler, for messages. */
  readonly name: string;
  readonly query: ReadonlySet<string>;
  readonly headers: ReadonlySet<string>;
}

/** How a message travels, not what it asks for: caches and frameworks look at these themselves. */
const OF_THE_TRANSPORT =
  /^(?:accept-encoding|connection|content-length|content-type|expect|if-.*|range|te|traceparent|tracestate|transfer-encoding|upgrade|x-request-id)$/;
/** What anybody may ask any object. */
const OF_OBJECTS = new Set<string>([...Object.getOwnPropertyNames(Object.prototype), 'then', 'toJSON']);

type Holder = Record<string, unknown>;

/**
 * The request as a handler sees it whose answer is for others too: nothing but what is visible of its query, its headers and its cookies.
 * What a handler does not see can't get into an answer that others get. `strict`: to read what is not there throws `INPUT_UNDECLARED`,
 * which names it. To be seen inside of a load alone: the same request may be looked at elsewhere meanwhile.
 */
export function narrowed(request: object, visible: Visible, strict: boolean): Record<string, unknown> {
  const isHeader = (name: string) => visible.headers.has(name) || OF_THE_TRANSPORT.test(name);
  const kinds: [property: string, kind: string, isVisible: (name: string) => boolean][] = [
    ['query', 'query parameter', (name) => visible.query.has(name)],
    ['headers', 'header', isHeader],
    ['cookies', 'cookie', () => false],
    ['signedCookies', 'cookie', () => false],
  ];
  const views: Record<string, unknown> = {};
  for (const [property, kind, isVisible] of kinds) {
    const held: unknown = Reflect.get(request, property);
    if (typeof held !== 'object' || held === null) continue;
    const view = Object.fromEntries(Object.entries(held).filter(([name]) => isVisible(name)));
    views[property] = strict ? watched(view, isVisible, (name) => undeclared(visible.name, kind, name)) : view;
    showInScope(request, property);
  }
  return views;
}

const shown = new WeakMap<object, Set<string>>();

/** From now on a load sees its own view of this property, and everybody else the property. */
function showInScope(request: object, property: string): void {
  const done = shown.get(request) ?? new Set();
  shown.set(request, done);
  if (done.has(property)) return;
  done.add(property);

  const own = Object.getOwnPropertyDescriptor(request, property);
  const prototype = Object.getPrototypeOf(request) as object;
  let held: unknown = own?.value;
  Object.defineProperty(request, property, {
    configurable: true,
    enumerable: own?.enumerable ?? false,
    get: () => currentScope()?.views[property] ?? (own ? held : (Reflect.get(prototype, property, request) as unknown)),
    set: (value: unknown) => {
      if (own) held = value;
      else Reflect.set(prototype, property, value, request);
    },
  });
}

/**
 * Runs `trackBy` and sees to it that `Vary` is true: each header that is in the key is named there, and each that is named is in the key.
 * Throws `INPUT_UNDECLARED` with the header's name where not.
 */
export async function keyed<T>(request: object, { name, headers }: Visible, isPrivate: boolean, trackBy: () => T) {
  const read = new Set<string>();
  const restore = replaced(
    request,
    'headers',
    (held) =>
      new Proxy(held, {
        get(target, header, receiver) {
          if (typeof header === 'string') read.add(header);
          return Reflect.get(target, header, receiver);
        },
      }),
  );
  try {
    const query = await trackBy();
    const isTold = (header: string) => headers.has(header) || (isPrivate && header === 'authorization');
    const untold = [...read].find((header) => !isTold(header) && !OF_THE_TRANSPORT.test(header));
    if (untold !== undefined) throw untrue(`The key of ${name} depends on the header "${untold}": name it in \`vary\``);
    const unread = [...headers].find((header) => !read.has(header));
    if (unread !== undefined)
      throw untrue(`${name} names the header "${unread}" in \`vary\`, and its key does not hold it`);
    return query;
  } finally {
    restore();
  }
}

const untrue = (message: string) => new CacheError('INPUT_UNDECLARED', message);

/** A view that throws where it is asked for what it must not show, be it sent or not: sent by somebody else it would count. */
function watched(view: Holder, isVisible: (name: string) => boolean, errorFor: (name: string) => CacheError): Holder {
  return new Proxy(view, {
    get(target, name, receiver) {
      if (typeof name === 'string' && !isVisible(name) && !OF_OBJECTS.has(name)) throw errorFor(name);
      return Reflect.get(target, name, receiver);
    },
  });
}

/** Puts something else into a property until the function that it gives back is called. */
function replaced(request: object, property: string, by: (held: Holder) => Holder): () => void {
  const held: unknown = Reflect.get(request, property);
  if (typeof held !== 'object' || held === null) return () => undefined;
  const own = Object.getOwnPropertyDescriptor(request, property);
  Object.defineProperty(request, property, { value: by(held as Holder), configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(request, property, own);
    else Reflect.deleteProperty(request, property);
  };
}

function undeclared(handler: string, kind: string, name: string): CacheError {
  return untrue(
    `${handler} reads the ${kind} "${name}", which its key does not hold: take it by a decorator of its parameter, and let trackBy return it`,
  );
}
