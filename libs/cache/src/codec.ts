import { isDeepStrictEqual } from 'node:util';
import { CacheError } from './cache.error.js';
import { DEEPEST, isListItself, isObjectItself, isPlainJson, MARK } from './plain-json.js';

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

/** The encoding of what is JSON as it stands. */
export const PLAIN_JSON = 'json';

/**
 * JSON, with Date, Map, Set, BigInt, bytes, -0 and undefined members kept. Refused by name: NaN, infinities, functions, symbols,
 * cycles, more than 500 levels, instances of classes, holes in lists, and members that would be lost: those of lists, dates, maps and sets,
 * those named by symbols and those that are not enumerable. A getter is kept as the value it gives now; a Buffer comes back as a plain
 * `Uint8Array`. A value that is plain JSON stays readable as such.
 */
export const jsonCodec: Codec<unknown> = {
  pack(value, key) {
    if (isPlainJson(value)) return { encoding: PLAIN_JSON, json: JSON.stringify(value) };
    const walk = new Walk(key);
    const plain = walk.plain(value, '');
    return { encoding: walk.marked ? 'json+' : PLAIN_JSON, json: JSON.stringify(plain) };
  },

  unpack({ encoding, json }) {
    const parsed: unknown = JSON.parse(json);
    return encoding === 'json+' ? revive(parsed) : parsed;
  },
};

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain | undefined };

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
    if (Array.isArray(value)) return this.#list(value, path);
    if (value instanceof Uint8Array) return this.#bytes(value, path);
    if (isObjectItself(value)) return this.#members(value, path);

    const kind = KINDS.get(Object.getPrototypeOf(value));
    if (kind === undefined) throw this.#refusal(`a ${className(value)}`, path);
    this.#refuseOwn(Reflect.ownKeys(value), path);
    if (kind === 'date') return this.#date(value as Date, path);
    return this.#mark(kind, this.plain([...(value as Map<unknown, unknown> | Set<unknown>)], path));
  }

  #list(list: readonly unknown[], path: string): Plain {
    if (!isListItself(list)) throw this.#refusal(`a ${className(list)}`, path);
    this.#refuseOwn(Reflect.ownKeys(list).filter(isNoItem), path);
    return Array.from(list, (item, index) => {
      if (item === undefined && !Object.hasOwn(list, index)) throw this.#refusal('a hole', `${path}.${index}`);
      return this.plain(item, `${path}.${index}`);
    });
  }

  #bytes(bytes: Uint8Array, path: string): Plain {
    const { buffer, byteOffset, byteLength } = bytes;
    if (!BYTES.has(Object.getPrototypeOf(bytes))) throw this.#refusal(`a ${className(bytes)}`, path);
    const bare = Buffer.from(buffer, byteOffset, byteLength);
    // Their own members can't be named without naming each byte: but bytes that have any are not equal to the same ones without.
    const like = Buffer.isBuffer(bytes) ? bare : new Uint8Array(buffer, byteOffset, byteLength);
    if (!isDeepStrictEqual(bytes, like)) throw this.#refusal('bytes with members of their own', path);
    return this.#mark('bytes', bare.toString('base64'));
  }

  #members(value: object, path: string): Plain {
    const names = Object.keys(value);
    const all = Reflect.ownKeys(value);
    if (all.length > names.length)
      this.#refuseOwn(
        all.filter((name) => !names.includes(name as string)),
        path,
        'a hidden member',
      );
    const members = names.map((name) => {
      return [name, this.plain((value as Record<string, unknown>)[name], `${path}.${name}`)] as const;
    });
    const plain = Object.fromEntries(members);
    return MARK in value ? this.#mark('object', plain) : plain;
  }

  /** What would be lost, for there is no room for it beside what a list, a date, a map or a set holds. */
  #refuseOwn([name]: readonly (string | symbol)[], path: string, what = 'a member of its own'): void {
    if (typeof name === 'symbol') throw this.#refusal('a member named by a symbol', path);
    if (name !== undefined) throw this.#refusal(what, `${path}.${name}`);
  }

  #date(value: Date, path: string): Plain {
    if (Number.isNaN(value.getTime())) throw this.#refusal('an invalid Date', path);
    return this.#mark('date', value.toISOString());
  }

  #mark(kind: string, v?: Plain): Plain {
    this.marked = true;
    // JSON leaves a `v` out that is undefined.
    return { [MARK]: kind, v };
  }

  #refusal(what: string, path: string): CacheError {
    const place = path === '' ? 'the value itself' : path.slice(1);
    return new CacheError('VALUE_NOT_STORABLE', `${this.key}: ${what} at ${place} cannot be stored`);
  }
}

/** How those are marked that are kept; subclasses of these are not among them. */
const KINDS: ReadonlyMap<unknown, 'date' | 'map' | 'set'> = new Map<unknown, 'date' | 'map' | 'set'>([
  [Date.prototype, 'date'],
  [Map.prototype, 'map'],
  [Set.prototype, 'set'],
]);
const BYTES: ReadonlySet<unknown> = new Set([Uint8Array.prototype, Buffer.prototype]);

function isNoItem(name: string | symbol): boolean {
  return typeof name === 'symbol' || (name !== 'length' && !/^\d+$/.test(name));
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
