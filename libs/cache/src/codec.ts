import { CacheError } from './cache.error.js';

/** A value on its way to or from bytes: JSON text that says it all, or a small JSON head and a body kept as it is. */
export interface Packed {
  readonly encoding: string;
  readonly json: string;
  readonly body?: Buffer;
}

/** How the values of a region become bytes and back. */
export interface Codec<V> {
  /** Throws `VALUE_NOT_STORABLE` naming the place inside the value. */
  pack(value: V, key: string): Packed;
  /** Throws when `packed` was not made by this codec. */
  unpack(packed: Packed): V;
}

/** Marks a member that JSON has no word for: `{"~":"date","v":"2026-…"}`. An object with a "~" of its own is wrapped. */
const MARK = '~';

/** The encoding of what is JSON as it stands. */
export const PLAIN_JSON = 'json';

/** Deeper than this nobody nests what is meant to be stored; far deeper the stack would end, and say nothing of the place. */
const DEEPEST = 500;

/**
 * JSON, with Date, Map, Set, BigInt, bytes, -0 and undefined members kept. Refused by name: NaN, infinities, functions, symbols,
 * cycles, more than 500 levels, and instances of classes. A value that is plain JSON stays readable as such.
 */
export const jsonCodec: Codec<unknown> = {
  pack(value, key) {
    const walk = new Walk(key);
    const plain = walk.plain(value, '');
    return { encoding: walk.marked ? 'json+' : PLAIN_JSON, json: JSON.stringify(plain) };
  },

  unpack({ encoding, json }) {
    const parsed: unknown = JSON.parse(json);
    return encoding === 'json+' ? revive(parsed) : parsed;
  },
};

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

class Walk {
  marked = false;
  readonly #above = new Set<object>();

  constructor(private readonly key: string) {}

  plain(value: unknown, path: string): Plain {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return this.#number(value, path);
    if (value === undefined) return this.#mark('undefined');
    if (typeof value === 'bigint') return this.#mark('bigint', String(value));
    if (typeof value === 'object') return this.#guarded(value, path);
    throw this.#refusal(`a ${typeof value}`, path);
  }

  #number(value: number, path: string): Plain {
    if (!Number.isFinite(value)) throw this.#refusal(String(value), path);
    return Object.is(value, -0) ? this.#mark('number', '-0') : value;
  }

  #guarded(value: object, path: string): Plain {
    if (this.#above.has(value)) throw this.#refusal('a cycle', path);
    if (this.#above.size === DEEPEST) throw this.#refusal(`what is nested more than ${DEEPEST} deep`, path);
    this.#above.add(value);
    const plain = this.#object(value, path);
    this.#above.delete(value);
    return plain;
  }

  #object(value: object, path: string): Plain {
    if (Array.isArray(value)) return Array.from(value, (item, index) => this.plain(item, `${path}.${index}`));
    if (value instanceof Date) return this.#date(value, path);
    if (value instanceof Map) return this.#mark('map', this.plain([...value], path));
    if (value instanceof Set) return this.#mark('set', this.plain([...value], path));
    if (value instanceof Uint8Array) return this.#mark('bytes', Buffer.from(value).toString('base64'));

    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw this.#refusal(`a ${className(value)}`, path);
    if (Object.getOwnPropertySymbols(value).length > 0) throw this.#refusal('a member named by a symbol', path);
    const members = Object.entries(value).map(
      ([name, member]) => [name, this.plain(member, `${path}.${name}`)] as const,
    );
    const plain = Object.fromEntries(members);
    return MARK in value ? this.#mark('object', plain) : plain;
  }

  #date(value: Date, path: string): Plain {
    if (Number.isNaN(value.getTime())) throw this.#refusal('an invalid Date', path);
    return this.#mark('date', value.toISOString());
  }

  #mark(kind: string, v?: Plain): Plain {
    this.marked = true;
    return v === undefined ? { [MARK]: kind } : { [MARK]: kind, v };
  }

  #refusal(what: string, path: string): CacheError {
    const place = path === '' ? 'the value itself' : path.slice(1);
    return new CacheError('VALUE_NOT_STORABLE', `${this.key}: ${what} at ${place} cannot be stored`);
  }
}

function className({ constructor }: object): string {
  return typeof constructor === 'function' ? constructor.name : 'object with a prototype of its own';
}

function revive(plain: unknown): unknown {
  if (typeof plain !== 'object' || plain === null) return plain;
  if (Array.isArray(plain)) return plain.map(revive);
  if (Object.hasOwn(plain, MARK)) return unmark(plain as Record<string, unknown>);
  return reviveMembers(plain);
}

/** `fromEntries` defines members, so a member called `__proto__` stays a member. */
function reviveMembers(plain: object): object {
  return Object.fromEntries(Object.entries(plain).map(([name, member]) => [name, revive(member)]));
}

function unmark({ [MARK]: kind, v }: Record<string, unknown>): unknown {
  if (kind === 'undefined') return undefined;
  if (kind === 'object' && typeof v === 'object' && v !== null) return reviveMembers(v);
  if (kind === 'map' && Array.isArray(v)) return new Map(v.map(revive) as [unknown, unknown][]);
  if (kind === 'set' && Array.isArray(v)) return new Set(v.map(revive));
  if (typeof v === 'string') {
    if (kind === 'date') return new Date(v);
    if (kind === 'bigint') return BigInt(v);
    if (kind === 'number') return Number(v);
    if (kind === 'bytes') return new Uint8Array(Buffer.from(v, 'base64'));
  }
  throw new TypeError(`unknown mark ${String(kind)}`);
}
