import { CacheError } from '../cache.error.js';

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
 * Runs `work` while the request shows nothing but what is visible of its query, its headers and its cookies. What a handler does not
 * see can't get into an answer that others get. `strict`: to read what is not there throws `INPUT_UNDECLARED`, which names it.
 */
export async function narrowed<T>(
  request: object,
  visible: Visible,
  strict: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const isHeader = (name: string) => visible.headers.has(name) || OF_THE_TRANSPORT.test(name);
  const views: [property: string, kind: string, isVisible: (name: string) => boolean][] = [
    ['query', 'query parameter', (name) => visible.query.has(name)],
    ['headers', 'header', isHeader],
    ['cookies', 'cookie', () => false],
    ['signedCookies', 'cookie', () => false],
  ];
  const restores = views.map(([property, kind, isVisible]) =>
    replaced(request, property, (held) => {
      const view = Object.fromEntries(Object.entries(held).filter(([name]) => isVisible(name)));
      return strict ? watched(view, isVisible, (name) => undeclared(visible.name, kind, name)) : view;
    }),
  );
  try {
    return await work();
  } finally {
    for (const restore of restores) restore();
  }
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
